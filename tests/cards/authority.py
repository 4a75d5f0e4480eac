"""Certificates of invented pharmacists, under an invented authority."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
AFTER = datetime(2028, 1, 1, tzinfo=UTC)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a certificate names; ``number`` is the common name, 8 and the RPPS on a CPS."""

    family: str
    given: str
    number: str


@dataclass(frozen=True, slots=True)
class Uses:
    """From when to when, and whether the key may commit its holder to a document."""

    before: datetime = BEFORE
    after: datetime = AFTER
    signs: bool = True


USUAL = Uses()


class Authority:
    """An authority that signs certificates."""

    def __init__(self, name: str = "AC d’essai") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.root = self._signed(self._name, self._key.public_key(), USUAL, is_authority=True)

    def certificate(self, holder: Holder, key: Key, uses: Uses = USUAL) -> bytes:
        """Return the DER bytes of the certificate of ``holder``."""
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
                x509.NameAttribute(NameOID.TITLE, "Pharmacien"),
                x509.NameAttribute(NameOID.COMMON_NAME, holder.number),
                x509.NameAttribute(NameOID.SURNAME, holder.family),
                x509.NameAttribute(NameOID.GIVEN_NAME, holder.given),
            ]
        )
        made = self._signed(name, key.public_key(), uses, is_authority=False)
        return made.public_bytes(Encoding.DER)

    def _signed(
        self,
        name: x509.Name,
        public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
        uses: Uses,
        *,
        is_authority: bool,
    ) -> x509.Certificate:
        usage = x509.KeyUsage(
            digital_signature=not is_authority and not uses.signs,
            content_commitment=not is_authority and uses.signs,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=is_authority,
            crl_sign=is_authority,
            encipher_only=False,
            decipher_only=False,
        )
        constraints = x509.BasicConstraints(ca=is_authority, path_length=None)
        identifier = x509.SubjectKeyIdentifier.from_public_key
        own = self._key.public_key()
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(uses.before)
            .not_valid_after(uses.after)
            .add_extension(constraints, critical=True)
            .add_extension(usage, critical=True)
            .add_extension(identifier(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(own), critical=False)
            .sign(self._key, SHA256())
        )


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return a fresh RSA key."""
    return rsa.generate_private_key(65537, bits)


def p256_key() -> ec.EllipticCurvePrivateKey:
    """Return a fresh P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def as_pem(key: Key) -> bytes:
    """Return a private key in clear, as ``softhsm2-util --import`` reads it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def days(number: int) -> timedelta:
    """Return that many days."""
    return timedelta(days=number)
