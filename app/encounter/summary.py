"""The line that stands for a sheet in lists and searches; sealed like the sheet itself."""

import json
from dataclasses import asdict, dataclass

import msgspec

from app.encounter.sheet import OrientationSheet


@dataclass(frozen=True, slots=True)
class Summary:
    """Who, what, where to; ``level`` is the level that was kept."""

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


def summarise(sheet: OrientationSheet) -> Summary:
    """Return the line of one sheet."""
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
    )


def summary_bytes(sheet: OrientationSheet) -> bytes:
    """Return the line as bytes to seal."""
    return json.dumps(asdict(summarise(sheet)), ensure_ascii=False).encode("utf-8")


def read_summary(data: bytes) -> Summary:
    """Return the line sealed as ``data``."""
    return msgspec.json.decode(data, type=Summary)
