"""The access log in words: its spans, its rows, which page of it is shown."""

from app.office.access_log import AccessLine, AccessLog, Span
from ui.format import counted, day_and_time, number
from ui.widgets.row import Cell

SPANS = {
    Span.TODAY: "Aujourd’hui",
    Span.WEEK: "7\u00a0jours",
    Span.MONTH: "30\u00a0jours",
    Span.YEAR: "Un an",
}


def access_cells(line: AccessLine) -> tuple[Cell, ...]:
    """Return one access as the cells of its row."""
    sheet = number(line.sheet) if line.sheet else "–"
    return (
        Cell(day_and_time(line.at)),
        Cell(line.who),
        Cell(line.what),
        Cell(sheet),
        Cell(line.reason or "–"),
    )


def access_page(log: AccessLog) -> str:
    """Return « Accès 101 à 200 sur 340 », or how many there are."""
    if not log.total:
        return log.busy or "Aucun accès sur cette période."
    if log.total <= len(log.lines):
        return counted(log.total, "accès", "accès")
    first, last = log.offset + 1, log.offset + len(log.lines)
    return f"Accès {number(first)} à {number(last)} sur {number(log.total)}"


def lost_words(log: AccessLog) -> str:
    """Return what is wrong with the log, "" when nothing is."""
    parts = []
    if log.unread:
        unread = counted(log.unread, "accès ne se lit plus", "accès ne se lisent plus")
        parts.append(f"{unread}\u00a0: clé détruite ou contenu altéré.")
    if log.missing:
        gone = counted(log.missing, "ligne a été retirée", "lignes ont été retirées")
        parts.append(f"{gone} du journal.")
    return " ".join(parts)
