"""One call as the media process holds it: its relay, its connection, its voices. Loads the engine.

Lives in the loop of its thread (``call_thread``); ``show`` and ``play`` alone are called from the
threads of cameras and sounds, and hand over to the loop.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from urllib.parse import urlsplit

from aiohttp import ClientSession, TCPConnector

from app import clock
from app.teleconsult import call_commands as ask
from app.teleconsult.caller import Caller
from app.teleconsult.doctor_ring import DoctorRing
from app.teleconsult.held_voice import HeldVoice
from app.teleconsult.link_watch import LinkWatch
from app.teleconsult.messages import Exam
from app.teleconsult.peer import Line, Planes, Samples
from app.teleconsult.ports import MakePeer, Ports
from app.teleconsult.signalling import Signalling
from app.teleconsult.states import NO_AUTHORITY, CallMoved, CallState, OfCall, moved
from app.teleconsult.surroundings import Surroundings
from app.teleconsult.wrtc_peer import WrtcPeer
from hardware.bindings import CameraRole
from hardware.media.commands import PartCommand
from resources import files

STETHOSCOPE = "stethoscope"
DEVICES = (CameraRole.OTOSCOPE.value, CameraRole.DERMATOSCOPE.value, STETHOSCOPE)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class HeldCall:
    """One call, from ``hold`` to its end."""

    def __init__(self, begin: ask.BeginCall, around: Surroundings) -> None:
        self._begin, self._post = begin, around.post
        self._loop = asyncio.get_running_loop()
        self._ring = DoctorRing(around.post)
        self._voice = HeldVoice(around, self.play)
        self._watch = LinkWatch(around.post)
        self._caller: Caller | None = None
        self._newest: dict[Line, tuple[Planes, int]] = {}
        self._turn = threading.Lock()
        self._exam: CameraRole | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def hold(self, begun: Callable[[], None]) -> None:
        """Hold the call until somebody leaves for good; ``begun`` is called once it exists."""
        opening = self._begin.opening
        try:
            trust = ssl.create_default_context(cafile=opening.authority or None)
        except OSError:  # and ssl.SSLError, which is one
            self._post(moved(CallState.REFUSED, sentence=NO_AUTHORITY))
            return
        async with AsyncExitStack() as held:
            session = ClientSession(connector=TCPConnector(ssl=trust))
            self._caller = self._make_caller(await held.enter_async_context(session))
            held.callback(self._ring.close)
            held.push_async_callback(self._voice.close)
            self._start(self._voice.open())
            self._start(self._watch.live(lambda: self._caller.peer if self._caller else None))
            held.push_async_callback(self._stop_tasks)
            self._say_nothing_is_shown()
            begun()
            await self._caller.run()

    def _make_caller(self, session: ClientSession) -> Caller:
        opening, ticket = self._begin.opening, self._begin.ticket
        ports = Ports(
            connect=lambda hear: Signalling(
                opening.relay, opening.invitation, hear, session, ticket=ticket
            ),
            make_peer=_maker_for(opening.relay.url),
            post=self._told,
            new_id=clock.new_id,
            now_ms=_now_ms,
            show=self._ring.show,
            play=self._voice.play,
        )
        words = files.text("doctor/words.txt").split()
        return Caller(opening.invitation, opening.hello, words, ports, keeps_files=False)

    @property
    def is_linked(self) -> bool:
        """True while there is a connection to send pictures by."""
        return self._caller is not None and self._caller.peer is not None

    def do(self, command: PartCommand) -> None:
        """Do what concerns the doctor's page alone."""
        caller = self._caller
        if caller is None:
            return
        match command:
            case ask.SayToDoctor(message, channel):
                caller.say(message, channel)
            case ask.SendToDoctor(file):
                caller.send(file)
            case ask.ConclusionKept(message_id):
                caller.talk.acknowledge(message_id)
            case ask.FileTaken(digest):
                caller.talk.file_kept(digest)
            case ask.MuteVoice(on):
                self._voice.mute(on=on)
            case ask.SetVolume(percent):
                self._voice.set_volume(percent)
            case _:
                return

    def leave(self) -> None:
        """End the call for both."""
        if self._caller is not None:
            self._start(self._caller.leave())

    def share(self, role: CameraRole | None) -> None:
        """Tell the doctor's page what the line of the exam shows."""
        former, self._exam = self._exam, role
        if former is not None and former is not role:
            self._say_exam(former.value, is_on=False)
        if role is not None:
            self._say_exam(role.value, is_on=True)

    def hear_chest(self, *, on: bool) -> None:
        """Tell the doctor's page that the stethoscope is heard, and close the microphone."""
        if on != self._voice.is_closed_for_chest:
            self._say_exam(STETHOSCOPE, is_on=on)
        self._voice.close_for_chest(on=on)

    def show(self, line: Line, planes: Planes, at_us: int) -> None:
        """Send a picture soon; a newer one takes its place when the loop is late. Any thread."""
        with self._turn:
            is_waiting = line in self._newest
            self._newest[line] = (planes, at_us)
        if not is_waiting:
            with suppress(RuntimeError):  # the loop is closed: the call is over
                self._loop.call_soon_threadsafe(self._show_newest, line)

    def play(self, line: Line, samples: Samples) -> None:
        """Send sound at 48 kHz soon. Any thread."""
        at_us = clock.monotonic_ns() // 1000
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._play, line, samples, at_us)

    def _show_newest(self, line: Line) -> None:
        with self._turn:
            planes, at_us = self._newest.pop(line)
        if self._caller is not None and self._caller.peer is not None:
            self._caller.peer.show(line, planes, at_us)

    def _play(self, line: Line, samples: Samples, at_us: int) -> None:
        if self._caller is not None and self._caller.peer is not None:
            self._caller.peer.play(line, samples, at_us)

    def _told(self, news: OfCall) -> None:
        if isinstance(news, CallMoved):
            self._watch.moved(news.state)
        self._post(news)

    def _say_nothing_is_shown(self) -> None:
        """Say it to a page that knew another process of this call, killed with a camera shared."""
        if self._begin.ticket:
            for device in DEVICES:
                self._say_exam(device, is_on=False)

    def _say_exam(self, device: str, *, is_on: bool) -> None:
        if self._caller is not None:
            self._caller.say(Exam(id=clock.new_id(), ts=_now_ms(), device=device, on=is_on))

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stop_tasks(self) -> None:
        mine = tuple(self._tasks)
        for task in mine:
            task.cancel()
        await asyncio.gather(*mine, return_exceptions=True)


def _maker_for(relay: str) -> MakePeer:
    """Return what makes connections: with a relay of this machine, the page is on it too."""
    return WrtcPeer.on_this_machine if urlsplit(relay).hostname in LOOPBACK else WrtcPeer


def _now_ms() -> int:
    return int(clock.now().timestamp() * 1000)
