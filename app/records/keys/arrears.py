"""What a login finishes: changes that were cut short, and what an earlier version lacks."""

from datetime import datetime

from app.records.envelope import new_key
from app.records.journal.entries import Event
from app.records.keys.accounts import Domain
from app.records.keys.notes import hand_of, note_within, write_lines
from app.records.keys.ring import DomainKey
from app.records.keys.room import KeyRoom
from app.records.keys.rotation import FIRST_EPOCH, ROTATING, grant_within, rotate
from app.records.refusals import Tampered


def settle(room: KeyRoom, now: datetime) -> None:
    """Bring the key file and the journal to agree; nothing where the journal is not sound.

    - The lines of changes that were cut short are written.
    - A station of the first version gets the key of its access log.
    - A domain left open to a person who was revoked by somebody without its key gets a new
      key, if this person holds it.

    Raises:
        Tampered: the key of the access log was taken away from a station that uses it.
    """
    if not room.ledger.sound:
        return
    write_lines(room, now)
    if Domain.ACCESS not in room.ring.held():
        _make_access_key(room, now)
    overdue = [one for one in room.ring.held() & ROTATING if one in room.keystore.overdue()]
    if overdue:
        rotate(room, overdue, now)


def _make_access_key(room: KeyRoom, now: datetime) -> None:
    if room.keystore.readable_months(Domain.ACCESS):
        raise Tampered
    key = DomainKey(FIRST_EPOCH, new_key())
    with room.keystore.store.writing():
        grant_within(room, Domain.ACCESS, key)
        about, event = room.station.station_id, Event.ACCESS_KEY_MADE
        note_within(room.keystore, hand_of(room), event, about, now)
    room.ring.take(Domain.ACCESS, key)
    write_lines(room, now)
