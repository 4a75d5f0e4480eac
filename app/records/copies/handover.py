"""The archive of a pharmacy that is sold or closes, handed over for the years that remain.

It is a backup of both halves, agreed by two people and written in the journal, with an
inventory for a paper that names nobody. Whoever receives it opens it with the accounts, or with
two recovery shares, given apart.
"""

from dataclasses import dataclass
from datetime import datetime

from app.records.columns import integer
from app.records.copies.backup import BackupReport, backup
from app.records.copies.copying import Progress
from app.records.copies.places import Places
from app.records.custody import Custody
from app.records.journal.entries import COPY_TRACE, Event, Trace, TreeHead
from app.records.retention.plan import SHEET_MONTHS, due_month
from app.records.retention.presence import Second, witness


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an archive holds, without naming anybody.

    ``first`` and ``last`` are the months (yyyymm) of the sheets, ``until`` the month in which
    the last one may be destroyed; 0 when there is no sheet.
    """

    station_id: bytes
    sheets: int
    versions: int
    documents: int
    imported: int
    held: int
    first: int
    last: int
    until: int
    head: TreeHead


@dataclass(frozen=True, slots=True)
class Handover:
    """A handed over archive: where both halves are, and what is inside."""

    report: BackupReport
    inventory: Inventory


def hand_over(
    custody: Custody,
    places: Places,
    second: Second,
    now: datetime,
    progress: Progress | None = None,
) -> Handover:
    """Make the package of an archive that changes hands, in front of the owner.

    Raises:
        SecondPerson, WrongSecret: nothing was written.
        The refusals of ``backup``: nothing half made is left.
    """
    pen = witness(custody, second)
    report = backup(custody, places, now, progress)
    head = report.head
    trace = (Trace(COPY_TRACE, head.root),)
    with custody.ledger.writing():
        custody.ledger.append(Event.HANDED_OVER, custody.station.station_id, trace, now, pen)
        custody.ledger.append(Event.HANDED_OVER, custody.station.station_id, trace, now)
    return Handover(report, inventory_of(custody, head))


def inventory_of(custody: Custody, head: TreeHead) -> Inventory:
    """Count what the vault holds."""
    last = _count(custody, "select max(month) as n from sheet")
    return Inventory(
        station_id=custody.station.station_id,
        sheets=_count(custody, "select count(distinct id) as n from sheet"),
        versions=_count(custody, "select count(*) as n from sheet"),
        documents=_count(custody, "select count(*) as n from document"),
        imported=sum(line.imported for line in custody.vault.sheets()),
        held=_count(custody, "select count(*) as n from hold"),
        first=_count(custody, "select min(month) as n from sheet"),
        last=last,
        until=due_month(last, SHEET_MONTHS) if last else 0,
        head=head,
    )


def _count(custody: Custody, sql: str) -> int:
    row = custody.store.one(sql)
    return 0 if row is None or row["n"] is None else integer(row, "n")
