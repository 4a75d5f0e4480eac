"""One open serial port: a thread of its own opens it, reads, writes what is asked, and closes it.

The loop only receives bytes, so that a driver of the system that hangs holds nobody.

Source: devices.md §4.2 (exclusive opening, what each fault raises).
"""

import asyncio
import errno
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.links.gatt import DeviceBusy, LinkError, NotInRange, OnLost
from hardware.readings import DeviceState

if TYPE_CHECKING:
    from serial import Serial, SerialException

OPENED_WITHIN_S = 5.0
CLOSED_WITHIN_S = 2.0
READ_S = 0.2
WRITTEN_WITHIN_S = 1.0
LARGEST_READ = 4096
NBSP = "\u00a0"
_BUSY = frozenset({errno.EAGAIN, errno.EBUSY})
_DENIED = frozenset({errno.EACCES, errno.EPERM})
# Under Windows pyserial keeps the system's error in its text only, and says so of a port in use.
_WINDOWS_BUSY = "PermissionError"


class Unplugged(NotInRange):
    """No such device is plugged in."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = (
            "L’appareil n’est pas branché. Branchez son câble USB ou saisissez la valeur."
        )


class PortDenied(LinkError):
    """The system does not let the station open the port."""

    state = DeviceState.DENIED

    def __init__(self) -> None:
        super().__init__(
            "Le poste n’a pas le droit d’ouvrir ce port. Sous Linux, ajoutez l’utilisateur au "
            f"groupe «{NBSP}dialout{NBSP}», puis rouvrez la session."
        )


class SerialNotInstalled(LinkError):
    """The library of serial ports is missing."""

    state = DeviceState.NOT_INSTALLED

    def __init__(self) -> None:
        super().__init__(
            "Ce poste n’a pas le composant des appareils série (pyserial). "
            "Réinstallez la station, ou saisissez la valeur."
        )


@dataclass(frozen=True, slots=True)
class Line:
    """How a device speaks: bits per second, and parity ``N`` or ``O``."""

    baud: int
    parity: str = "N"


class SerialLink:
    """One port; bytes go to ``on_bytes``, the end to ``on_lost``, both in the loop.

    Made in the loop by ``open_link``.
    """

    def __init__(self, on_bytes: Callable[[bytes], None], on_lost: OnLost) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_bytes = on_bytes
        self._on_lost = on_lost
        self._opened: asyncio.Future[None] = self._loop.create_future()
        self._to_write: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._is_leaving = threading.Event()
        self._has_left = threading.Event()
        self._lock = threading.Lock()
        self._port: Serial | None = None

    async def open(self, path: str, line: Line) -> None:
        """Open the port at ``path``; see ``open_link``."""
        live = threading.Thread(target=self._live, args=(path, line), name="serial", daemon=True)
        live.start()
        try:
            async with asyncio.timeout(OPENED_WITHIN_S):
                await self._opened
        except BaseException:
            self._is_leaving.set()
            raise

    def write(self, data: bytes) -> None:
        """Send ``data`` soon; a port that cannot is told by ``on_lost``."""
        self._to_write.put(data)
        self._wake()

    async def close(self) -> None:
        """Send what waits, then release the port, at most 2 s. Nothing is heard after."""
        self._is_leaving.set()
        self._wake()
        await asyncio.to_thread(self._has_left.wait, CLOSED_WITHIN_S)

    def _live(self, path: str, line: Line) -> None:
        """Open, read and write until closed or lost: the port's own thread."""
        try:
            port = open_port(path, line)
        except LinkError as refused:
            self._tell(self._refuse, refused)
            self._has_left.set()
            return
        with self._lock:
            self._port = port
        self._tell(self._give)
        try:
            self._read_and_write(port)
        except OSError:  # the errors of pyserial are some
            self._tell(self._lose)
        finally:
            with self._lock:
                self._port = None
            port.close()
            self._has_left.set()

    def _read_and_write(self, port: "Serial") -> None:
        while not self._is_leaving.is_set():
            self._write_waiting(port)
            data = port.read(1)
            if data:
                self._tell(self._hear, data + port.read(min(port.in_waiting, LARGEST_READ)))
        self._write_waiting(port)

    def _write_waiting(self, port: "Serial") -> None:
        while not self._to_write.empty():
            port.write(self._to_write.get())

    def _wake(self) -> None:
        """End the reading under way, so that what is asked is done at once."""
        with self._lock:
            if self._port is not None:
                self._port.cancel_read()

    def _tell(self, act: Callable[..., None], *what: object) -> None:
        """Run ``act`` in the loop; without a loop there is nobody left to live for."""
        try:
            self._loop.call_soon_threadsafe(act, *what)
        except RuntimeError:
            self._is_leaving.set()

    def _give(self) -> None:
        if not self._opened.done():
            self._opened.set_result(None)

    def _refuse(self, refused: LinkError) -> None:
        if not self._opened.done():
            self._opened.set_exception(refused)

    def _hear(self, data: bytes) -> None:
        if not self._is_leaving.is_set():
            self._on_bytes(data)

    def _lose(self) -> None:
        if not self._is_leaving.is_set():
            self._on_lost()


async def open_link(
    path: str, line: Line, on_bytes: Callable[[bytes], None], on_lost: OnLost
) -> SerialLink:
    """Return the open port at ``path``; ``on_lost`` is called once if it goes away.

    Raises:
        Unplugged: there is no such port, or it does not open within 5 s.
        DeviceBusy: another program holds it.
        PortDenied: the system refuses.
        SerialNotInstalled: the library of serial ports is missing.
    """
    link = SerialLink(on_bytes, on_lost)
    try:
        await link.open(path, line)
    except TimeoutError:
        raise Unplugged from None
    return link


def open_port(path: str, line: Line) -> "Serial":
    """Return the port at ``path``, ours alone. Same errors as ``open_link``."""
    try:
        import serial
    except ImportError:
        raise SerialNotInstalled from None
    try:
        return serial.Serial(
            path,
            line.baud,
            parity=line.parity,
            timeout=READ_S,
            write_timeout=WRITTEN_WITHIN_S,
            exclusive=True,
        )
    except serial.SerialException as refused:
        raise _refusal(refused) from None


def _refusal(refused: "SerialException") -> LinkError:
    if refused.errno in _BUSY or (refused.errno is None and _WINDOWS_BUSY in str(refused)):
        return DeviceBusy()
    return PortDenied() if refused.errno in _DENIED else Unplugged()
