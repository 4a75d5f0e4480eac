"""A signing card behind a PKCS#11 module: what it is, and one signature by its holder.

Every call runs in a process of its own, bounded in time: it blocks its thread, never the
window's. The code typed goes there by a pipe, once, and is kept nowhere: not in a state, an
error, a log or a file. A wrong code is told to the person, and never tried again here.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from hardware.links import card_errors as say
from hardware.links.card_certificate import (
    CardCertificate,
    NotACertificate,
    is_signed,
    read_certificate,
)
from hardware.links.token_words import Ask, Refused, Scheme, Tries
from hardware.own_process import command

LIST_WITHIN_S = 15.0
SIGN_WITHIN_S = 30.0
LONGEST_PIN = 64
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)
# Where CryptoLib CPS puts its module (agency's installers for Windows, macOS and Linux).
_USUAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "win32": (r"C:\Windows\System32\cps3_pkcs11_w64.dll",),
        "darwin": ("/usr/local/lib/libcps3_pkcs11_osx.dylib",),
        "linux": ("/usr/local/galss/libcps3_pkcs11_lux.so", "/usr/lib/libcps3_pkcs11_lux.so"),
    }
)
_REFUSALS: Mapping[Refused, type[say.CardError]] = MappingProxyType(
    {
        Refused.LIBRARY: say.CardLibraryMissing,
        Refused.MODULE: say.ModuleMissing,
        Refused.ABSENT: say.CardAbsent,
        Refused.REMOVED: say.CardRemoved,
        Refused.LOCKED: say.PinLocked,
        Refused.PIN_FORM: say.PinNotTyped,
        Refused.PIN_EXPIRED: say.PinToBeChanged,
        Refused.NO_KEY: say.NoSigningKey,
        Refused.AGAIN: say.CodeWantedAgain,
    }
)
_WRONG_PIN: Mapping[Tries, type[say.CardError]] = MappingProxyType(
    {
        Tries.USUAL: say.PinIncorrect,
        Tries.FEW: say.PinNearlyLocked,
        Tries.LAST: say.PinLastTry,
        Tries.NONE: say.PinLocked,
    }
)


@dataclass(frozen=True, slots=True)
class Card:
    """A card in a reader; ``certificates`` are those that sign documents, as they claim."""

    label: str
    serial: str
    tries: Tries
    certificates: tuple[CardCertificate, ...]


@dataclass(frozen=True, slots=True)
class CardSignature:
    """What a card signed, proven against the certificate it was asked of."""

    certificate: bytes = field(repr=False)
    scheme: Scheme
    signature: bytes = field(repr=False)


def usual_module() -> Path | None:
    """Return the module of CryptoLib CPS where it is usually installed, None when it is not."""
    places = (Path(one) for one in _USUAL.get(sys.platform, ()))
    return next((one for one in places if one.is_file()), None)


class CardModule:
    """The cards behind one PKCS#11 module."""

    def __init__(
        self, module: Path, list_within_s: float = LIST_WITHIN_S, sign_s: float = SIGN_WITHIN_S
    ) -> None:
        self._module = module
        self._list_within_s, self._sign_within_s = list_within_s, sign_s

    def cards(self) -> tuple[Card, ...]:
        """Return the cards in the readers; no code is asked for.

        Raises:
            CardError: the sentence says what is missing and what to do.
        """
        told = self._ask({"ask": Ask.LIST.value}, self._list_within_s)
        try:
            return tuple(_card(one) for one in _listed(told["tokens"]))
        except (KeyError, ValueError, TypeError) as garbled:
            raise say.CardFailed from garbled

    def sign(
        self, serial: str, certificate: CardCertificate, pin: str, data: bytes
    ) -> CardSignature:
        """Return the signature of ``data`` by the key of ``certificate`` on the card ``serial``.

        The code is given to the card once, whatever it answers.

        Raises:
            PinIncorrect, PinLocked: by the card; the first also says when few tries are left.
            CardError: nothing was signed; the sentence says what to do.
        """
        if not pin or len(pin) > LONGEST_PIN or not pin.isprintable() or " " in pin:
            raise say.PinNotTyped
        if not certificate.signs or not certificate.schemes:
            raise say.NoSigningKey
        question = {
            "ask": Ask.SIGN.value,
            "serial": serial,
            "certificate": certificate.fingerprint,
            "scheme": " ".join(certificate.schemes),
            "pin": pin,
            "data": base64.b64encode(data).decode(),
        }
        told = self._ask(question, self._sign_within_s)
        try:
            scheme = Scheme(str(told["scheme"]))
            signature = base64.b64decode(str(told["signature"]), validate=True)
        except (KeyError, ValueError) as garbled:
            raise say.CardFailed from garbled
        if not is_signed(certificate.der, scheme, signature, data):
            raise say.WrongSignature
        return CardSignature(certificate.der, scheme, signature)

    def _ask(self, question: dict[str, str], within_s: float) -> dict[str, object]:
        """Return the answer of a fresh process; one that is late is killed, with what it holds."""
        if not self._module.is_file():
            raise say.ModuleMissing
        written = json.dumps({**question, "module": str(self._module.absolute())}).encode()
        try:
            done = subprocess.run(  # noqa: S603 - ourselves, and a module of ours
                command("hardware.links.token_process"),
                input=written,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=within_s,
                check=False,
                creationflags=_NO_CONSOLE,
            )
        except subprocess.TimeoutExpired:
            raise say.CardSilent from None
        except OSError:
            raise say.CardFailed from None
        return _heard(done.stdout)


def _heard(said: bytes) -> dict[str, object]:
    try:
        told = json.loads(said)
        if not isinstance(told, dict):
            raise say.CardFailed
        if "refused" not in told:
            return told
        why, tries = Refused(told["refused"]), Tries(told["tries"])
    except (ValueError, KeyError):  # it crashed before it could answer
        raise say.CardFailed from None
    if why is Refused.PIN:
        raise _WRONG_PIN[tries]
    raise _REFUSALS.get(why, say.CardFailed)


def _listed(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise TypeError
    return value


def _card(told: dict[str, object]) -> Card:
    found = []
    for one in told["certificates"] if isinstance(told["certificates"], list) else ():
        try:
            found.append(read_certificate(base64.b64decode(one)))
        except NotACertificate:  # another one of the card may still sign
            continue
    return Card(
        label=str(told["label"]),
        serial=str(told["serial"]),
        tries=Tries(str(told["tries"])),
        certificates=tuple(one for one in found if one.signs and one.schemes),
    )
