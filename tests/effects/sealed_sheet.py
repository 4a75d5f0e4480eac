"""A whole sheet sealed as the station seals it, with what was kept during the consultation."""

from dataclasses import replace

from app.effects.sealing import taken
from app.encounter.sheet import OrientationSheet, canonical_bytes
from app.encounter.summary import summary_bytes
from app.records.vault import Vault
from tests.records.stations import LATER, a_request


def seal_sheet(vault: Vault, sheet: OrientationSheet) -> None:
    """Seal ``sheet`` and the captures and papers it names; its papers are those of a test."""
    head = vault.tree_head()
    sheet_id = bytes.fromhex(sheet.sheet_id)
    request = replace(
        a_request(7),
        sheet_id=sheet_id,
        draft_id=sheet_id,
        body=canonical_bytes(sheet),
        summary=summary_bytes(sheet, head.size + 1),
        outbox=(),
        taken=taken(sheet),
        now=LATER,
        month=LATER.year * 100 + LATER.month,
    )
    vault.seal(request, head)
