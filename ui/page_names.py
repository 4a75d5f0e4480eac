"""Which page shows a scene, by its name; the pages themselves are made elsewhere."""

from typing import TYPE_CHECKING

from app.desk.model import Screen as Place
from ui.scene import Scene

if TYPE_CHECKING:  # the consultation is imported after the login window is painted
    from app.encounter.model import Encounter

HELP = "help"
OVERVIEW = "overview"
PALETTE = "palette"
VEIL = "veil"
ALONE = frozenset({VEIL, Place.FIRST_RUN.value, Place.RESCUE.value})
"""Pages that take the whole window: nothing of the station is around them."""
SHEET = "sheet_view"
MEASURES = "measure"
CALL = "teleconsult"
EMERGENCY = "emergency"
QUESTIONS = frozenset({"signs", "ask", "measure", "decide"})


def page_of(scene: Scene) -> str:
    """Return the name of the page of ``scene``: the step of the consultation when one is shown."""
    if scene.desk.veil.is_down:
        return VEIL
    if scene.desk.screen is Place.ARCHIVE and scene.desk.archive.is_reading:
        return SHEET
    if scene.desk.screen is Place.ENCOUNTER:
        return _step_page(scene.visit) if scene.visit is not None else Place.HOME.value
    return scene.desk.screen.value


def _step_page(visit: "Encounter") -> str:
    """Return the page of the step, or what covers it: the call, the exam over the measures.

    Nothing covers an emergency.
    """
    step = visit.step.value
    if visit.call.page and step != EMERGENCY:
        return CALL
    return (visit.exam.page.value if step == MEASURES else "") or step


def has_overview(scene: Scene) -> bool:
    """True when there are answers to look at."""
    return scene.visit is not None and scene.visit.step.value in QUESTIONS
