"""The unique identifier of a device (UDI) as GS1 writes it: scanned, or typed as printed.

Application identifiers read: ``01`` GTIN, 14 digits with their key; ``11`` made on and ``17``
best until, AAMMJJ (day ``00`` is the last of the month); ``10`` lot and ``21`` serial number, 1
to 20 signs. A scanned code ends a variable field with GS (0x1D) unless it is the last one. A
keyboard that drops GS leaves a code that is read only when it can be read in one way.

Source: GS1 General Specifications, §3 (identifiers), §7.9 (key), §7.12 (dates), §7.8 (GS).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from hardware.readings import DecodeError

GS = "\x1d"
_FIXED = {"01": 14, "11": 6, "17": 6}
_VARIABLE = ("10", "21")
_LONGEST = 20
_PRINTED = re.compile(r"\((\d{2,4})\)([^()]+)")
_SIGNS = re.compile(r"[!-~]+")
_MAY_HIDE = {"10": re.compile(r".(?:21|24[01])"), "21": re.compile(r".(?:10|24[01])")}
"""What may be the next identifier, its GS lost, inside a variable field."""

_SENTENCE = (
    "Ce code n’est pas un UDI complet. Scannez-le, ou recopiez-le avec ses parenthèses\u00a0: "
    "(01)…(17)…(10)…"
)


@dataclass(frozen=True, slots=True)
class Udi:
    """A device: ``text`` is the identifier with its parentheses, "" for a part not written."""

    text: str
    gtin: str
    lot: str = ""
    serial: str = ""
    expires: date | None = None


def is_udi(text: str) -> bool:
    """Return whether ``text`` looks like a UDI: to be read, and refused when it cannot be."""
    return text.startswith(("(01)", "]d2", "]C1")) or re.match(r"01\d{14}", text) is not None


def parse_udi(text: str) -> Udi:
    """Return the UDI written as ``text``, with or without parentheses.

    Raises:
        DecodeError: a part is missing, twice there, out of its form, or its key is wrong.
    """
    plain = text.strip().removeprefix("]d2").removeprefix("]C1").removeprefix(GS)
    fields = _printed(plain) if plain.startswith("(") else _scanned(plain)
    parts = dict(fields)
    if len(parts) != len(fields) or "01" not in parts:
        raise _refused()
    for name, value in fields:
        _require(name, value)
    written = "".join(f"({name}){value}" for name, value in fields)
    days = {name: _day(value) for name, value in fields if name in {"11", "17"}}
    return Udi(written, parts["01"], parts.get("10", ""), parts.get("21", ""), days.get("17"))


def as_printed(text: str) -> str:
    """Return a scanned UDI with its parentheses; anything else unchanged."""
    if not is_udi(text):
        return text
    try:
        return parse_udi(text).text
    except DecodeError:
        return text


def _refused() -> DecodeError:
    return DecodeError("not a UDI", _SENTENCE)


def _printed(text: str) -> tuple[tuple[str, str], ...]:
    found = tuple((one[1], one[2].strip()) for one in _PRINTED.finditer(text))
    if _PRINTED.sub("", text).strip():
        raise _refused()
    return found


def _scanned(text: str) -> tuple[tuple[str, str], ...]:
    fields: list[tuple[str, str]] = []
    while text:
        name = text[:2]
        if name in _FIXED:
            end = 2 + _FIXED[name]
            fields.append((name, text[2:end]))
            text = text[end:].removeprefix(GS)
        elif name in _VARIABLE:
            value, separator, text = text[2:].partition(GS)
            if not separator and _MAY_HIDE[name].search(value):
                raise _refused()
            fields.append((name, value))
        else:
            raise _refused()
    return tuple(fields)


def _require(name: str, value: str) -> None:
    if name in _FIXED:
        good = re.fullmatch(rf"[0-9]{{{_FIXED[name]}}}", value) is not None
        good = good and (name != "01" or _key_holds(value))
    elif name in _VARIABLE:
        good = len(value) <= _LONGEST and _SIGNS.fullmatch(value) is not None
    else:
        good = False
    if not good:
        raise _refused()


def _key_holds(gtin: str) -> bool:
    weighed = sum(int(digit) * (3, 1)[rank % 2] for rank, digit in enumerate(gtin))
    return weighed % 10 == 0


def _day(digits: str) -> date:
    year, month, day = 2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:])
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError as error:
        raise _refused() from error
