"""The texts of one connection: which go to the other end as they are, which are the relay's own.

A text starts with one sign. ``P``: for the other end, carried without being read. ``R``: between
an end and its relay, JSON. Between relays, ``T`` says that a place was taken again, ``X`` that the
room has ended, ``L`` that nothing comes any more; an end cannot send those.
"""

import json
from dataclasses import dataclass, field

from app.teleconsult.relay.rules import DIGEST, ROOM, SECRET, No, Side

PEER, OWN, TAKEN, ENDED, LOST = "P", "R", "T", "X", "L"
LEAVE = "leave"
MOST_BRACKETS = 64


class Refused(Exception):
    """The relay refuses; ``why`` is what the end is told."""

    def __init__(self, why: No) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Open:
    """A station makes a room; ``proof`` is the digest of what the doctor will show."""

    room: str
    proof: str


@dataclass(frozen=True, slots=True)
class Join:
    """A doctor comes by the link."""

    room: str
    proof: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Back:
    """An end that was cut comes back to its place."""

    room: str
    side: Side
    ticket: str = field(repr=False)


def asked(text: str) -> Open | Join | Back:
    """Return what the first text of a connection asks.

    Raises:
        Refused: it asks nothing the relay knows.
    """
    said = own(text)
    room = said.get("room", "")
    if ROOM.fullmatch(room) is None:
        raise Refused(No.FORM)
    match said:
        case {"t": "open", "proof": str(proof)} if DIGEST.fullmatch(proof):
            return Open(room, proof)
        case {"t": "join", "proof": str(proof)} if SECRET.fullmatch(proof):
            return Join(room, proof)
        case {"t": "back", "side": str(side), "ticket": str(ticket)} if SECRET.fullmatch(ticket):
            if side in set(Side):
                return Back(room, Side(side), ticket)
    raise Refused(No.FORM)


def own(text: str) -> dict[str, str]:
    """Return the relay's part of a text: names and texts only.

    Raises:
        Refused: it is not one.
    """
    said = read(text[1:]) if text.startswith(OWN) else None
    if not isinstance(said, dict):
        raise Refused(No.FORM)
    return {name: one for name, one in said.items() if isinstance(one, str)}


def read(text: str) -> object:
    """Return what a JSON text says, None when it cannot be read or opens too many brackets.

    Deep brackets are refused before they are read: the collector, run from the depth that the
    decoder reaches, would call the finalisers of other objects with no stack left.
    """
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def notice(**said: object) -> str:
    """Return a text of the relay."""
    return OWN + json.dumps(said, separators=(",", ":"))
