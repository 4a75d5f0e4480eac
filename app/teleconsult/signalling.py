"""The station's connection to the relay: opens the room, comes back by itself when it is cut."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import (
    ClientConnectorCertificateError,
    ClientError,
    ClientSession,
    ClientWebSocketResponse,
    WSMsgType,
)

from app.teleconsult.invitation import Invitation
from app.teleconsult.opening import RelayAddress
from app.teleconsult.relay.rules import LONGEST_TEXT, No
from app.teleconsult.relay.words import OWN, PEER, notice, read

SOCKET_PATH = "call"
WAITS_S = (0.5, 1.0, 2.0, 4.0)
HEARTBEAT_S = 6.0
CONNECTED_WITHIN_S = 6.0
# What another try would not change.
FINAL = frozenset({No.FORBIDDEN, No.FORM, No.USED, No.EXPIRED, No.REPLACED, No.WRONG})


@dataclass(frozen=True, slots=True)
class Admitted:
    """This end is in its place; ``servers`` are the TURN servers of the call.

    ``ticket`` brings it back to its place, even from another process.
    """

    servers: tuple[dict[str, object], ...]
    ticket: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """The doctor is connected to the relay, or no longer."""

    is_here: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the doctor's page."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cut:
    """The relay does not answer; the next try is in ``wait_s`` seconds.

    ``is_untrusted`` when it answered with a certificate that nobody known signed.
    """

    wait_s: float
    is_untrusted: bool = False


@dataclass(frozen=True, slots=True)
class Over:
    """The room is no more; ``why`` is empty when somebody left for good."""

    why: str


Signal = Admitted | OtherEnd | Said | Cut | Over


class Signalling:
    """One room, as its station sees it. ``hear`` is called in the loop with each signal."""

    def __init__(
        self,
        relay: RelayAddress,
        invitation: Invitation,
        hear: Callable[[Signal], None],
        session: ClientSession,
        *,
        ticket: str = "",
    ) -> None:
        self._relay = relay
        self._invitation = invitation
        self._hear = hear
        self._session = session
        self._socket: ClientWebSocketResponse | None = None
        self._ticket = ticket
        self._is_over = False
        self._tries = 0

    async def run(self) -> None:
        """Stay connected until the room ends."""
        while not self._over():
            is_untrusted = False
            try:
                await self._connect()
            except ClientConnectorCertificateError:
                is_untrusted = True
            except (ClientError, TimeoutError, ConnectionError):
                pass  # said below: it is tried again
            if self._over():
                return
            wait_s = WAITS_S[min(self._tries, len(WAITS_S) - 1)]
            self._tries += 1
            self._hear(Cut(wait_s, is_untrusted))
            await asyncio.sleep(wait_s)

    def _over(self) -> bool:
        return self._is_over

    async def say(self, said: dict[str, object]) -> bool:
        """Send to the doctor's page; False when the relay is cut."""
        return await self._send(PEER + json.dumps(said, separators=(",", ":")))

    async def leave(self) -> None:
        """End the room for both."""
        self._is_over = True
        await self._send(notice(t="leave"))
        if self._socket is not None:
            await self._socket.close()

    async def _send(self, text: str) -> bool:
        if self._socket is None or self._socket.closed:
            return False
        with suppress(ConnectionError, ClientError):
            await self._socket.send_str(text)
            return True
        return False

    async def _connect(self) -> None:
        headers = {"Authorization": f"Bearer {self._relay.key}"}
        async with asyncio.timeout(CONNECTED_WITHIN_S):
            self._socket = await self._session.ws_connect(
                self._relay.url + SOCKET_PATH,
                headers=headers,
                heartbeat=HEARTBEAT_S,
                max_msg_size=2 * LONGEST_TEXT,
            )
        async with self._socket as socket:
            await socket.send_str(notice(**self._first_words()))
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take(str(message.data))

    def _first_words(self) -> dict[str, str]:
        room = self._invitation.room_name
        if self._ticket:
            return {"t": "back", "room": room, "side": "station", "ticket": self._ticket}
        return {"t": "open", "room": room, "proof": self._invitation.proof_digest}

    def _take(self, text: str) -> None:
        if text.startswith(PEER):
            self._hear(Said(text[1:]))
            return
        said = read(text[1:]) if text.startswith(OWN) else None
        match said:
            case {"t": "in", "ticket": str(ticket), "servers": list(servers), "peer": bool(here)}:
                self._ticket, self._tries = ticket, 0
                self._hear(Admitted(tuple(servers), ticket))
                self._hear(OtherEnd(here))
            case {"t": "peer", "here": bool(here)}:
                self._hear(OtherEnd(here))
            case {"t": "end"}:
                self._is_over = True
                self._hear(Over(""))
            case {"t": "no", "why": No.EXPIRED} if self._ticket:
                self._ticket = ""  # the relay started again and forgot: the room is opened again
            case {"t": "no", "why": str(why)} if why in FINAL:
                self._is_over = True
                self._hear(Over(why))
