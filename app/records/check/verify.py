"""Verification of a station, or of a copy of one, without any key.

Whoever holds a copy of ``station.json`` and ``vault.sqlite`` can run it: the leaves of the
journal are hashes of sealed bytes. What it cannot see without a key: an altered draft or
wrapped key (reading refuses them), and which fact a trace of fact means (their number is
compared; reading a sheet compares its own). A whole folder put back to an older state, or
written again under another station key, is seen only with an anchor kept elsewhere, such as
a printed footer.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.records.check.journal import Finding, read_journal
from app.records.check.keys import key_findings
from app.records.check.rows import row_findings
from app.records.database import UNREADABLE, has_tables_of
from app.records.journal.entries import TreeHead
from app.records.journal.merkle import EMPTY
from app.records.keys.keystore import KEYS
from app.records.refusals import FolderAbsent, VaultRefusal
from app.records.schema import VAULT as VAULT_SCHEMA
from app.records.station_file import KEYSTORE, STATION, VAULT, StationFile, read_station_file

__all__ = ["Finding", "Report", "verify"]

_NOTHING = TreeHead(0, EMPTY)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: ``findings`` is empty when everything agrees, else the first entry first.

    ``head`` is the size and root recomputed from the entries: compare it with a footer.
    """

    entries: int
    head: TreeHead
    findings: tuple[Finding, ...]


def verify(folder: Path) -> Report:
    """Return what ``folder`` shows to somebody who holds no key; nothing in it is changed.

    Raises:
        FolderAbsent: there is neither a station file nor a vault.
    """
    if not (folder / STATION).exists() and not (folder / VAULT).exists():
        raise FolderAbsent
    try:
        station = read_station_file(folder)
    except VaultRefusal:
        sentence = f"{STATION} manque ou est altéré\u00a0: aucune signature ne peut être vérifiée."
        return Report(0, _NOTHING, (Finding(0, sentence),))
    head, findings = _vault_findings(folder / VAULT, station)
    if (folder / KEYSTORE).exists():
        findings = (*findings, *_keystore_findings(folder / KEYSTORE, station))
    return Report(head.size, head, _in_order(findings))


def open_evidence(path: Path) -> sqlite3.Connection:
    """Return a read-only view of one instant of ``path``; a closed copy is not touched."""
    has_log = path.with_name(f"{path.name}-wal").exists()
    mode = "mode=ro" if has_log else "mode=ro&immutable=1"
    evidence = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
    evidence.execute("PRAGMA trusted_schema = OFF")
    evidence.execute("PRAGMA cell_size_check = ON")
    evidence.execute("BEGIN")
    return evidence


def _vault_findings(path: Path, station: StationFile) -> tuple[TreeHead, tuple[Finding, ...]]:
    try:
        with closing(open_evidence(path)) as evidence:
            if not has_tables_of(evidence, VAULT_SCHEMA):
                return _NOTHING, (Finding(0, f"Les tables de {VAULT} ont été changées."),)
            journal = read_journal(evidence, station)
            return journal.head, (*journal.findings, *row_findings(evidence, journal))
    except UNREADABLE:
        return _NOTHING, (Finding(0, f"{VAULT} ne peut pas être lu jusqu’au bout."),)


def _keystore_findings(path: Path, station: StationFile) -> tuple[Finding, ...]:
    try:
        with closing(open_evidence(path)) as evidence:
            if not has_tables_of(evidence, KEYS):
                return (Finding(0, f"Les tables de {KEYSTORE} ont été changées."),)
            return key_findings(evidence, station)
    except UNREADABLE:
        return (Finding(0, f"{KEYSTORE} ne peut pas être lu jusqu’au bout."),)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the first thing said of each entry; what is said of none comes last."""
    kept: dict[tuple[int, str], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.seq, "" if finding.seq else finding.sentence), finding)
    return tuple(sorted(kept.values(), key=lambda finding: (finding.seq == 0, finding.seq)))
