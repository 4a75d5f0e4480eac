"""An invented pharmacist's card, its key in the hands of the test."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from app.records.cards.statement import Signed, Statement
from app.records.vault import SealedSheet, Vault
from hardware.links.card_certificate import CardCertificate, read_certificate
from hardware.links.token_words import Scheme
from tests.cards.authority import USUAL, Authority, Holder, Uses, rsa_key
from tests.records.stations import LATER

RPPS = "10001234567"
HELENE = Holder("Marchetti", "Hélène", f"8{RPPS}")


@dataclass(frozen=True, slots=True)
class Card:
    """A key and its certificate."""

    key: RSAPrivateKey
    certificate: CardCertificate
    root: x509.Certificate

    def sign(self, statement: Statement) -> Signed:
        """Return what the card makes of a statement."""
        made = self.key.sign(statement.packed(), padding.PKCS1v15(), SHA256())
        return Signed(statement, self.certificate.der, Scheme.RSA_PKCS1, made)


def a_card(holder: Holder = HELENE, uses: Uses = USUAL) -> Card:
    """Return a fresh card of ``holder``."""
    authority, key = Authority(), rsa_key()
    return Card(key, read_certificate(authority.certificate(holder, key, uses)), authority.root)


def the_sheet(vault: Vault, number: int = 1) -> SealedSheet:
    """Return the newest version of one of the sheets of the tests."""
    return vault.read(number.to_bytes(16, "big"))


def draw(vault: Vault, card: Card, number: int = 1, now: datetime = LATER) -> Statement:
    """Return what the card must sign of a sheet."""
    return vault.cards.draw(the_sheet(vault, number), RPPS, card.certificate, now)


def sign(vault: Vault, card: Card, number: int = 1, now: datetime = LATER) -> int:
    """Sign a sheet and keep the signature; return its journal number."""
    return vault.cards.keep(card.sign(draw(vault, card, number, now)), now)
