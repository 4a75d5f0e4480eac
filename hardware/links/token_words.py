"""What the station and the process that holds the card's module say to each other.

One JSON value each way, on pipes. A refusal is one of these words and nothing else: no text of
a library crosses, so that no code can hide in one.
"""

from enum import StrEnum


class Ask(StrEnum):
    """What is asked of the module."""

    LIST = "list"
    SIGN = "sign"


class Refused(StrEnum):
    """Why it was not done."""

    LIBRARY = "library"
    MODULE = "module"
    ABSENT = "absent"
    REMOVED = "removed"
    PIN = "pin"
    LOCKED = "locked"
    PIN_FORM = "pin_form"
    PIN_EXPIRED = "pin_expired"
    NO_KEY = "no_key"
    FAILED = "failed"


class Tries(StrEnum):
    """What the card says of the tries that are left before it locks."""

    USUAL = "usual"
    FEW = "few"
    LAST = "last"
    NONE = "none"


class Scheme(StrEnum):
    """How a card signs; always over SHA-256.

    Source: RFC 8017, sections 8.2 and 8.1 (salt of 32 bytes); FIPS 186-5, section 6 (P-256).
    """

    RSA_PKCS1 = "rsa-pkcs1-sha256"
    RSA_PSS = "rsa-pss-sha256"
    ECDSA_P256 = "ecdsa-p256-sha256"
