"""The ways by which what was sealed leaves: a folder, the secure mail, the service of the DMP.

The folder is the default and asks for no authorisation: a person, or the software of the pharmacy,
takes the archives from there. Each way says itself why it is closed.
"""

import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.exchange.dmp import Channel
from app.office.outbox_messages import Way
from app.records.custody import Custody
from app.records.vault import DocumentKind, OutboxLine
from app.transport.account import Account
from app.transport.dmp.service import DmpService
from app.transport.outbox import MailOutbox
from app.transport.queue import Held, Line
from app.transport.record_outbox import RecordOutbox
from app.transport.states import Condition, Outcome
from app.transport.submission import Ending

ARCHIVES: Mapping[DocumentKind, str] = {
    DocumentKind.XDM: "IHE_XDM.ZIP",
    DocumentKind.TROD_XDM: "test_IHE_XDM.ZIP",
}
_MAY_HAVE_LEFT = frozenset({Condition.SENDING, Condition.DOUBTFUL})


class DmpTransport(Protocol):
    """One way out of the station."""

    @property
    def way(self) -> Way:
        """Which one it is."""
        ...

    def send(self) -> tuple[Ending, ...]:
        """Carry what is due, the oldest first; return how each ended.

        Nothing leaves twice by itself, and nothing of a patient who objects leaves at all.

        Raises:
            StationError: nothing more can leave by this way; the sentence says what to do.
        """
        ...


class FolderWay:
    """Writes the archives that wait in ``folder``, one folder a sheet, byte for byte.

    ``write`` writes files whole in a folder, or raises a ``StationError``.
    """

    way = Way.FOLDER

    def __init__(
        self,
        custody: Custody,
        folder: Path,
        write: Callable[[Path, Mapping[str, bytes]], None],
        now: Callable[[], datetime],
    ) -> None:
        self._vault = custody.vault
        self._records = RecordOutbox(custody, now)
        self._folder, self._write, self._now = folder, write, now

    def send(self) -> tuple[Ending, ...]:
        """Write what waits; a record that may be in the DMP already is left to a person."""
        numbers = {one.sheet_id: one.number for one in self._vault.sheets()}
        unsure = {(one.sheet_id, one.kind) for one in self._lines() if _is_unsure(one)}
        waits = [one for one in self._records.records() if (one.ref, one.kind) not in unsure]
        return tuple(end for one in waits if (end := self._written(one, numbers.get(one.ref, 0))))

    def _written(self, line: OutboxLine, number: int) -> Ending | None:
        try:
            sealed = self._records.queue.opened(line.ref, Channel.DMP)
        except Held:
            return None
        content = sealed.documents[line.kind]
        self._write(self._folder / f"fiche-{number:06d}", {ARCHIVES[line.kind]: content})
        self._vault.record_export(line.ref, line.kind, self._now())
        return Ending(Outcome.ACCEPTED)

    def _lines(self) -> tuple[Line, ...]:
        return self._records.queue.lines(self._now())


class MailWay:
    """Hands the mails that are due to the operator of the pharmacy."""

    way = Way.MAIL

    def __init__(self, outbox: MailOutbox, account: Account, context: ssl.SSLContext) -> None:
        self._outbox, self._account, self._context = outbox, account, context

    def send(self) -> tuple[Ending, ...]:
        """Submit the mails that are due."""
        return self._outbox.send(self._account, self._context)


class ServiceWay:
    """Gives the records that are due to the service of the DMP."""

    way = Way.DMP

    def __init__(self, records: RecordOutbox, service: DmpService) -> None:
        self._records, self._service = records, service

    def send(self) -> tuple[Ending, ...]:
        """Give the records that are due."""
        return self._records.send(self._service)


def _is_unsure(line: Line) -> bool:
    return line.sending.condition in _MAY_HAVE_LEFT
