"""The key of a card, as the XML signatures use it: it never leaves the card.

The code is asked of the person once for all the signatures of one sending, and no card is given
it again after it was refused.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm

from app.records.cards.refusals import NumberUnknown, OutsideDates
from app.transport.dmp.ports import NotSigned
from hardware.links.card_certificate import CardCertificate
from hardware.links.card_errors import CardAbsent, CardError
from hardware.links.token import CardModule
from hardware.links.token_words import Scheme

NOTHING_LEFT = "Rien n’a été envoyé."
NOT_YOURS = (
    "La carte du lecteur n’est pas celle de la personne connectée, et personne ne signe pour un "
    "autre\u00a0: insérez votre propre carte."
)
NO_RSA = (
    "Cette carte ne signe pas en RSA avec SHA-256, seule façon que la station emploie pour le "
    "DMP. Utilisez une carte CPS."
)


class CardKey:
    """The signing key of one card in the reader; ``code`` asks the person for its code."""

    def __init__(
        self, cards: CardModule, serial: str, certificate: CardCertificate, code: Callable[[], str]
    ) -> None:
        # the only scheme named, so that the card signs by the algorithm the XML announces
        self._certificate = replace(certificate, schemes=(Scheme.RSA_PKCS1,))
        self._cards, self._serial = cards, serial
        self._ask = code
        self._code = ""
        self._refused: NotSigned | None = None

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the card."""
        return x509.load_der_x509_certificate(self._certificate.der)

    @property
    def handle(self) -> RSAPrivateKey:
        """Itself, where a library wants a key: with a certificate, it only calls ``sign``."""
        return cast("RSAPrivateKey", self)

    def sign(self, data: bytes, padding: AsymmetricPadding, **hashed: HashAlgorithm) -> bytes:
        """Return the RSA signature of ``data``, asked of the card as of a key in memory.

        ``hashed`` is what a key in memory takes by the name of ``algorithm``.

        Raises:
            NotSigned: the card or its code refuses, or another scheme is asked for; it refuses
                still when asked again.
        """
        if not (isinstance(padding, PKCS1v15) and isinstance(hashed.get("algorithm"), SHA256)):
            raise NotSigned(NO_RSA)
        if self._refused is not None:
            raise NotSigned(self._refused.sentence)
        self._code = self._code or self._ask()
        try:
            return self._cards.sign(self._serial, self._certificate, self._code, data).signature
        except CardError as refused:
            self.forget()
            self._refused = not_signed(refused.sentence)
            raise self._refused from refused

    def forget(self) -> None:
        """Let go of the code: the next signature asks for it."""
        self._code = ""


def not_signed(sentence: str) -> NotSigned:
    """Return the refusal that says ``sentence``, and that nothing left."""
    return NotSigned(f"{sentence} {NOTHING_LEFT}")


def find_key(cards: CardModule, rpps: str, code: Callable[[], str], now: datetime) -> CardKey:
    """Return the key of the card of the person whose RPPS number is ``rpps``; no code is asked.

    Of several certificates of the same person, the one that ends last.

    Raises:
        NotSigned: no card, somebody else's, an expired one, or one that does not sign in RSA.
    """
    if not rpps:
        raise not_signed(NumberUnknown.said)
    try:
        found = cards.cards()
    except CardError as refused:
        raise not_signed(refused.sentence) from refused
    if not found:
        raise not_signed(CardAbsent.said)
    theirs = [(card.serial, one) for card in found for one in card.certificates if one.rpps == rpps]
    if not theirs:
        raise not_signed(NOT_YOURS)
    valid = [(serial, one) for serial, one in theirs if one.is_valid_at(now)]
    if not valid:
        raise not_signed(OutsideDates.said)
    signing = [(serial, one) for serial, one in valid if Scheme.RSA_PKCS1 in one.schemes]
    if not signing:
        raise not_signed(NO_RSA)
    serial, certificate = max(signing, key=lambda one: one[1].not_after)
    return CardKey(cards, serial, certificate, code)
