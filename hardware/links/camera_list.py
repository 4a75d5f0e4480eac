"""The cameras plugged in at this moment, each with an identity that stays from day to day.

Linux: the vendor, product and serial number of the USB device and the port it is in, from sysfs.
Windows and macOS: the path or the identifier the system gives, which also names the port.
Nothing is opened.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from hardware import opencv
from hardware.cameras import CameraFound

SYSFS = Path("/sys/class/video4linux")
NODES = Path("/dev")


class Listed(Protocol):
    """A camera as cv2_enumerate_cameras lists it."""

    index: int
    name: str
    path: str | None
    vid: int | None
    pid: int | None


def cameras() -> tuple[CameraFound, ...]:
    """Return every camera plugged in now; none where the system does not let them be listed."""
    for backend in _backends():
        found = tuple(found_of(one, backend, SYSFS) for one in _listed(backend))
        if found:
            return found
    return ()


def plugged() -> tuple[str, ...]:
    """Return something that changes when a camera is plugged in or pulled out; cheap."""
    nodes = tuple(sorted(str(node) for node in NODES.glob("video*")))
    return nodes if sys.platform == "linux" else tuple(one.path for one in cameras())


def places_of(camera: CameraFound) -> tuple[str, ...]:
    """Return where ``camera`` opens: as it was listed, then by the other backends of the system."""
    others = [
        found_of(one, backend, SYSFS)
        for backend in _backends()
        if not camera.place.startswith(("/dev/", f"{backend}:"))
        for one in _listed(backend)
    ]
    alike = [
        one.place
        for one in others
        if (one.vid, one.pid, one.name) == (camera.vid, camera.pid, camera.name)
    ]
    return (camera.place, *(alike if len(alike) == 1 else ()))


def found_of(one: Listed, backend: int, sysfs: Path) -> CameraFound:
    """Return ``one`` with an identity that does not move with its number."""
    node = one.path or ""
    on_linux = node.startswith("/dev/")
    return CameraFound(
        vid=one.vid or 0,
        pid=one.pid or 0,
        path=serial_and_port(sysfs / Path(node).name) if on_linux else f"@{node}",
        name=one.name,
        place=node if on_linux else f"{backend}:{one.index}",
    )


def serial_and_port(device: Path) -> str:
    """Return ``serial@port`` of a device of sysfs; either may be empty.

    ``device`` is its folder among those of video4linux. The port is the name of the USB device in
    the tree of the buses, such as ``1-4.2``; a camera inside a computer has the name of its bus.
    """
    place = (device / "device").resolve()
    usb = place.parent if ":" in place.name else place
    serial = usb / "serial"
    try:
        number = serial.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        number = ""
    return f"{number.replace('@', ' ')}@{usb.name}"


def _backends() -> Iterator[int]:
    """Yield the backends of this system, the best first."""
    cv2 = opencv.load()
    if sys.platform == "win32":
        yield from (cv2.CAP_MSMF, cv2.CAP_DSHOW)
    elif sys.platform == "darwin":
        yield cv2.CAP_AVFOUNDATION
    else:
        yield cv2.CAP_V4L2


def _listed(backend: int) -> Iterable[Listed]:
    opencv.load()  # first, so that its two variables do not come in by another door
    try:
        from cv2_enumerate_cameras import enumerate_cameras
    except ImportError:  # the part of the system it needs is missing
        return ()
    return sorted(enumerate_cameras(backend), key=lambda one: one.index)
