"""The lines of the outbox as the page shows them: initials, and no name."""

from collections.abc import Mapping
from types import MappingProxyType

from app.effects.access import Access
from app.effects.custody.finding import asks_reason
from app.encounter.summary import read_summary
from app.identity import initials
from app.office.outbox_messages import OutboxLine, Where
from app.records.vault import DocumentKind, SheetLine
from app.transport.queue import Line
from app.transport.states import AGAIN, Condition

DOCUMENTS: Mapping[DocumentKind, str] = MappingProxyType(
    {
        DocumentKind.MAIL: "Courriel",
        DocumentKind.XDM: "Fiche (DMP)",
        DocumentKind.TROD_XDM: "Test (DMP)",
    }
)
GONE = "Fiche absente"
_WHERE = MappingProxyType({one: Where[one.name] for one in Condition})


def shown_lines(access: Access, lines: tuple[Line, ...]) -> tuple[OutboxLine, ...]:
    """Return ``lines``, what asks for a person first, then the latest change first."""
    sheets = tuple({one.sheet_id for one in lines})
    about = {one.sheet_id: one for one in access.vault.sheets_about(sheets)}
    shown = [_line(access, one, about.get(one.sheet_id)) for one in lines]
    latest = sorted(shown, key=lambda one: one.at, reverse=True)
    ranks = list(Where)
    return tuple(sorted(latest, key=lambda one: ranks.index(one.where)))


def _line(access: Access, line: Line, sheet: SheetLine | None) -> OutboxLine:
    sending = line.sending
    who, situation = _about(access, sheet)
    where = Where.HELD if line.held else _WHERE[sending.condition]
    is_new = sending.condition is Condition.WAITING and not sending.attempts
    return OutboxLine(
        sheet_id=line.sheet_id.hex(),
        number=line.number,
        who=who,
        situation=situation,
        document=DOCUMENTS.get(line.kind, line.kind.name),
        way=line.way,
        where=where,
        why=line.reason,
        at=sheet.sealed_at if is_new and sheet is not None else sending.changed,
        attempts=sending.attempts,
        due=sending.due if sending.condition is Condition.TO_RETRY else None,
        leaves_again=line.mailed and not line.held and sending.condition in AGAIN,
    )


def _about(access: Access, sheet: SheetLine | None) -> tuple[str, str]:
    """Return the initials and the situation; a sheet that opens for a reason tells neither."""
    if sheet is None or not sheet.intact or sheet.imported:
        return "", GONE if sheet is None else ""
    if asks_reason(access, sheet):
        return "", ""
    summary = read_summary(sheet.summary)
    return initials(summary.used or summary.family, summary.given), summary.situation
