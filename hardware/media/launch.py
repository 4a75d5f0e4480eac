"""The media process seen from the station: started, spoken to, heard, ended.

It is not made by ``multiprocessing``, which would import the station's own program in it: it
knows nothing of the station and cannot reach what the station knows. It ends by itself when its
input closes, so it never outlives the station, even one that was killed.
"""

import contextlib
import os
import subprocess
import threading
from types import MappingProxyType
from typing import IO, Protocol

from hardware.media.commands import Command
from hardware.media.messages import PartMessage, ProcessMessage
from hardware.media.wire import encode, read_message
from hardware.own_process import command

MODULE = "hardware.media"
LEAVES_WITHIN_S = 1.5
KILLED_WITHIN_S = 0.4
KILLED = -9
# Pictures come and go in the threads of each call. Left to itself the GNU allocator gives every
# thread a heap of its own and never gives the holes back: 5 MB more at each call (measured).
# Other systems do not read these.
ALLOCATOR = MappingProxyType(
    {
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": str(4 * 1024 * 1024),
        "MALLOC_TRIM_THRESHOLD_": str(8 * 1024 * 1024),
    }
)
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class MediaProcess(Protocol):
    """One media process."""

    def say(self, command: Command) -> None:
        """Send ``command``; nothing happens when the process is gone."""

    def hear(self) -> ProcessMessage | None:
        """Return its next message, ``None`` once it is gone.

        Raises:
            DecodeError: what came is none of its messages.
        """

    def end(self) -> int:
        """Let it leave, kill it when it does not, within 2 s; return its exit code."""

    def kill(self) -> None:
        """Kill it: it answers no more."""


class Launched:
    """A real process, started at once.

    Args:
        module: what it runs.
        more: the messages of the parts that ``module`` adds.
    """

    def __init__(self, module: str = MODULE, more: tuple[type[PartMessage], ...] = ()) -> None:
        self._more = more
        self._process = subprocess.Popen(  # noqa: S603 - ourselves, and a module of ours
            command(module),
            env={**os.environ, **ALLOCATOR},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_CONSOLE,
        )
        self._input = _pipe(self._process.stdin)
        self._output = _pipe(self._process.stdout)
        self._speaking = threading.Lock()

    @property
    def pid(self) -> int:
        """Return its number in the system."""
        return self._process.pid

    def say(self, command: Command) -> None:
        """Send ``command``; nothing happens when the process is gone."""
        # ValueError: ended meanwhile
        with self._speaking, contextlib.suppress(OSError, ValueError):
            self._input.write(encode(command))
            self._input.flush()

    def hear(self) -> ProcessMessage | None:
        """Return its next message, ``None`` once it is gone."""
        said = read_message(self._output, self._more)
        if said is None:
            self._output.close()
        return said

    def end(self) -> int:
        """Let it leave, kill it when it does not; return its exit code."""
        with self._speaking, contextlib.suppress(OSError):  # gone before it heard the last words
            self._input.close()
        try:
            return self._process.wait(LEAVES_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        try:
            return self._process.wait(KILLED_WITHIN_S)
        except subprocess.TimeoutExpired:  # a system too busy to end it yet: it is ending
            return KILLED

    def kill(self) -> None:
        """Kill it: it answers no more."""
        self._process.kill()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("no pipe to the media process")
    return pipe
