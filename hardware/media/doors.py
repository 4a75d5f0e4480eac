"""How the camera of each role is reached: chosen in the settings, simulated, or a film."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hardware.bindings import CameraBinding, CameraRole
from hardware.cameras import Several, camera_of
from hardware.frames import CameraUnavailable, FrameSource
from hardware.links.camera import open_camera
from hardware.links.camera_list import cameras, places_of, plugged
from hardware.media import sentences
from hardware.media.commands import Sources
from hardware.media.watch import Door
from hardware.readings import DeviceState, Origin
from hardware.simulators.camera import opener
from hardware.simulators.scenes import Scene, Step

FIRST = "first"
CODE_COMES = (Step(Scene.SHARP, 1.0), Step(Scene.INS_CODE, 60.0))


@dataclass(frozen=True, slots=True)
class Reached:
    """A camera that can be reached: ``key`` is the same for two roles of one camera."""

    key: str
    door: Door
    origin: Origin


def reach(role: CameraRole, sources: Sources) -> Reached | None:
    """Return how the camera of ``role`` is reached, ``None`` when none was chosen."""
    if sources.simulation is not None:
        simulation = sources.simulation
        frames = opener(role, simulation.steps_of(role), simulation.code)
        door = Door(frames, limits=sources.limits)
        return Reached(f"simulated {role}", door, Origin.SIMULATED)
    binding = next((one for one in sources.cameras if one.role is role), None)
    if binding is None:
        return None
    key = f"{binding.vid} {binding.pid} {binding.path} {binding.name}"
    if _is_film(binding):
        film = binding.path
        return Reached(
            key, Door(lambda: open_camera(film), limits=sources.limits), Origin.SIMULATED
        )
    return Reached(key, Door(_opening(role, sources), plugged, sources.limits), Origin.LIVE)


def reach_for_code(sources: Sources) -> Reached:
    """Return the camera that looks for a code: that of the room, else one that has no role.

    A simulated room is shown its code after a moment, unless its script says what it shows.
    """
    simulation = sources.simulation
    if simulation is not None and simulation.code and not simulation.has_script(CameraRole.ROOM):
        door = Door(opener(CameraRole.ROOM, CODE_COMES, simulation.code))
        return Reached("simulated code", door, Origin.SIMULATED)
    return reach(CameraRole.ROOM, sources) or _reach_first(sources)


def _reach_first(sources: Sources) -> Reached:
    """Return how a camera that has no role is reached: it may still read a code."""

    def opening() -> FrameSource:
        found = cameras()
        taken = [_found_place(one.role, sources) for one in sources.cameras] if found else []
        return open_camera(taken=[place for place in taken if place])

    return Reached(FIRST, Door(opening, plugged), Origin.LIVE)


def _opening(role: CameraRole, sources: Sources) -> Callable[[], FrameSource]:
    def opening() -> FrameSource:
        try:
            camera = camera_of(role, sources.cameras, cameras())
        except Several:
            raise CameraUnavailable(DeviceState.ABSENT, sentences.several(role)) from None
        if camera is None:
            raise CameraUnavailable(DeviceState.ABSENT)
        return _open_one_of(places_of(camera))

    return opening


def _open_one_of(places: tuple[str, ...]) -> FrameSource:
    """Return the camera at the first of ``places`` that opens; the last one says why not."""
    for place in places[:-1]:
        try:
            return open_camera(place)
        except CameraUnavailable:
            continue
    return open_camera(places[-1])


def _found_place(role: CameraRole, sources: Sources) -> str:
    try:
        camera = camera_of(role, sources.cameras, cameras())
    except Several:
        return ""
    return camera.place if camera is not None else ""


def _is_film(binding: CameraBinding) -> bool:
    """True for a film that stands for a camera: what it shows counts as simulated."""
    return not (binding.vid or binding.pid) and Path(binding.path).is_file()
