"""Cameras and the captures of a sealed sheet in words."""

from collections.abc import Iterable
from datetime import datetime

from app.encounter.sheet_captures import SheetCapture
from hardware.bindings import CameraRole
from hardware.readings import Origin
from ui.format import NO_BREAK, time_of

CAMERA_WORDS = {
    CameraRole.ROOM: "Caméra de la pièce",
    CameraRole.OTOSCOPE: "Otoscope",
    CameraRole.DERMATOSCOPE: "Dermatoscope",
}
FILTERS = {"bell": "pavillon", "diaphragm": "membrane", "lungs": "poumons"}


def sheet_lines(captures: Iterable[SheetCapture]) -> tuple[tuple[str, str], ...]:
    """Return the captures of a sheet as named lines."""
    return tuple((f"{one.kind_label}, {one.place}", sheet_words(one)) for one in captures)


def sheet_words(one: SheetCapture) -> str:
    """Return what a sheet says of one capture."""
    taken = time_of(datetime.fromisoformat(one.taken_at))
    parts = [one.moment, taken, one.quality]
    if one.seconds:
        parts.append(f"{one.seconds.replace('.', ',')}{NO_BREAK}s")
    if one.heard_through:
        parts.append(f"écouté par filtre {FILTERS.get(one.heard_through, one.heard_through)}")
    if one.origin == Origin.SIMULATED.value:
        parts.append("simulé")
    return ", ".join(parts)
