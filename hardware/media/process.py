"""The media process itself: hears commands on its input, says messages on its output.

It ends when its input closes, within a second, and at once when one of its threads fails: it is
then started again, which is simpler than going on in an unknown state. Nothing a library prints
can reach the output: it goes to nowhere.
"""

import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import IO, NoReturn

from hardware import opencv
from hardware.media import commands as ask
from hardware.media.cameras import CameraPart
from hardware.media.commands import Command, PartCommand
from hardware.media.messages import (
    Alive,
    FrameShown,
    Noted,
    PartMessage,
    ProcessMessage,
    SoundShown,
)
from hardware.media.part import Added, Reach
from hardware.media.player import Player
from hardware.media.ring import sweep
from hardware.media.sound import SoundPart
from hardware.media.wire import encode, read_command

BEAT_S = 1.0
MOST_WAITING = 8
LEFT_WITHIN_S = 1.2
DONE, FAULT = 0, 70


class Outbox:
    """What is to be said, in order; pictures and waves are dropped when the station is slow."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._waiting: queue.SimpleQueue[ProcessMessage | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._live, name="outbox", daemon=True)
        self._thread.start()

    def post(self, message: ProcessMessage) -> None:
        """Say ``message`` soon; returns at once."""
        is_passing = isinstance(message, FrameShown | SoundShown) or (
            isinstance(message, PartMessage) and message.is_passing
        )
        if not is_passing or self._waiting.qsize() < MOST_WAITING:
            self._waiting.put(message)

    def close(self, timeout_s: float) -> None:
        """Say what is left, but no longer than that."""
        self._waiting.put(None)
        self._thread.join(timeout_s)

    def _live(self) -> None:
        while (message := self._waiting.get()) is not None:
            try:
                self._output.write(encode(message))
                self._output.flush()
            except OSError:  # the station is gone; the input says so too
                return


class Dispatcher:
    """Gives each command to the part of the process that does it."""

    def __init__(self, post: Callable[[ProcessMessage], None], *added: Added) -> None:
        self._post = post
        self._cameras = CameraPart(post)
        self._sound = SoundPart(post)
        reach = Reach(post, self._cameras, self._sound)
        self._parts = tuple(one.make(reach) for one in added)
        self._player = Player(post)

    def do(self, command: Command) -> None:
        """Begin what ``command`` asks; never waits."""
        match command:
            case ask.Use(sources):
                self._cameras.use(sources)
                self._sound.use(sources)
                for part in self._parts:
                    part.use(sources)
            case ask.Show(role):
                self._cameras.show(role)
            case ask.Hide(role):
                self._cameras.hide(role)
            case ask.LookAround():
                self._cameras.look_around()
            case ask.LookForSounds():
                self._sound.look_around()
            case PartCommand():
                any(part.do(command) for part in self._parts)
            case _:
                self._request(command)

    def _request(
        self,
        command: ask.Capture
        | ask.ScanCode
        | ask.Cancel
        | ask.Listen
        | ask.StopListening
        | ask.Play,
    ) -> None:
        match command:
            case ask.Capture(role, request_id):
                self._cameras.capture(role, request_id)
            case ask.ScanCode(request_id, seconds):
                self._cameras.scan(request_id, seconds)
            case ask.Listen(request_id, kind):
                self._sound.listen(request_id, kind)
            case ask.StopListening():
                self._sound.stop()
            case ask.Play(request_id, wav):
                self._player.play(request_id, wav)
            case ask.Cancel(request_id):
                self._cameras.cancel(request_id)
                self._sound.cancel(request_id)
                self._player.cancel(request_id)

    def tick(self) -> None:
        """Say that the process answers, and give up what is late."""
        self._cameras.tick()
        for part in self._parts:
            part.tick()
        self._post(Alive())

    def stop(self) -> None:
        """Release every device, what was added first."""
        for part in self._parts:
            part.stop()
        self._sound.close()
        self._player.close()
        self._cameras.stop()


def main(*added: Added) -> NoReturn:
    """Serve the station until it closes the input, or is gone; with parts of another program."""
    _stay_private()
    heard, said = _private_pipes()
    outbox = Outbox(said)
    threading.excepthook = _end_on_fault(outbox)
    sweep()
    outbox.post(Alive())  # what comes is long to load on a busy machine
    opencv.load().setNumThreads(1)  # pictures are small: waking other cores costs more
    if opencv.has_windows():
        outbox.post(Noted("OpenCV was built with windows: install opencv-python-headless"))
    dispatcher = Dispatcher(outbox.post, *added)
    _serve(heard, dispatcher, tuple(kind for one in added for kind in one.commands))
    threading.Timer(LEFT_WITHIN_S, os._exit, (DONE,)).start()  # a driver that hangs is left behind
    dispatcher.stop()
    outbox.close(BEAT_S)
    os._exit(DONE)


def _serve(heard: IO[bytes], dispatcher: Dispatcher, more: tuple[type[PartCommand], ...]) -> None:
    waiting: queue.SimpleQueue[Command | None] = queue.SimpleQueue()

    def listen() -> None:
        while (command := read_command(heard, more)) is not None:
            waiting.put(command)
        waiting.put(None)

    threading.Thread(target=listen, name="inbox", daemon=True).start()
    beaten = time.monotonic()
    while True:
        try:
            command = waiting.get(timeout=BEAT_S)
        except queue.Empty:
            pass
        else:
            if command is None:
                return
            dispatcher.do(command)
        if time.monotonic() - beaten >= BEAT_S:
            beaten = time.monotonic()
            dispatcher.tick()


def _stay_private() -> None:
    """Leave no picture behind in a dump of the memory; leave Ctrl-C to the station."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return the two pipes of the station, out of reach of what libraries print or read."""
    sys.stdout.flush()
    heard = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    said = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    return heard, said


def _end_on_fault(outbox: Outbox) -> Callable[[threading.ExceptHookArgs], None]:
    def end(fault: threading.ExceptHookArgs) -> None:
        where = place_of(fault.exc_traceback)
        outbox.post(Noted(f"{fault.exc_type.__name__} at {where}"))
        outbox.close(BEAT_S)
        os._exit(FAULT)

    return end


def place_of(trace: TracebackType | None) -> str:
    """Return the file and the line of a fault: its text might hold what was read."""
    if trace is None:
        return "?"
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119
