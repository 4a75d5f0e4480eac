"""What was written on a sealed sheet later, at the head of the professional page."""

from app.encounter.sheet import OrientationSheet, SheetNote
from app.exchange.french import NBSP, hour, long_date
from app.exchange.paper.blocks import Block
from app.exchange.professional_letters import heading, text

TITLE = "Corrections et compléments"


def notes(sheet: OrientationSheet) -> tuple[Block, ...]:
    """Return the title and one paragraph a line of each note; nothing without notes."""
    if not sheet.notes:
        return ()
    lines = [line for one in sheet.notes for line in _lines(one)]
    return (heading(TITLE), *(text(line) for line in lines))


def _lines(note: SheetNote) -> list[str]:
    at = note.written_at
    first = (
        f"{note.kind.capitalize()} du {long_date(at)} à {hour(at)}, par {note.author}. "
        f"Motif{NBSP}: {note.reason}"
    )
    return [first, *(line for line in note.text.splitlines() if line.strip())]
