"""Files during a call: sent one after the other, paced, and sent again after a cut.

Video is on at the same time: at most 16 Mbit/s are given to files, and the channel never holds
more than 1 MB, so that a photo of 5 MB does not freeze the picture it was taken from.
Source: video.md, sections 3 and 5.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol, TypedDict

from app.teleconsult.messages import (
    BadMessage,
    Begin,
    End,
    Message,
    NotReceived,
    Received,
    decode,
    encode,
)
from app.teleconsult.states import CallNews, FileArrived, FileLeft
from app.teleconsult.transfer import CHUNK, Arriving, CallFile, FileRefused, chunks

TAKEN = frozenset({"application/pdf"})
MOST_BYTES = 40 * 1024 * 1024
HIGH_BYTES, LOW_BYTES = 1024 * 1024, 256 * 1024
BYTES_A_SECOND = 2_000_000
LOOKED_EVERY_S = 0.005


class Named(TypedDict):
    """The id and the date of a message."""

    id: str
    ts: int


class Ports(Protocol):
    """What files need from outside."""

    @property
    def post(self) -> Callable[[CallNews], None]:
        """Tell the station."""
        ...

    @property
    def new_id(self) -> Callable[[], str]:
        """Name a message."""
        ...

    @property
    def now_ms(self) -> Callable[[], int]:
        """Date a message."""
        ...


class Files:
    """The file channel of one call.

    Args:
        say: sends on the channel; False when it is not open.
        waiting: the bytes given to the channel and not sent yet.
        is_kept_here: what arrives is kept as soon as it was told; else ``kept`` says when.
    """

    def __init__(
        self,
        say: Callable[[str | bytes], bool],
        waiting: Callable[[], int],
        ports: Ports,
        *,
        is_kept_here: bool = True,
    ) -> None:
        self._is_kept_here = is_kept_here
        self._say = say
        self._waiting = waiting
        self._ports = ports
        self._to_send: deque[CallFile] = deque()
        self._arriving = Arriving(TAKEN, MOST_BYTES)
        self._sending: asyncio.Task[None] | None = None

    def send(self, file: CallFile) -> None:
        """Queue a file."""
        self._to_send.append(file)
        self._go_on()

    def again(self) -> None:
        """The channel opened: what the other end did not keep starts again."""
        self.stop()
        self._arriving = Arriving(TAKEN, MOST_BYTES)
        self._go_on()

    def kept(self, digest: str) -> None:
        """Tell the other end that its file is kept."""
        self._answer(Received(**self._named(), sha256=digest))

    def stop(self) -> None:
        """Send nothing more."""
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    def heard(self, data: str | bytes) -> None:
        """Take a message or a chunk of the other end."""
        try:
            if isinstance(data, bytes):
                self._arriving.chunk(data)
            else:
                self._take(decode(data))
        except BadMessage:
            return
        except FileRefused as refused:
            why = refused.why.value
            self._answer(NotReceived(**self._named(), sha256=refused.digest, why=why))

    def _take(self, message: Message | None) -> None:
        match message:
            case Begin():
                self._arriving.begin(message)
            case End(sha256=digest):
                file = self._arriving.end(digest)
                self._ports.post(FileArrived(file))
                if self._is_kept_here:
                    self.kept(digest)
            case Received(sha256=digest):
                self._left(digest, is_kept=True)
            case NotReceived(sha256=digest):
                self._left(digest, is_kept=False)
            case _:  # what belongs to another channel is not for files
                return

    def _left(self, digest: str, *, is_kept: bool) -> None:
        if self._to_send and self._to_send[0].digest == digest:
            self._to_send.popleft()
            self._ports.post(FileLeft(digest, is_kept))
            self.stop()
            self._go_on()

    def _answer(self, message: Message) -> None:
        self._say(encode(message))

    def _named(self) -> Named:
        return {"id": self._ports.new_id(), "ts": self._ports.now_ms()}

    def _go_on(self) -> None:
        if self._to_send and self._sending is None:
            self._sending = asyncio.ensure_future(self._send(self._to_send[0]))

    async def _send(self, file: CallFile) -> None:
        """Send one file; what comes next waits for the answer of the other end."""
        begun = Begin(
            **self._named(),
            name=file.name,
            mime=file.mime,
            size=len(file.data),
            sha256=file.digest,
        )
        if not self._say(encode(begun)):
            return
        loop = asyncio.get_running_loop()
        due_s = loop.time()
        for chunk in chunks(file.data):
            await self._quiet()
            due_s = max(due_s, loop.time() - 1) + len(chunk) / BYTES_A_SECOND
            await asyncio.sleep(max(0.0, due_s - loop.time()))
            if not self._say(chunk):
                return
        self._answer(End(**self._named(), sha256=file.digest))

    async def _quiet(self) -> None:
        """Wait until the channel has room."""
        if self._waiting() + CHUNK <= HIGH_BYTES:
            return
        while self._waiting() > LOW_BYTES:
            await asyncio.sleep(LOOKED_EVERY_S)
