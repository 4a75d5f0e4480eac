"""Verification of a station, or of a copy of one, without any key.

Whoever holds a copy of ``station.json`` and ``vault.sqlite`` can run it: the leaves of the
journal are hashes of sealed bytes. What it cannot see without a key: an altered draft or
wrapped key (reading refuses them), and which fact a trace of fact means (their number is
compared; reading a sheet compares its own). A whole folder put back to an older state, or
written again under another station key, is seen only with an anchor kept elsewhere, such as
a printed footer.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from app.records.check.journal import Finding, read_journal
from app.records.check.keys import key_findings
from app.records.check.months import Months, read_months
from app.records.check.rows import Bodies, row_findings
from app.records.check.signatures import Progress, last_head, signatures
from app.records.check.witnesses import NOBODY, Witnesses, testimony
from app.records.database import UNREADABLE, has_tables_of_its_version
from app.records.journal.entries import TreeHead
from app.records.journal.merkle import EMPTY
from app.records.keys.keystore import KEYS
from app.records.refusals import FolderAbsent, VaultRefusal
from app.records.schema import VAULT as VAULT_SCHEMA
from app.records.station_file import KEYSTORE, STATION, VAULT, StationFile, read_station_file

__all__ = ["Depth", "Finding", "Report", "Witnesses", "verify"]

_NOTHING = TreeHead(0, EMPTY)


class Depth(IntEnum):
    """How much is read: each level does all of the one before."""

    # Numbers, hashes, tree, last signed head, anchors: seconds for ten years.
    HASHES = 1
    # Every signature, every row and its place, the key file; documents by their headers.
    ROWS = 2
    # Every sealed byte.
    DATA = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: ``findings`` is empty when everything agrees, else the first entry first.

    ``head`` is the size and root recomputed from the entries: compare it with a footer.
    ``agreeing`` counts the anchors, by place, that confirm it; ``damaged`` their unreadable
    lines, as a power cut leaves one. ``closed`` are the months (yyyymm) with rows that no key of
    the key file opens.
    """

    entries: int
    head: TreeHead
    findings: tuple[Finding, ...]
    depth: Depth = Depth.DATA
    agreeing: int = 0
    damaged: int = 0
    closed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What is asked of a verification; ``progress`` counts signatures, False stops it."""

    depth: Depth = Depth.DATA
    witnesses: Witnesses = NOBODY
    progress: Progress | None = None


_WHOLE = Check()


def verify(folder: Path, check: Check = _WHOLE) -> Report:
    """Return what ``folder`` shows to somebody who holds no key; nothing in it is changed.

    Raises:
        FolderAbsent: there is neither a station file nor a vault.
        NoAnchors: a file of anchors that was named holds none of this station.
        CheckStopped: ``check.progress`` said so.
    """
    if not (folder / STATION).exists() and not (folder / VAULT).exists():
        raise FolderAbsent
    try:
        station = read_station_file(folder)
    except VaultRefusal:
        sentence = f"{STATION} manque ou est altéré\u00a0: aucune signature ne peut être vérifiée."
        return Report(0, _NOTHING, (Finding(0, sentence),), check.depth)
    report = _vault_report(folder, station, check)
    if check.depth > Depth.HASHES and (folder / KEYSTORE).exists():
        keys = _read_keys(folder, station)
        findings = (*report.findings, *keys.findings)
        report = replace(report, findings=findings, closed=keys.closed)
    return replace(report, findings=_in_order(report.findings))


def open_evidence(path: Path) -> sqlite3.Connection:
    """Return a read-only view of one instant of ``path``; a closed copy is not touched."""
    has_log = path.with_name(f"{path.name}-wal").exists()
    mode = "mode=ro" if has_log else "mode=ro&immutable=1"
    evidence = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
    evidence.execute("PRAGMA trusted_schema = OFF")
    evidence.execute("PRAGMA cell_size_check = ON")
    evidence.execute("BEGIN")
    return evidence


@contextmanager
def _settled(path: Path) -> Iterator[Path]:
    """Give ``path``, or a copy of it where a write that was cut is undone.

    Only SQLite knows how to read the journal beside it, and it would write in the folder.
    """
    beside = path.with_name(f"{path.name}-journal")
    if not beside.exists():
        yield path
        return
    with TemporaryDirectory() as room:
        copy = Path(room, path.name)
        shutil.copyfile(path, copy)
        shutil.copyfile(beside, copy.with_name(beside.name))
        with closing(sqlite3.connect(copy)) as undoing:
            undoing.execute("select count(*) from sqlite_schema").fetchone()
        yield copy


def _vault_report(folder: Path, station: StationFile, check: Check) -> Report:
    try:
        with closing(open_evidence(folder / VAULT)) as evidence:
            if not has_tables_of_its_version(evidence, VAULT_SCHEMA):
                return _unread(f"Les tables de {VAULT} ont été changées.", check)
            return _read_report(folder, evidence, station, check)
    except UNREADABLE:
        return _unread(f"{VAULT} ne peut pas être lu jusqu’au bout.", check)


def _read_report(
    folder: Path, evidence: sqlite3.Connection, station: StationFile, check: Check
) -> Report:
    journal = read_journal(evidence, station)
    heard = testimony(folder, station, journal, check.witnesses)
    findings = list(journal.findings)
    if check.depth > Depth.HASHES:
        findings += signatures(evidence, journal, station, check.progress)
    findings += last_head(evidence, journal, station)
    if check.depth > Depth.HASHES:
        bodies = Bodies.READ if check.depth is Depth.DATA else Bodies.HEADERS
        findings += row_findings(folder, evidence, journal, bodies)
    findings += heard.findings
    return Report(
        entries=journal.tree.size,
        head=journal.head,
        findings=tuple(findings),
        depth=check.depth,
        agreeing=heard.agreeing,
        damaged=heard.damaged,
    )


def _unread(sentence: str, check: Check) -> Report:
    return Report(0, _NOTHING, (Finding(0, sentence),), check.depth)


def _read_keys(folder: Path, station: StationFile) -> Months:
    """Return what the key file shows of itself, and of the months of the vault."""
    try:
        with _settled(folder / KEYSTORE) as settled, closing(open_evidence(settled)) as evidence:
            if not has_tables_of_its_version(evidence, KEYS):
                return Months((Finding(0, f"Les tables de {KEYSTORE} ont été changées."),))
            findings = key_findings(evidence, station)
            months = _months(folder / VAULT, evidence)
    except UNREADABLE:
        return Months((Finding(0, f"{KEYSTORE} ne peut pas être lu jusqu’au bout."),))
    return replace(months, findings=(*findings, *months.findings))


def _months(path: Path, keys: sqlite3.Connection) -> Months:
    """Return what the key file says of the months; a vault not read was said before."""
    try:
        with closing(open_evidence(path)) as vault:
            known = has_tables_of_its_version(vault, VAULT_SCHEMA)
            return read_months(vault, keys) if known else Months()
    except UNREADABLE:
        return Months()


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the first thing said of each entry; what is said of none comes last."""
    kept: dict[tuple[int, str], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.seq, "" if finding.seq else finding.sentence), finding)
    return tuple(sorted(kept.values(), key=lambda finding: (finding.seq == 0, finding.seq)))
