"""Which camera is which: the one chosen for a role, found again whatever its number. Pure.

The number a system gives to a camera moves at each plugging: it is never kept. A camera is known
by its vendor and product, then by its serial number and the port it is plugged in, written
together in ``path`` as ``serial@port``, then by its name (devices.md §5.3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hardware.bindings import CameraBinding, CameraRole


@dataclass(frozen=True, slots=True)
class CameraFound:
    """A camera plugged in now; 0 for a vendor or a product that is not known.

    ``place`` is where it opens at this moment: never kept in the settings.
    """

    vid: int
    pid: int
    path: str
    name: str
    place: str = ""


class Several(Exception):
    """More than one camera may be the one of ``role``: a person must choose."""

    def __init__(self, role: CameraRole) -> None:
        super().__init__(f"several cameras for {role}")
        self.role = role


def camera_of(
    role: CameraRole, bindings: Iterable[CameraBinding], found: Iterable[CameraFound]
) -> CameraFound | None:
    """Return the camera chosen for ``role``, ``None`` when it is not plugged in.

    A camera that is exactly the one of another role is never taken for this one.

    Raises:
        Several: more than one camera fits, and nothing tells them apart.
    """
    chosen = {one.role: one for one in bindings}
    if role not in chosen:
        return None
    binding = chosen[role]
    exact = [one for one in found if _is_exactly(one, binding)]
    if exact:
        return exact[0]
    others = [one for other, one in chosen.items() if other is not role]
    free = [one for one in found if not any(_is_exactly(one, other) for other in others)]
    return _closest(binding, [one for one in free if _is_same_model(one, binding)])


def _is_exactly(one: CameraFound, binding: CameraBinding) -> bool:
    return _is_same_model(one, binding) and one.path == binding.path


def _is_same_model(one: CameraFound, binding: CameraBinding) -> bool:
    if binding.vid or binding.pid:
        return (one.vid, one.pid) == (binding.vid, binding.pid)
    return not (one.vid or one.pid) and one.name == binding.name


def _closest(binding: CameraBinding, alike: list[CameraFound]) -> CameraFound | None:
    """Return the one with the serial number of ``binding``, else in its port, else the only one."""
    serial, _, port = binding.path.partition("@")
    for is_closer in (
        lambda one: bool(serial) and one.path.partition("@")[0] == serial,
        lambda one: bool(port) and one.path.partition("@")[2] == port,
        lambda one: True,
    ):
        closer = [one for one in alike if is_closer(one)]
        if len(closer) == 1:
            return closer[0]
    if alike:
        raise Several(binding.role)
    return None


def by_role(bindings: Iterable[CameraBinding]) -> Mapping[CameraRole, CameraBinding]:
    """Return the camera chosen for each role."""
    return {one.role: one for one in bindings}
