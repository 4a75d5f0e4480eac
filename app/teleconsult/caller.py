"""The station's side of one call: opens the room, joins the doctor, brings the link back.

Lives in the loop of the media process. Only the station offers, so that two offers never cross.
When the connection is lost it looks for new ways every 2 s; after 30 s it makes a new one, in the
same room, and says again what was not acknowledged.
Source: video.md, section 5.
"""

import asyncio
import json
from collections.abc import Coroutine, Sequence

from app.teleconsult.binding import NotTheSamePeople, check, code_of, spoken_words
from app.teleconsult.fidelity import NoSuchLine
from app.teleconsult.files import Files
from app.teleconsult.invitation import Invitation
from app.teleconsult.messages import Ack, BadMessage, Conclusion, Hello, Message, decode, encode
from app.teleconsult.outbox import Outbox
from app.teleconsult.peer import Candidate, Channel, Link, MediaPeer, Planes, Samples
from app.teleconsult.ports import Ports
from app.teleconsult.signalling import Admitted, Cut, OtherEnd, Over, Said, Signal
from app.teleconsult.states import (
    Acknowledged,
    CallState,
    DoctorSaid,
    TicketKept,
    WordsReady,
    moved,
)
from app.teleconsult.transfer import CallFile

RESTARTED_EVERY_S = 2.0
RENEWED_AFTER_S = 30.0
LOST = frozenset({Link.DISCONNECTED, Link.FAILED})


class Caller:
    """One call with one doctor."""

    def __init__(
        self, invitation: Invitation, hello: Hello, words: Sequence[str], ports: Ports
    ) -> None:
        self._invitation = invitation
        self._words = words
        self._ports = ports
        self._outbox = Outbox(hello)
        self._signalling = ports.connect(self._signalled)
        self._files = Files(self._say_on_file, self._waiting_bytes, ports)
        self._peer: MediaPeer | None = None
        self._number = -1
        self._offer = ""
        self._servers: list[dict[str, object]] = []
        self._early: list[Candidate] = []
        self._link = Link.NEW
        self._state = CallState.OPENING
        self._is_attended = False
        self._mending: asyncio.Task[object] | None = None
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[object]] = set()
        self._is_over = asyncio.Event()

    @property
    def is_attended(self) -> bool:
        """True while the relay says that the doctor is in the room."""
        return self._is_attended

    @property
    def peer(self) -> MediaPeer | None:
        """The connection of this moment, for pictures and sound."""
        return self._peer

    async def run(self) -> None:
        """Hold the call until somebody leaves for good."""
        self._move(CallState.OPENING)
        signalling = self._start(self._signalling.run())
        await self._is_over.wait()
        signalling.cancel()
        await self._close()

    async def leave(self) -> None:
        """End the call for both."""
        await self._signalling.leave()
        self._end(CallState.OVER)

    def say(self, message: Message, channel: Channel = Channel.CTL) -> None:
        """Say something; what must arrive is said again until it is acknowledged."""
        text = encode(message)
        if channel is Channel.CTL:
            self._outbox = self._outbox.with_said(message)
        if self._peer is not None:
            self._peer.say(channel, text)

    def send(self, file: CallFile) -> None:
        """Send a file; it starts again from the beginning after a cut."""
        self._files.send(file)

    # ---- signals of the relay, in the loop ----

    def _signalled(self, signal: Signal) -> None:
        match signal:
            case Admitted(servers, ticket):
                self._servers = list(servers)
                self._ports.post(TicketKept(ticket))
                self._relay_moved(CallState.WAITING)
            case OtherEnd(is_here):
                self._is_attended = is_here
                if is_here:
                    self._relay_moved(CallState.JOINING)
            case Said(text):
                self._start(self._take(text))
            case Cut(wait_s):
                self._is_attended = False
                self._relay_moved(CallState.LOST, wait_s)
            case Over(why):
                self._end(CallState.REFUSED if why else CallState.OVER)

    def _relay_moved(self, state: CallState, retry_s: float = 0.0) -> None:
        """Say what the relay changes, unless the connection already lives without it."""
        if self._peer is None:
            self._move(state, retry_s)

    async def _take(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        async with self._turn:
            match said:
                case {"k": "ready", "n": int(number)}:
                    await self._offer_to(number)
                case {"k": "answer", "n": self._number, "sdp": str(sdp), "code": str(code)}:
                    await self._accept(sdp, code)
                case {"k": "ice", "n": self._number, "c": dict(candidate)}:
                    await self._reach(candidate)
                case _:  # of another connection, or of a later page
                    return

    async def _offer_to(self, number: int) -> None:
        """Offer to a page that is ready: a new connection unless it holds the one of now."""
        if self._peer is not None and number == self._number:
            if self._link is not Link.CONNECTED:
                await self._send_offer(is_restart=True)
            return
        # a page that knew another process of this station has its connection: never its number
        self._number = max(self._number, number)
        await self._renew()

    async def _renew(self) -> None:
        former, self._peer = self._peer, None
        if former is not None:
            await former.close()
        self._number += 1
        self._early = []
        self._link = Link.NEW
        self._peer = self._ports.make_peer(self, self._servers)
        await self._send_offer(is_restart=False)

    async def _send_offer(self, *, is_restart: bool) -> None:
        if self._peer is None:
            return
        self._offer = await self._peer.offer(restart=is_restart)
        code = code_of(self._invitation.binding_key, "station", self._offer)
        await self._signalling.say(
            {"k": "offer", "n": self._number, "sdp": self._offer, "code": code}
        )

    async def _accept(self, answer: str, code: str) -> None:
        key = self._invitation.binding_key
        try:
            check(key, "doctor", answer, code)
            words = spoken_words(key, self._offer, answer, self._words)
            if self._peer is not None:
                await self._peer.accept(answer)
        except (NotTheSamePeople, NoSuchLine):
            self._end(CallState.REFUSED)
            return
        for candidate in self._early:
            await self._reach(candidate)
        self._early = []
        self._ports.post(WordsReady(words))

    async def _reach(self, candidate: Candidate) -> None:
        if self._peer is None:
            self._early.append(candidate)
        else:
            await self._peer.reach(candidate)

    # ---- news of the connection, in the loop ----

    def found(self, candidate: Candidate) -> None:
        """Send a way to reach this station."""
        self._start(self._signalling.say({"k": "ice", "n": self._number, "c": candidate}))

    def moved(self, link: Link) -> None:
        """Follow the connection; mend it when it is lost."""
        self._link = link
        if link is Link.CONNECTED:
            self._move(CallState.CONNECTED)
        elif link in LOST and self._mending is None:
            self._move(CallState.LOST, RESTARTED_EVERY_S)
            self._mending = self._start(self._mend())

    async def _mend(self) -> None:
        loop = asyncio.get_running_loop()
        renewed_at = loop.time() + RENEWED_AFTER_S
        try:
            while self._link is not Link.CONNECTED and not self._is_over.is_set():
                async with self._turn:
                    if loop.time() > renewed_at:
                        renewed_at = loop.time() + RENEWED_AFTER_S
                        await self._renew()
                    else:
                        await self._send_offer(is_restart=True)
                await asyncio.sleep(RESTARTED_EVERY_S)
        finally:
            self._mending = None

    def opened(self, channel: Channel) -> None:
        """Say again what was not acknowledged."""
        if channel is Channel.CTL and self._peer is not None:
            for message in self._outbox.again():
                self._peer.say(channel, encode(message))
        if channel is Channel.FILE:
            self._files.again()

    def heard(self, channel: Channel, data: str | bytes) -> None:
        """Take what the doctor's page says."""
        if channel is Channel.FILE:
            self._files.heard(data)
            return
        try:
            message = decode(data)
        except BadMessage:
            return
        if isinstance(message, Ack):
            self._outbox = self._outbox.with_ack(message.of)
            self._ports.post(Acknowledged(message.of))
        elif message is not None:
            self._ports.post(DoctorSaid(message))

    def acknowledge(self, message: Conclusion) -> None:
        """Tell the doctor that the conclusion was kept: only once it really is."""
        self.say(Ack(id=self._ports.new_id(), ts=self._ports.now_ms(), of=message.id))

    def seen(self, planes: Planes) -> None:
        """Show the doctor."""
        self._ports.show(planes)

    def voiced(self, samples: Samples, rate: int) -> None:
        """Play the doctor's voice."""
        self._ports.play(samples, rate)

    # ---- small parts ----

    def _say_on_file(self, data: str | bytes) -> bool:
        return self._peer is not None and self._peer.say(Channel.FILE, data)

    def _waiting_bytes(self) -> int:
        return 0 if self._peer is None else self._peer.waiting(Channel.FILE)

    def _move(self, state: CallState, retry_s: float = 0.0) -> None:
        if self._is_over.is_set() or (state is self._state and state is not CallState.OPENING):
            return
        self._state = state
        self._ports.post(moved(state, retry_s))

    def _end(self, state: CallState) -> None:
        self._move(state)
        self._is_over.set()

    def _start(self, work: Coroutine[object, object, object]) -> asyncio.Task[object]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _close(self) -> None:
        self._files.stop()
        mine = self._tasks - {asyncio.current_task()}
        for task in mine:
            task.cancel()
        await asyncio.gather(*mine, return_exceptions=True)
        if self._peer is not None:
            await self._peer.close()
