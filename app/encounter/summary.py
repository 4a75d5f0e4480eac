"""The line that stands for a sheet in lists and searches; sealed like the sheet itself.

Version 2: one byte, 2, then a JSON object, UTF-8, one member for each field of ``Summary``.
Version 1, the first stations: the same object without the byte, ``other_givens`` and ``number``.
"""

import json
from dataclasses import asdict, dataclass

import msgspec

from app.encounter.sheet import OrientationSheet

_SECOND = b"\x02"


@dataclass(frozen=True, slots=True)
class Summary:
    """Who, what, where to; ``level`` is the level that was kept.

    ``family`` and the given names are those of birth, ``used`` the name in use. ``number`` is
    that of the journal entry, 0 in a line of version 1; ``author`` the RPPS of who did the act.
    """

    family: str
    given: str
    used: str
    birth_date: str
    matricule: str
    protocol_id: str
    situation: str
    level: str
    sealed_at: str
    author: str
    other_givens: tuple[str, ...] = ()
    number: int = 0


def summarise(sheet: OrientationSheet, number: int) -> Summary:
    """Return the line of the sheet that the journal entry ``number`` seals."""
    patient = sheet.patient
    return Summary(
        family=patient.birth_family,
        given=patient.birth_givens[0],
        used=patient.used_family,
        birth_date=patient.birth_date,
        matricule=patient.matricule,
        protocol_id=sheet.protocol.id,
        situation=sheet.protocol.short_title,
        level=sheet.decision.level,
        sealed_at=sheet.closed_at,
        author=sheet.performer.rpps,
        other_givens=patient.birth_givens[1:],
        number=number,
    )


def summary_bytes(sheet: OrientationSheet, number: int) -> bytes:
    """Return the line as bytes to seal."""
    return written(summarise(sheet, number))


def written(summary: Summary) -> bytes:
    """Return ``summary`` in the newest version."""
    return _SECOND + json.dumps(asdict(summary), ensure_ascii=False).encode("utf-8")


def read_summary(data: bytes) -> Summary:
    """Return the line sealed as ``data``, of any version.

    Raises:
        msgspec.MsgspecError: these bytes are no line of an archive.
    """
    return msgspec.json.decode(data.removeprefix(_SECOND), type=Summary)
