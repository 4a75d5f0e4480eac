"""The points and the scores of a sheet, one line each."""

from app.encounter.sheet import OrientationSheet
from app.exchange.french import NBSP
from app.exchange.professional_text import score_figures

NONE = "–"
"""The figure of a score that is absent: its caption says it alone."""


def score_lines(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return each figure under its caption; a score that is absent is only named."""
    return tuple(
        caption if figure == NONE else f"{caption}{NBSP}: {figure}"
        for figure, caption in score_figures(sheet)
    )
