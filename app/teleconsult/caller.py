"""The station's side of one call: opens the room, joins the doctor, brings the link back.

Lives in the loop of the media process. Only the station offers, so that two offers never cross.
When the connection is lost it looks for new ways every 2 s; after 30 s it makes a new one, in the
same room, and says again what was not acknowledged.
Source: video.md, section 5.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress

from app.teleconsult.binding import NotTheSamePeople, check, code_of, spoken_words
from app.teleconsult.fidelity import NoSuchLine
from app.teleconsult.invitation import Invitation
from app.teleconsult.messages import Conclusion, Hello, Message
from app.teleconsult.peer import Candidate, Channel, Link, MediaPeer, NotTaken, Planes, Samples
from app.teleconsult.ports import Ports
from app.teleconsult.progress import Progress
from app.teleconsult.relay.words import read
from app.teleconsult.signalling import Admitted, Cut, OtherEnd, Over, Said, Signal
from app.teleconsult.states import (
    DESERTED,
    UNREACHED,
    UNTRUSTED,
    CallState,
    TicketKept,
    WordsReady,
)
from app.teleconsult.talk import Talk
from app.teleconsult.transfer import CallFile

RESTARTED_EVERY_S = 2.0
RENEWED_AFTER_S = 30.0
LEFT_WITHIN_S = 3.0
LOST = frozenset({Link.DISCONNECTED, Link.FAILED})


class Caller:
    """One call with one doctor.

    With ``keeps_files`` a file of the doctor is confirmed as soon as it was told; without it,
    ``talk.file_kept`` confirms it.
    """

    def __init__(
        self,
        invitation: Invitation,
        hello: Hello,
        words: Sequence[str],
        ports: Ports,
        *,
        keeps_files: bool = True,
    ) -> None:
        self._invitation = invitation
        self._words = words
        self._ports = ports
        self._talk = Talk(hello, ports, keeps_files=keeps_files)
        self._signalling = ports.connect(self._signalled)
        self._peer: MediaPeer | None = None
        self._number = -1
        self._offer = ""
        self._servers: list[dict[str, object]] = []
        self._early: list[Candidate] = []
        self._offers = self._answered = 0
        self._offered: dict[str, object] = {}
        self._is_answered = False
        self._link = Link.NEW
        self._progress = Progress(ports.post)
        self._is_attended = False
        self._is_deserted = False
        self._admitted = asyncio.Event()
        self._mending: asyncio.Task[object] | None = None
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def is_attended(self) -> bool:
        """True while the relay says that the doctor is in the room."""
        return self._is_attended

    @property
    def peer(self) -> MediaPeer | None:
        """The connection of this moment, for pictures and sound."""
        return self._peer

    @property
    def talk(self) -> Talk:
        """What is said by any connection, for whoever keeps what the doctor sends."""
        return self._talk

    async def run(self) -> None:
        """Hold the call until somebody leaves for good."""
        self._progress.move(CallState.OPENING)
        signalling = self._start(self._signalling.run())
        await self._progress.over.wait()
        signalling.cancel()
        await self._close()

    async def leave(self) -> None:
        """End the call for both; the relay is waited for a moment, so that the doctor knows."""
        if self._progress.is_over:
            return
        self._progress.move(CallState.OVER)
        with suppress(TimeoutError):
            async with asyncio.timeout(LEFT_WITHIN_S):
                await self._admitted.wait()
        await self._signalling.leave()
        self._progress.over.set()

    def say(self, message: Message, channel: Channel = Channel.CTL) -> None:
        """Say something; what must arrive is said again until it is acknowledged."""
        self._talk.say(message, channel)

    def send(self, file: CallFile) -> None:
        """Send a file; it starts again from the beginning after a cut."""
        self._talk.send(file)

    def acknowledge(self, message: Conclusion) -> None:
        """Tell the doctor that the conclusion was kept: only once it really is."""
        self._talk.acknowledge(message.id)

    # ---- signals of the relay, in the loop ----

    def _signalled(self, signal: Signal) -> None:
        match signal:
            case Admitted(servers, ticket):
                self._admitted.set()
                self._servers = list(servers)
                self._ports.post(TicketKept(ticket))
                self._relay_moved(CallState.WAITING)
            case OtherEnd(is_here):
                self._is_deserted = self._is_attended and not is_here
                self._is_attended = is_here
                if is_here:
                    self._relay_moved(CallState.JOINING)
                elif self._is_deserted and self._link is not Link.CONNECTED:
                    self._progress.move(CallState.LOST, sentence=DESERTED)
            case Said(text):
                self._start(self._take(text))
            case Cut(wait_s, is_untrusted):
                self._admitted.clear()
                self._is_attended = self._is_deserted = False
                sentence = UNTRUSTED if is_untrusted else UNREACHED
                self._relay_moved(CallState.LOST, wait_s, sentence)
            case Over(why):
                self._progress.refused(why)

    def _relay_moved(self, state: CallState, retry_s: float = 0.0, sentence: str = "") -> None:
        """Say what the relay changes, unless the connection already lives without it."""
        if self._peer is None:
            self._progress.move(state, retry_s, sentence)

    async def _take(self, text: str) -> None:
        said = read(text)
        async with self._turn:
            match said:
                case {"k": "ready", "n": int(number)}:
                    await self._offer_to(number)
                case {"k": "answer", "n": self._number, "o": self._offers, **rest}:
                    await self._accept(str(rest.get("sdp", "")), str(rest.get("code", "")))
                case {"k": "ice", "n": self._number, "c": dict(candidate)}:
                    await self._reach(candidate)
                case _:  # of another connection, or of a later page
                    return

    async def _offer_to(self, number: int) -> None:
        """Offer to a page that is ready: a new connection unless it holds the one of now."""
        if self._peer is not None and number == self._number:
            if self._link is not Link.CONNECTED:
                await self._send_offer(is_restart=True)
            elif self._answered != self._offers:
                await self._signalling.say(self._offered)
            return
        # a page that knew another process of this station has its connection: never its number
        self._number = max(self._number, number)
        await self._renew()

    async def _renew(self) -> None:
        former, self._peer = self._peer, None
        self._talk.through(None)
        if former is not None:
            await former.close()
        self._number += 1
        self._early, self._is_answered = [], False
        self._link = Link.NEW
        self._peer = self._ports.make_peer(self, self._servers)
        self._talk.through(self._peer)
        await self._send_offer(is_restart=False)

    async def _send_offer(self, *, is_restart: bool) -> None:
        if self._peer is None:
            return
        self._offers += 1
        self._offer = await self._peer.offer(restart=is_restart)
        code = code_of(self._invitation.binding_key, "station", self._offer)
        said = {"k": "offer", "n": self._number, "o": self._offers, "sdp": self._offer}
        self._offered = said | {"code": code}
        await self._signalling.say(self._offered)

    async def _accept(self, answer: str, code: str) -> None:
        key = self._invitation.binding_key
        try:
            check(key, "doctor", answer, code)
            words = spoken_words(key, self._offer, answer, self._words)
            if self._peer is not None:
                await self._peer.accept(answer)
        except (NotTheSamePeople, NoSuchLine):
            self._progress.end(CallState.REFUSED, NotTheSamePeople.sentence)
            return
        except NotTaken:
            return  # another offer is made while the link is lost
        self._is_answered, self._answered = True, self._offers
        early, self._early = self._early, []
        for candidate in early:
            await self._reach(candidate)
        self._ports.post(WordsReady(words))

    async def _reach(self, candidate: Candidate) -> None:
        if self._peer is None or not self._is_answered:
            self._early.append(candidate)  # some browsers say them before their answer
            return
        with suppress(NotTaken):  # others come
            await self._peer.reach(candidate)

    # ---- news of the connection, in the loop ----

    def found(self, candidate: Candidate) -> None:
        """Send a way to reach this station."""
        self._start(self._signalling.say({"k": "ice", "n": self._number, "c": candidate}))

    def moved(self, link: Link) -> None:
        """Follow the connection; mend it when it is lost."""
        self._link = link
        if link is Link.CONNECTED:
            self._progress.move(CallState.CONNECTED)
        elif link in LOST and self._mending is None:
            sentence = DESERTED if self._is_deserted else ""
            self._progress.move(CallState.LOST, RESTARTED_EVERY_S, sentence)
            self._mending = self._start(self._mend())

    @property
    def _is_to_mend(self) -> bool:
        """True too when it came back by ways that an offer nobody answered has changed here."""
        return self._link is not Link.CONNECTED or self._answered != self._offers

    async def _mend(self) -> None:
        loop = asyncio.get_running_loop()
        renewed_at = loop.time() + RENEWED_AFTER_S
        try:
            while self._is_to_mend and not self._progress.is_over:
                async with self._turn:
                    if self._is_deserted or not self._is_attended:
                        renewed_at = loop.time() + RENEWED_AFTER_S
                    elif self._link is Link.CONNECTED:
                        await self._signalling.say(self._offered)
                    elif loop.time() > renewed_at:
                        renewed_at = loop.time() + RENEWED_AFTER_S
                        await self._renew()
                    else:
                        await self._send_offer(is_restart=True)
                await asyncio.sleep(RESTARTED_EVERY_S)
        finally:
            self._mending = None

    def opened(self, channel: Channel) -> None:
        """Say again what was not acknowledged."""
        self._talk.opened(channel)

    def heard(self, channel: Channel, data: str | bytes) -> None:
        """Take what the doctor's page says."""
        self._talk.heard(channel, data)

    def seen(self, planes: Planes) -> None:
        """Show the doctor."""
        self._ports.show(planes)

    def voiced(self, samples: Samples, rate: int) -> None:
        """Play the doctor's voice."""
        self._ports.play(samples, rate)

    # ---- small parts ----

    def _start(self, work: Coroutine[object, object, object]) -> asyncio.Task[object]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _close(self) -> None:
        self._talk.stop()
        mine = self._tasks - {asyncio.current_task()}
        for task in mine:
            task.cancel()
        await asyncio.gather(*mine, return_exceptions=True)
        if self._peer is not None:
            await self._peer.close()
