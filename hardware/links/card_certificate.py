"""The certificate of a signing card: whose it is, and whether a signature is its.

No chain is looked at here: a certificate says who it claims to name, nothing more.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from hardware.links.token_words import Scheme

SMALLEST_RSA_BITS = 2048
_P256_BYTES = 32
_SALT = 32
# A national number of the RPPS is written 8 before its 11 digits (agency, IGC-Santé gabarits).
_RPPS = re.compile(r"8(\d{11})")


class NotACertificate(ValueError):
    """These bytes are no certificate that the station can read."""


@dataclass(frozen=True, slots=True)
class CardCertificate:
    """A certificate as it was read; ``rpps`` is "" when it names no number of the RPPS.

    ``signs`` tells that its key may commit its holder to a document (key usage
    nonRepudiation, RFC 5280, section 4.2.1.3), which a certificate of authentication may not.
    """

    der: bytes = field(repr=False)
    holder: str
    rpps: str
    not_before: datetime
    not_after: datetime
    schemes: tuple[Scheme, ...]
    signs: bool

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its bytes, in hexadecimal."""
        return sha256(self.der).hexdigest()

    def is_valid_at(self, moment: datetime) -> bool:
        """Tell whether ``moment`` (aware) is between its two dates."""
        return self.not_before <= moment <= self.not_after


def read_certificate(der: bytes) -> CardCertificate:
    """Return what the bytes of a certificate say.

    Raises:
        NotACertificate: they are none, or one that is malformed.
    """
    try:
        read = x509.load_der_x509_certificate(der)
        return CardCertificate(
            der=der,
            holder=_holder(read.subject),
            rpps=_rpps(read.subject),
            not_before=read.not_valid_before_utc,
            not_after=read.not_valid_after_utc,
            schemes=_schemes(read),
            signs=_commits(read),
        )
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion) as bad:
        raise NotACertificate from bad


def _texts(name: x509.Name, oid: x509.ObjectIdentifier) -> list[str]:
    return [str(one.value) for one in name.get_attributes_for_oid(oid)]


def _holder(name: x509.Name) -> str:
    named = _texts(name, NameOID.GIVEN_NAME)[:1] + _texts(name, NameOID.SURNAME)[:1]
    return " ".join(named or _texts(name, NameOID.COMMON_NAME)[:1])


def _rpps(name: x509.Name) -> str:
    found = [_RPPS.fullmatch(one) for one in _texts(name, NameOID.COMMON_NAME)]
    numbers = {match[1] for match in found if match}
    return numbers.pop() if len(numbers) == 1 else ""


def _schemes(read: x509.Certificate) -> tuple[Scheme, ...]:
    key = read.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA_BITS:
        return Scheme.RSA_PKCS1, Scheme.RSA_PSS
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return (Scheme.ECDSA_P256,)
    return ()


def _commits(read: x509.Certificate) -> bool:
    try:
        return read.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment
    except x509.ExtensionNotFound:
        return False


def is_signed(der: bytes, scheme: Scheme, signature: bytes, data: bytes) -> bool:
    """Tell whether the key of a certificate made ``signature`` of ``data`` by ``scheme``."""
    try:
        key = x509.load_der_x509_certificate(der).public_key()
        match key, scheme:
            case rsa.RSAPublicKey(), Scheme.RSA_PKCS1:
                key.verify(signature, data, padding.PKCS1v15(), SHA256())
            case rsa.RSAPublicKey(), Scheme.RSA_PSS:
                pss = padding.PSS(padding.MGF1(SHA256()), _SALT)
                key.verify(signature, data, pss, SHA256())
            case ec.EllipticCurvePublicKey(), Scheme.ECDSA_P256:
                key.verify(_as_der(signature), data, ec.ECDSA(SHA256()))
            case _:
                return False
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    return True


def for_openssl(scheme: Scheme, signature: bytes) -> bytes:
    """Return a signature as OpenSSL reads it: ECDSA in DER, RSA as it is."""
    return _as_der(signature) if scheme is Scheme.ECDSA_P256 else signature


def _as_der(signature: bytes) -> bytes:
    """Return an ECDSA signature as X.509 writes it; cards give r and s, 32 bytes each.

    Raises:
        ValueError: it is not 64 bytes long.
    """
    if len(signature) != 2 * _P256_BYTES:
        raise ValueError("64 bytes are expected")
    r, s = signature[:_P256_BYTES], signature[_P256_BYTES:]
    return encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
