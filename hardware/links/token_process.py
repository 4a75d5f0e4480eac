"""The process that holds the PKCS#11 module of a card, for one question.

``python -I -m hardware.links.token_process`` reads one JSON question on its input and writes one
JSON answer. A module of a card's maker is native code that may hang, crash or write where it
likes: here it can be killed, it takes nothing with it, and a code typed ends with the process.

A code is given to the card once: there is one ``open(user_pin=...)`` here, no loop around it,
and nothing after it asks again. Source: PKCS#11 v2.40, C_Login, CKF_USER_PIN_*.
"""

import base64
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from hardware.links.token_words import Ask, Refused, Scheme, Tries

if TYPE_CHECKING:
    from pkcs11 import Mechanism, PKCS11Error, Session, Token
    from pkcs11.types import SignMixin

# DigestInfo of SHA-256 before the hash (RFC 8017, section 9.2, note 1).
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_SALT = 32
Question = Mapping[str, str]
Answer = dict[str, object]
Way = tuple[Scheme, "Mechanism", Callable[[bytes], bytes]]


class Stop(Exception):
    """Nothing more is done; ``why`` is all that is said of it."""

    def __init__(self, why: Refused, tries: Tries = Tries.USUAL) -> None:
        super().__init__(why.value)
        self.why = why
        self.tries = tries


def answer(question: Question) -> Answer:
    """Return what the module says, or the word of its refusal."""
    try:
        if question["ask"] == Ask.SIGN:
            return _sign(question)
        return {"tokens": [_shown(one) for one in _tokens(question["module"])]}
    except Stop as stop:
        return {"refused": stop.why.value, "tries": stop.tries.value}


def _tokens(module: str) -> Iterator["Token"]:
    try:
        import pkcs11
    except ImportError as missing:
        raise Stop(Refused.LIBRARY) from missing
    try:
        library = pkcs11.lib(module)
        slots = library.get_slots(token_present=True)
    except pkcs11.PKCS11Error as refused:
        raise Stop(_why(refused, Refused.MODULE)) from refused
    except (RuntimeError, OSError) as unloaded:  # not there, or no PKCS#11 module
        raise Stop(Refused.MODULE) from unloaded
    for slot in slots:
        try:
            token = slot.get_token()
        except pkcs11.PKCS11Error:  # pulled since the list of slots
            continue
        if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED:
            yield token


def _shown(token: "Token") -> Answer:
    import pkcs11

    try:
        with token.open() as session:
            certificates = [base64.b64encode(der).decode() for der, _ in _certificates(session)]
    except pkcs11.PKCS11Error as refused:
        raise Stop(_why(refused)) from refused
    return {
        "label": token.label,
        "serial": _serial(token),
        "tries": _tries(token).value,
        "certificates": certificates,
    }


def _serial(token: "Token") -> str:
    return token.serial.decode("ascii", errors="replace").strip("\0 ")


def _tries(token: "Token") -> Tries:
    from pkcs11 import TokenFlag

    if token.flags & TokenFlag.USER_PIN_LOCKED:
        return Tries.NONE
    if token.flags & TokenFlag.USER_PIN_FINAL_TRY:
        return Tries.LAST
    return Tries.FEW if token.flags & TokenFlag.USER_PIN_COUNT_LOW else Tries.USUAL


def _certificates(session: "Session") -> Iterator[tuple[bytes, bytes]]:
    """Yield each X.509 certificate of the card with the identifier of its key."""
    from pkcs11 import Attribute, CertificateType, ObjectClass

    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        if found[Attribute.CERTIFICATE_TYPE] == CertificateType.X_509:
            yield bytes(found[Attribute.VALUE]), bytes(found[Attribute.ID])


def _sign(question: Question) -> Answer:
    import pkcs11

    token = next((t for t in _tokens(question["module"]) if _serial(t) == question["serial"]), None)
    if token is None:
        raise Stop(Refused.ABSENT)
    if _tries(token) is Tries.NONE:
        raise Stop(Refused.LOCKED)
    data = base64.b64decode(question["data"])
    try:
        key_id = _key_id(token, question["certificate"])
        ways = list(_ways(token, question["scheme"]))
        with token.open(user_pin=question["pin"]) as session:
            scheme, signature = _signed(_key(session, key_id), ways, data)
    except pkcs11.PinIncorrect as wrong:
        raise Stop(Refused.PIN, _tries_now(token)) from wrong
    except pkcs11.PKCS11Error as refused:
        raise Stop(_why(refused)) from refused
    return {"scheme": scheme.value, "signature": base64.b64encode(signature).decode()}


def _tries_now(token: "Token") -> Tries:
    """Return what the card says after a wrong code; nothing is given to it."""
    import pkcs11

    try:
        return _tries(token.slot.get_token())
    except pkcs11.PKCS11Error:
        return Tries.USUAL


def _key_id(token: "Token", fingerprint: str) -> bytes:
    """Return the identifier of the key of a certificate, before any code is given."""
    with token.open() as session:
        for der, key_id in _certificates(session):
            if sha256(der).hexdigest() == fingerprint:
                return key_id
    raise Stop(Refused.ABSENT)  # another card is in the reader now


def _key(session: "Session", key_id: bytes) -> "SignMixin":
    from pkcs11 import Attribute, ObjectClass
    from pkcs11.types import SignMixin

    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: key_id}
    found = [one for one in session.get_objects(wanted) if isinstance(one, SignMixin)]
    if len(found) != 1:
        raise Stop(Refused.NO_KEY)
    return found[0]


def _ways(token: "Token", wanted: str) -> Iterator[Way]:
    """Yield the ways to sign that the module offers, the usual one of a CPS first."""
    from pkcs11 import Mechanism

    kind = {
        Scheme.RSA_PKCS1: (
            (Mechanism.SHA256_RSA_PKCS, _whole),
            (Mechanism.RSA_PKCS, lambda data: _DIGEST_INFO + _digest(data)),
        ),
        Scheme.RSA_PSS: ((Mechanism.SHA256_RSA_PKCS_PSS, _whole),),
        Scheme.ECDSA_P256: ((Mechanism.ECDSA_SHA256, _whole), (Mechanism.ECDSA, _digest)),
    }
    offered = token.slot.get_mechanisms()
    for scheme, ways in kind.items():
        if scheme.value in wanted.split():
            yield from ((scheme, how, made) for how, made in ways if how in offered)


def _whole(data: bytes) -> bytes:
    return data


def _digest(data: bytes) -> bytes:
    return sha256(data).digest()


def _signed(key: "SignMixin", ways: list[Way], data: bytes) -> tuple[Scheme, bytes]:
    """Sign by the first way that the key itself allows."""
    import pkcs11

    for scheme, mechanism, made in ways:
        try:
            signature = key.sign(made(data), mechanism=mechanism, mechanism_param=_param(scheme))
            return scheme, bytes(signature)
        except (pkcs11.MechanismInvalid, pkcs11.KeyTypeInconsistent):
            continue  # refused before signing: no code is involved
    raise Stop(Refused.NO_KEY)


def _param(scheme: Scheme) -> tuple[object, object, int] | None:
    from pkcs11 import MGF, Mechanism

    return (Mechanism.SHA256, MGF.SHA256, _SALT) if scheme is Scheme.RSA_PSS else None


def _why(refused: "PKCS11Error", otherwise: Refused = Refused.FAILED) -> Refused:
    import pkcs11

    told = {
        pkcs11.PinLocked: Refused.LOCKED,
        pkcs11.PinLenRange: Refused.PIN_FORM,
        pkcs11.PinInvalid: Refused.PIN_FORM,
        pkcs11.PinExpired: Refused.PIN_EXPIRED,
        pkcs11.UserPinNotInitialized: Refused.PIN_EXPIRED,
        pkcs11.TokenNotPresent: Refused.REMOVED,
        pkcs11.DeviceRemoved: Refused.REMOVED,
        pkcs11.SessionHandleInvalid: Refused.REMOVED,
        pkcs11.SessionClosed: Refused.REMOVED,
        pkcs11.TokenNotRecognised: Refused.ABSENT,
    }
    return told.get(type(refused), otherwise)


def _keep_no_trace() -> None:
    """Write no core file if the module crashes: it would hold the code."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def main() -> None:
    """Answer one question; what the module prints goes nowhere."""
    _keep_no_trace()
    told = os.dup(sys.stdout.fileno())
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    question = json.loads(sys.stdin.buffer.read())
    with os.fdopen(told, "wb") as out:
        out.write(json.dumps(answer(question)).encode())
        out.flush()
    os._exit(0)  # the module is not asked to tidy up: it may hang there


if __name__ == "__main__":
    main()
