"""Time-limited credentials of the TURN servers, as coturn's ``use-auth-secret`` checks them.

Source: draft-uberti-behave-turn-rest-00, section 2.2: the name is ``<expiry>:<room>`` and the
password the base64 of HMAC-SHA-1 of the name under the secret the servers share.
"""

import hmac
from base64 import b64encode
from dataclasses import dataclass, field

from app.teleconsult.relay.rules import JOINED_LIFE_S


@dataclass(frozen=True, slots=True)
class Turn:
    """The pool: addresses such as ``turn:host:3478?transport=udp``, and their shared secret."""

    addresses: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)

    def servers(self, room: str, now_s: float) -> list[dict[str, object]]:
        """Return what the two ends give to WebRTC as ``iceServers``; empty without a pool.

        The pool is handed out in rotation: the room decides which server comes first, so that
        both ends of one call start with the same.
        """
        if not self.addresses:
            return []
        name = f"{int(now_s) + JOINED_LIFE_S}:{room}"
        mac = hmac.digest(self.secret.encode(), name.encode(), "sha1")
        first = sum(room.encode()) % len(self.addresses)
        urls = [*self.addresses[first:], *self.addresses[:first]]
        return [{"urls": urls, "username": name, "credential": b64encode(mac).decode()}]
