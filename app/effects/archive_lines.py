"""The lines of the archive as the page shows them, from what the vault holds."""

import json
from dataclasses import replace
from datetime import datetime

from app.desk.archive import HIDDEN, ArchiveLine
from app.encounter.sheet import OrientationSheet
from app.encounter.summary import Summary, read_summary, summarise
from app.identity import shown_name
from app.records.vault import SealedSheet, SheetLine

UNREADABLE, ALTERED = "Illisible", "Altérée"


def line_of(line: SheetLine, *, hides_name: bool = False) -> ArchiveLine:
    """Return one line of the list; one whose bytes were altered says so and hides nothing else.

    ``hides_name`` for a sheet that asks for a reason first: its patient is not named.
    """
    if not line.intact:
        return ArchiveLine(
            sheet_id=line.sheet_id.hex(),
            number=line.number,
            sealed_at=line.sealed_at,
            patient=UNREADABLE,
            situation=ALTERED,
            level="",
            intact=False,
            versions=line.version,
        )
    shown = _line(line.sheet_id, line.number, read_summary(line.summary), line.version)
    return replace(shown, patient=HIDDEN, hidden=True) if hides_name else shown


def line_of_sheet(sealed: SealedSheet, sheet: OrientationSheet) -> ArchiveLine:
    """Return the line of a sheet that was opened; what its proof lacks is said, not hidden."""
    summary = summarise(sheet, sealed.number)
    shown = _line(sealed.sheet_id, sealed.number, summary, sealed.version)
    return replace(shown, intact=sealed.intact)


def line_of_imported(sealed: SealedSheet) -> ArchiveLine:
    """Return the line of a sheet made elsewhere."""
    fields = dict(imported_lines(sealed.body))
    return ArchiveLine(
        sheet_id=sealed.sheet_id.hex(),
        number=sealed.number,
        sealed_at=sealed.sealed_at,
        patient=shown_name(fields.get("nom", ""), fields.get("prenoms", "")),
        situation=fields.get("motif", ""),
        level="",
        intact=sealed.intact,
    )


def imported_lines(body: bytes) -> tuple[tuple[str, str], ...]:
    """Return what was written of a sheet made elsewhere, name by name."""
    fields = json.loads(body).get("fields", {})
    return tuple((str(name), str(value)) for name, value in fields.items() if value)


def _line(sheet_id: bytes, number: int, summary: Summary, versions: int) -> ArchiveLine:
    return ArchiveLine(
        sheet_id=sheet_id.hex(),
        number=number,
        sealed_at=datetime.fromisoformat(summary.sealed_at),
        patient=shown_name(summary.used or summary.family, summary.given),
        situation=summary.situation,
        level=summary.level,
        versions=versions,
    )
