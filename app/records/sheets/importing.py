"""Sheets made before this station, sealed as what they are: never verified."""

from collections.abc import Iterable

from app.records.journal.entries import Event
from app.records.journal.ledger import Ledger
from app.records.refusals import UnknownSheet
from app.records.sheets.archive import Archive
from app.records.sheets.pieces import SealRequest
from app.records.sheets.sealing import As, Sealing

_IMPORTED = As(has_fact=False)


def seal_imported(
    ledger: Ledger, archive: Archive, sealing: Sealing, sheets: Iterable[SealRequest]
) -> int:
    """Seal every sheet of ``sheets`` that is not there yet, in one transaction; return how many."""
    sealed = 0
    with ledger.writing():
        for sheet in sheets:
            if _is_there(archive, sheet.sheet_id):
                continue
            parts = sealing.prepare(sheet, _IMPORTED)
            number = ledger.append(Event.SHEET_IMPORTED, sheet.sheet_id, parts.traces(), sheet.now)
            sealing.write(sheet, parts, number)
            sealed += 1
    return sealed


def _is_there(archive: Archive, sheet_id: bytes) -> bool:
    try:
        return bool(archive.versions(sheet_id))
    except UnknownSheet:
        return False
