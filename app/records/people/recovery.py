"""The way back when every password is forgotten: two of three printed shares.

A real station is complete once its shares were made and some of their words typed again; it
says so at each login until then, and asks for a test of two shares every year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.records.journal.entries import Event, milliseconds, moment
from app.records.keys.accounts import Domain
from app.records.keys.notes import hand_of, note_within, write_lines
from app.records.keys.recovery_keys import (
    CHECKED,
    UNCHECKED,
    USED,
    RecoveryKey,
    recovery_key,
    write_recovery_grant,
    write_recovery_key,
)
from app.records.keys.room import KeyRoom, OwnAccount
from app.records.keys.roster import Role
from app.records.keys.rotation import require_sound
from app.records.people.changes import require_holder
from app.records.people.refusals import NoShares, RefusedShare, SharesDiffer
from app.records.people.shares import ShareQuestion, Shares, join_shares, split_key
from app.records.station_file import Purpose

YEAR = timedelta(days=365)


class ShareStanding(StrEnum):
    """What became of the recovery shares of a station."""

    NONE = "none"
    UNCHECKED = "unchecked"
    CHECKED = "checked"
    DUE = "due"
    USED = "used"


SENTENCES: Mapping[ShareStanding, str] = {
    ShareStanding.NONE: (
        "La création du poste n’est pas finie\u00a0: il n’a pas de parts de secours. "
        "Faites-les depuis la session d’un pharmacien."
    ),
    ShareStanding.UNCHECKED: (
        "La création du poste n’est pas finie\u00a0: les parts de secours n’ont pas été relues. "
        "Recopiez les mots demandés de deux parts, ou refaites-les."
    ),
    ShareStanding.CHECKED: "",
    ShareStanding.DUE: (
        "Les parts de secours n’ont pas été essayées depuis un an. Prenez-en deux et essayez-les."
    ),
    ShareStanding.USED: (
        "Les parts de secours ont servi. Faites-en de nouvelles et détruisez les anciennes."
    ),
}


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """Where the shares stand; ``sentence`` says what to do, empty when nothing.

    ``due_at`` is when they should be tested again, None while they cannot be.
    """

    standing: ShareStanding
    made_at: datetime | None
    checked_at: datetime | None
    due_at: datetime | None
    sentence: str


def recovery_state(own: OwnAccount, now: datetime) -> RecoveryState:
    """Return where the recovery shares of the station stand, for any session.

    A demonstration needs none and says nothing.

    Raises:
        Tampered: the recovery key is not the one the station signed.
    """
    key = recovery_key(own.keystore, own.station)
    if key is None:
        return RecoveryState(ShareStanding.NONE, None, None, None, _said(own, ShareStanding.NONE))
    standing = _standing(key, now)
    checked = moment(key.checked_ms) if key.checked_ms else None
    due = checked + YEAR if checked and key.state == CHECKED else None
    return RecoveryState(standing, moment(key.made_ms), checked, due, _said(own, standing))


def make_shares(room: KeyRoom, now: datetime) -> Shares:
    """Make a recovery key and return its shares, which nothing else will ever show.

    Former shares open nothing from then on. The shares count once ``confirm_shares`` or
    ``try_shares`` accepted them.

    Raises:
        NeedsHolder: the person who acts does not hold every key of the station.
        Tampered: the journal is not sound; nothing changed.
    """
    require_sound(room)
    require_holder(room, Role.PHARMACIST)
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    with room.keystore.store.writing():
        key = RecoveryKey(public, milliseconds(now), 0, UNCHECKED)
        write_recovery_key(room.keystore, key, room.station, room.seal())
        for domain in Domain:
            held = room.ring.domain_key(domain)
            told = (domain, held.epoch, held.key)
            write_recovery_grant(room.keystore, public, told, room.station, room.seal())
        _note_within(room, Event.SHARES_MADE, now)
    write_lines(room, now)
    shares = split_key(private.private_bytes_raw())
    return Shares(room.station.station_id.hex(), now, shares)


def confirm_shares(
    room: KeyRoom, shares: Shares, answers: Mapping[ShareQuestion, str], now: datetime
) -> None:
    """Take the shares as written down, when words of two of them were typed again.

    Args:
        room: of the person who made them.
        shares: those just made.
        answers: what was typed for each of two questions, in two different shares.
        now: written with the shares; they are due for a test a year later.

    Raises:
        SharesDiffer: the words are not those of the shares; nothing changed.
        NoShares: other shares were made since.
    """
    right = all(shares.answers(question, typed) for question, typed in answers.items())
    if not right or len({question.number for question in answers}) < 2:  # noqa: PLR2004
        raise SharesDiffer
    key = _present(room)
    if key.made_ms != milliseconds(shares.made_at):
        raise NoShares
    _mark(room, key, CHECKED, now)


def try_shares(room: KeyRoom, typed: Sequence[str], now: datetime) -> None:
    """Prove that two typed shares open this station: the yearly test.

    Raises:
        RefusedShare: a share is damaged, foreign or of a former set; the sentence says it.
        NoShares: the station has none.
    """
    key = _present(room)
    require_own_shares(typed, key)
    if key.state != USED:
        _mark(room, key, CHECKED, now)


def require_own_shares(typed: Sequence[str], key: RecoveryKey) -> X25519PrivateKey:
    """Return the recovery key that two typed shares hold.

    Raises:
        RefusedShare: they hold another one, or cannot be read.
    """
    secret = join_shares(typed)
    try:
        private = X25519PrivateKey.from_private_bytes(secret)
    except ValueError as error:
        raise RefusedShare from error
    if private.public_key().public_bytes_raw() != key.public:
        raise RefusedShare(
            "Ces parts vont ensemble, mais elles ne sont pas celles de ce poste, ou elles ont été "
            "remplacées. Comparez le poste et la date imprimés sur les feuilles."
        )
    return private


def _standing(key: RecoveryKey, now: datetime) -> ShareStanding:
    if key.state == USED:
        return ShareStanding.USED
    if key.state != CHECKED:
        return ShareStanding.UNCHECKED
    is_due = moment(key.checked_ms) + YEAR <= now
    return ShareStanding.DUE if is_due else ShareStanding.CHECKED


def _said(own: OwnAccount, standing: ShareStanding) -> str:
    is_real = own.station.purpose is Purpose.REAL
    return SENTENCES[standing] if is_real or standing is not ShareStanding.NONE else ""


def _present(room: KeyRoom) -> RecoveryKey:
    key = recovery_key(room.keystore, room.station)
    if key is None:
        raise NoShares
    return key


def _mark(room: KeyRoom, key: RecoveryKey, state: int, now: datetime) -> None:
    require_sound(room)
    with room.keystore.store.writing():
        marked = replace(key, state=state, checked_ms=milliseconds(now))
        write_recovery_key(room.keystore, marked, room.station, room.seal())
        _note_within(room, Event.SHARES_CHECKED, now)
    write_lines(room, now)


def _note_within(room: KeyRoom, event: Event, now: datetime) -> None:
    note_within(room.keystore, hand_of(room), event, room.station.station_id, now)
