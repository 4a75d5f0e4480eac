"""The text of an INS DataMatrix: fields only, no verdict on the matricule or its authority.

Layout: a header of 26 characters, ``IS`` + version ``01`` + 22 ``0``, then blocks in order.
``S1`` matricule, 15 characters; ``S2`` OID, 19 or 20; ``S3`` birth given names, 1 to 100;
``S4`` birth name, 1 to 100; ``S5`` sex, F or M; ``S6`` birth date JJ-MM-AAAA; ``S7`` INSEE code
of the birth place, 5 characters, optional. A variable field shorter than its maximum and not the
last one ends with GS (0x1D); a field of full length has none.

Source: ANS, « INS - Format datamatrix », v2.2 (2023-09-26), as reported in devices.md §7.4.
"""

import re
from dataclasses import dataclass
from datetime import date

from hardware.readings import DecodeError

GS = "\x1d"
HEADER = "IS01" + "0" * 22
LONGEST_OID = 20
LONGEST_NAME = 100

_SENTENCE = "Ce code n’est pas un code INS complet. Scannez-en un autre ou saisissez l’identité."
_DATE = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})")
_OID = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_PLAIN = re.compile(r"[0-9A-Z]*")


@dataclass(frozen=True, slots=True)
class InsFields:
    """The traits written in the code, as written. ``place`` is ``""`` when absent."""

    matricule: str
    root: str
    givens: tuple[str, ...]
    family: str
    sex: str
    birth_date: date
    place: str = ""


def parse_ins(payload: str) -> InsFields:
    """Return the fields of an INS code, S1 to S6 all present.

    Raises:
        DecodeError: another kind of code, cut short, or a field out of its form.
    """
    blocks = _Blocks(payload)
    fields = InsFields(
        matricule=_matching(_PLAIN, blocks.fixed("S1", 15)),
        root=_matching(_OID, blocks.variable("S2", LONGEST_OID)),
        givens=tuple(_name(blocks.variable("S3", LONGEST_NAME)).split()),
        family=_name(blocks.variable("S4", LONGEST_NAME)),
        sex=_sex(blocks.fixed("S5", 1)),
        birth_date=_date(blocks.fixed("S6", 10)),
        place=_matching(_PLAIN, blocks.optional("S7", 5)),
    )
    blocks.finish()
    return fields


def encode_ins(fields: InsFields) -> str:
    """Return the text to put in a DataMatrix for ``fields``."""
    day, month, year = fields.birth_date.day, fields.birth_date.month, fields.birth_date.year
    return "".join(
        (
            HEADER,
            "S1" + fields.matricule,
            "S2" + _ended(fields.root, LONGEST_OID),
            "S3" + _ended(" ".join(fields.givens), LONGEST_NAME),
            "S4" + _ended(fields.family, LONGEST_NAME),
            "S5" + fields.sex,
            f"S6{day:02}-{month:02}-{year:04}",
            "S7" + fields.place if fields.place else "",
        )
    )


def _ended(text: str, maximum: int) -> str:
    return text if len(text) == maximum else text + GS


class _Blocks:
    """A cursor over the blocks of one payload."""

    def __init__(self, payload: str) -> None:
        if not payload.startswith(HEADER):
            raise _refused("not an INS code of version 01")
        self._rest = payload[len(HEADER) :]

    def fixed(self, tag: str, length: int) -> str:
        """Return the block ``tag`` of exactly ``length`` characters."""
        self._enter(tag)
        field, self._rest = self._rest[:length], self._rest[length:]
        if len(field) < length or GS in field:
            raise _refused(f"{tag} cut short")
        return field

    def variable(self, tag: str, maximum: int) -> str:
        """Return the block ``tag``: up to its GS, or of ``maximum`` characters without one."""
        self._enter(tag)
        end = self._rest.find(GS, 0, maximum)
        if end == -1:
            field, self._rest = self._rest[:maximum], self._rest[maximum:]
            if len(field) < maximum:
                raise _refused(f"{tag} without end")
            return field
        field, self._rest = self._rest[:end], self._rest[end + 1 :]
        return field

    def optional(self, tag: str, length: int) -> str:
        """Return the last block when there is one, else an empty text."""
        return self.fixed(tag, length) if self._rest else ""

    def finish(self) -> None:
        """Refuse anything after the last block."""
        if self._rest:
            raise _refused("characters after the last block")

    def _enter(self, tag: str) -> None:
        if not self._rest.startswith(tag):
            raise _refused(f"{tag} missing")
        self._rest = self._rest[len(tag) :]


def _refused(reason: str) -> DecodeError:
    return DecodeError(reason, _SENTENCE)


def _matching(form: re.Pattern[str], field: str) -> str:
    if not form.fullmatch(field):
        raise _refused("field out of its form")
    return field


def _name(field: str) -> str:
    if not field.strip() or not field.isascii() or not field.isprintable():
        raise _refused("name out of its form")
    return field


def _sex(field: str) -> str:
    if field not in {"F", "M"}:
        raise _refused("sex is neither F nor M")
    return field


def _date(field: str) -> date:
    found = _DATE.fullmatch(field)
    if found is None:
        raise _refused("birth date out of its form")
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise _refused("birth date is not a day") from None
