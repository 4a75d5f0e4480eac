"""A simulated CMS50 at the far end of a pseudo terminal: real bytes on a real serial line.

Linux and macOS only: Windows has no pseudo terminal to open as a port.
"""

import os
import select
import sys
import threading
from dataclasses import dataclass
from random import Random

from hardware.codecs.cms50 import KEEP_ALIVE, START, STOP, Cms50, encode_old, encode_v7
from hardware.codecs.serial_frames import NOTICE_TYPE
from hardware.links.serial_port import PluggedPort, PlugIdentity
from hardware.simulators.scenario import Vitals

FRAMES_A_SECOND = 60
KEPT_ALIVE_S = 5
IDENTITY = PlugIdentity(0x28E9, 0x028A, "SIM0001")
NOTICE = bytes((NOTICE_TYPE, 0x80))
GARBAGE_SIZE = 5
PULSE_SWAY = (0, 1, 0, -1)
_COMMANDS = (START, STOP, KEEP_ALIVE)


@dataclass(frozen=True, slots=True)
class LineFaults:
    """How the line misbehaves, in frames: 60 are a second.

    ``garbage_every`` so many frames, 5 random bytes come in, 0 never; ``kept_alive``: frames sent
    without a keep-alive.
    """

    garbage_every: int = 0
    kept_alive: int = KEPT_ALIVE_S * FRAMES_A_SECOND


class SerialOximeter:
    """A CMS50 on the finger of the patient of ``vitals``; ``old`` speaks the older protocol.

    ``frame_s`` is the pause between two frames, shorter to live faster than a real device. While
    it lives, ``finger_is_out`` and ``is_silent`` may be changed.
    """

    def __init__(
        self,
        vitals: Vitals,
        faults: LineFaults | None = None,
        *,
        old: bool = False,
        frame_s: float = 1 / FRAMES_A_SECOND,
    ) -> None:
        self._near, self._far, self.path = raw_line()
        self.commands: list[bytes] = []
        self.finger_is_out = False
        self.is_silent = False
        self._vitals = vitals
        self._faults = faults or LineFaults()
        self._is_old = old
        self._frame_s = frame_s
        self._unheard = b""
        self._streams = old
        self._since_alive = 0
        self._random = Random(7)  # noqa: S311 - garbage, the same at each run
        self._leave = threading.Event()
        self._thread = threading.Thread(target=self._live, name="cms50", daemon=True)

    def plugged(self) -> tuple[PluggedPort, ...]:
        """Return what the system shows of it: nothing once unplugged."""
        if self._leave.is_set():
            return ()
        return (PluggedPort(self.path, "CMS50 simulé", IDENTITY),)

    def start(self) -> None:
        """Begin to live."""
        self._thread.start()

    def unplug(self) -> None:
        """Take the cable out: the port is gone for whoever reads it."""
        self._leave.set()
        if self._thread.is_alive():
            self._thread.join()
        for end in (self._near, self._far):
            if end >= 0:
                os.close(end)
        self._near = self._far = -1

    def _live(self) -> None:
        sent = 0
        while not self._leave.is_set():
            self._listen()
            if not self._streams or self.is_silent:
                continue
            sent += 1
            self._send(self._frame(sent))
            if self._faults.garbage_every and sent % self._faults.garbage_every == 0:
                self._send(self._random.randbytes(GARBAGE_SIZE))
            self._since_alive += 1
            if not self._is_old and self._since_alive > self._faults.kept_alive:
                self._streams = False
                self._send(NOTICE)

    def _listen(self) -> None:
        """Wait for the next frame, and obey what comes meanwhile."""
        readable, _, _ = select.select([self._near], [], [], self._frame_s)
        if not readable:
            return
        self._unheard += os.read(self._near, 1024)
        while len(self._unheard) >= len(START):
            command, self._unheard = self._unheard[: len(START)], self._unheard[len(START) :]
            self._obey(command)

    def _obey(self, command: bytes) -> None:
        if self._is_old or command not in _COMMANDS:
            return
        self.commands.append(command)
        self._since_alive = 0
        self._streams = command == START or (command == KEEP_ALIVE and self._streams)

    def _send(self, data: bytes) -> None:
        _, writable, _ = select.select([], [self._near], [], 0)
        if writable:
            os.write(self._near, data)

    def _frame(self, rank: int) -> bytes:
        encode = encode_old if self._is_old else encode_v7
        if self.finger_is_out:
            flag = "sensor_off" if self._is_old else "probe_error"
            return encode(Cms50(None, None, wave=0, signal=0, bar=0, flags=(flag,)))
        sway = PULSE_SWAY[rank // FRAMES_A_SECOND % len(PULSE_SWAY)]
        return encode(
            Cms50(
                spo2=int(self._vitals.spo2),
                pulse=int(self._vitals.pulse) + sway,
                wave=rank % 100,
                signal=6,
                bar=rank % 15,
                perfusion=None if self._is_old else int(self._vitals.perfusion * 100),
                beep=rank % FRAMES_A_SECOND == 0,
            )
        )


def raw_line() -> tuple[int, int, str]:
    """Return the two ends of a raw line, and the path by which the far one is opened.

    Raises:
        OSError: the system has none.
    """
    if sys.platform == "win32":
        raise OSError("no pseudo terminal on Windows")
    import tty

    near, far = os.openpty()
    tty.setraw(far)
    return near, far, os.ttyname(far)
