"""A narrow network between two ends of this machine: what is too much waits, then is lost."""

import asyncio
from collections import deque
from time import monotonic

LOOPBACK = "127.0.0.1"
QUEUED_S = 0.3


class _Mouth(asyncio.DatagramProtocol):
    """One side of the passage: an end knows it as the address of the other end."""

    def __init__(self, carry):
        self._carry, self.transport, self.end = carry, None, None

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.end = address
        self._carry(self, data)

    @property
    def port(self):
        return self.transport.get_extra_info("sockname")[1]


def without_candidates(description):
    """Return a description that tells no way to its end: only the passage leads there."""
    kept = [one for one in description.splitlines() if not one.startswith("a=candidate")]
    return "\r\n".join(kept) + "\r\n"


class Passage:
    """Carries datagrams both ways; ``bits_a_second`` bounds those towards the far end."""

    def __init__(self, bits_a_second):
        self._rate = bits_a_second / 8
        self._queue, self._queued, self._free_at_s = deque(), 0, 0.0
        self.lost = 0

    async def open(self):
        loop = asyncio.get_running_loop()
        made = lambda: _Mouth(self._carry)  # noqa: E731
        _, self.near = await loop.create_datagram_endpoint(made, local_addr=(LOOPBACK, 0))
        _, self.far = await loop.create_datagram_endpoint(made, local_addr=(LOOPBACK, 0))
        return self

    def close(self):
        self.near.transport.close()
        self.far.transport.close()

    def leads(self, mouth, candidate):
        """Make ``mouth`` lead to the end of ``candidate``; return what to give instead, if any."""
        words = candidate["candidate"].split()
        if words[2:3] != ["udp"] or words[4] != LOOPBACK:
            return None
        mouth.end = (LOOPBACK, int(words[5]))
        other = self.far if mouth is self.near else self.near
        words[5] = str(other.port)
        return {**candidate, "candidate": " ".join(words)}

    def _carry(self, mouth, data):
        if mouth is self.far:
            self._give(self.near, data)
            return
        now_s = monotonic()
        self._free_at_s = max(now_s, self._free_at_s)
        if self._free_at_s - now_s > QUEUED_S:
            self.lost += 1
            return
        self._free_at_s += len(data) / self._rate
        loop = asyncio.get_running_loop()
        loop.call_later(self._free_at_s - now_s, self._give, self.far, data)

    def _give(self, mouth, data):
        if mouth.end is not None and not mouth.transport.is_closing():
            mouth.transport.sendto(data, mouth.end)
