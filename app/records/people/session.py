"""What one person opened: only a pharmacist's session has anything that opens a sheet."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from app.records.access_log.log import AccessLog
from app.records.anchors.verdict import TreeVerdict
from app.records.anchors.watch import Watch
from app.records.custody import Custody
from app.records.facts import Facts
from app.records.keys.notes import write_lines
from app.records.keys.put_back import key_file_alarm
from app.records.keys.room import KeyRoom, OwnAccount
from app.records.keys.roster import Person
from app.records.retention.holds import Holds
from app.records.station_file import Purpose
from app.records.vault import Vault


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the keys of one person open beside the sheets; None for what they do not.

    ``watch`` is there for whoever opens the journal.
    """

    facts: Facts | None = None
    holds: Holds | None = None
    keys: KeyRoom | None = None
    watch: Watch | None = None
    accesses: AccessLog | None = None


class Session:
    """What a person opened. ``close`` drops the keys and lets others open the folder.

    This is what an owner, an auditor or a preparer gets: it has no attribute that leads to a
    sheet. ``facts``, ``holds`` and ``keys`` are None for a role without the activity,
    ``accesses`` for one without the log of the accesses. Python cannot wipe the copies that
    OpenSSL and the interpreter made: a change of person starts a fresh process.

    ``verdict`` is what the anchors said of the journal at unlock, to be shown first when it
    does not hold; for a role that does not open the journal it says nothing. ``key_alarm`` says
    that the key file is not the one of the journal, "" for who opens no journal.
    """

    def __init__(self, own: OwnAccount, rooms: Rooms, leaving: ExitStack) -> None:
        account = own.account
        self.person = Person(account.login, account.label, account.role, account.title)
        self.own = own
        self.facts, self.holds = rooms.facts, rooms.holds
        self.keys, self.accesses = rooms.keys, rooms.accesses
        self.key_alarm = key_file_alarm(rooms.keys) if rooms.keys else ""
        self._watch = rooms.watch
        self.verdict = rooms.watch.verdict if rooms.watch else TreeVerdict()
        self._leaving = leaving

    @property
    def anchor_warnings(self) -> tuple[str, ...]:
        """Sentences about places of anchors that could not be read or written until now."""
        return self._watch.warnings if self._watch else ()

    @property
    def purpose(self) -> Purpose:
        """What the station is for."""
        return self.own.station.purpose

    def write_changes(self, now: datetime) -> None:
        """Write in the journal what was changed of the keys, for a role that signs it.

        Otherwise the line waits in the key file, and would leave with it.
        """
        if self.keys is not None and self.keys.ledger.sound:
            write_lines(self.keys, now)

    def close(self) -> None:
        """Wipe the keys, close the files, release the folder; twice is harmless."""
        self._leaving.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class PharmacistSession(Session):
    """The session of somebody who holds the key of the sheets."""

    def __init__(self, own: OwnAccount, rooms: Rooms, custody: Custody, leaving: ExitStack) -> None:
        super().__init__(own, rooms, leaving)
        self.custody = custody

    @property
    def vault(self) -> Vault:
        """The drafts, the sheets and their journal."""
        return self.custody.vault
