"""What an inquiry needs of a station, written without any key: nothing in it names a patient.

One new folder: the journal entry by entry, its signed heads, the accesses as they are sealed,
the anchors, the hash of every file, and the verdict of the verification. A vault that an attacker
damaged is the case it is for: what can still be read is written, and the rest is said.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from app import __version__
from app.errors import StationError
from app.records.anchors.keepers import ANCHORS
from app.records.check.verify import Report, open_evidence, verify
from app.records.database import UNREADABLE
from app.records.station_file import STATION, VAULT

JOURNAL, HEADS, ACCESSES = "journal.jsonl", "tetes.jsonl", "acces-scelles.jsonl"
HASHES, VERDICT, READ_ME = "empreintes.txt", "verification.txt", "LISEZ-MOI.txt"
_TABLES = {
    JOURNAL: ("ledger", "seq"),
    HEADS: ("head", "size"),
    ACCESSES: ("access", "seq"),
}
_COPIED = (STATION, ANCHORS)
_LOOSE = (".lock", "-wal", "-shm")
UNREAD = "illisible"
_SAID = """Preuves du poste, écrites le {at}.

{journal}\u00a0: chaque maillon du journal, en hexadécimal, dans l’ordre.
{heads}\u00a0: les têtes du journal, signées par le poste.
{accesses}\u00a0: le journal des accès, scellé\u00a0; seul le titulaire le lit.
{copied}\u00a0: l’identité du poste et ses ancres.
{hashes}\u00a0: SHA-256 de chaque fichier du poste au moment de l’écriture, ou « illisible ».
{verdict}\u00a0: ce que la vérification a trouvé, sans aucune clé.

Aucun nom de patient n’est dans ce dossier. Gardez-le tel quel, hors de l’officine.
"""


class EvidenceUnwritten(StationError):
    """The folder of the evidence could not be written."""

    def __init__(self) -> None:
        super().__init__(
            "Les preuves n’ont pas pu être écrites. Branchez une clé USB vide, indiquez son "
            "dossier, puis recommencez\u00a0: rien n’a été changé sur le poste."
        )


def write_evidence(folder: Path, target: Path, now: datetime) -> Path:
    """Write the evidence of the station of ``folder`` in a new folder under ``target``.

    Raises:
        EvidenceUnwritten: the support refuses it or is full.
    """
    into = target / f"preuves-{now:%Y%m%d-%H%M%S}"
    try:
        into.mkdir(parents=True, mode=0o700)
        report = verify(folder)
        with suppress(*UNREADABLE):  # the verdict says that it cannot be read to its end
            _write_tables(folder / VAULT, into)
        for name in _COPIED:
            if (folder / name).is_file():
                (into / name).write_bytes((folder / name).read_bytes())
        (into / HASHES).write_text("".join(_hashes(folder, into)), encoding="utf-8")
        (into / VERDICT).write_text(_verdict(report), encoding="utf-8")
        (into / READ_ME).write_text(_said(now), encoding="utf-8")
    except OSError as refused:
        raise EvidenceUnwritten from refused
    return into


def _write_tables(vault: Path, into: Path) -> None:
    """Write the rows of the tables that prove, bytes in hexadecimal."""
    if not vault.is_file():
        return
    with closing(open_evidence(vault)) as evidence:
        there = {row[0] for row in evidence.execute("select name from sqlite_master")}
        for name, (table, order) in _TABLES.items():
            if table not in there:
                continue
            rows = evidence.execute(f"select * from {table} order by {order}")  # noqa: S608
            columns = [one[0] for one in rows.description]
            with (into / name).open("w", encoding="utf-8") as lines:
                for row in rows:
                    shown = map(_shown, row)
                    lines.write(json.dumps(dict(zip(columns, shown, strict=True))) + "\n")


def _shown(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def _hashes(folder: Path, into: Path) -> Iterator[str]:
    """Yield one line a file, the evidence itself and what only lives while open left out."""
    for path in sorted(folder.rglob("*")):
        loose = path.name.endswith(_LOOSE) or path.is_relative_to(into)
        if path.is_file() and not path.is_symlink() and not loose:
            yield f"{_hash(path)}  {path.relative_to(folder).as_posix()}\n"


def _hash(path: Path) -> str:
    """Return the hash of a file, or that the disk does not give it back: the others still count."""
    try:
        with path.open("rb") as content:
            return file_digest(content, "sha256").hexdigest()
    except OSError:
        return UNREAD


def _verdict(report: Report) -> str:
    root = report.head.root.hex()
    software = f"Logiciel\u00a0: {__version__}, SQLite {sqlite3.sqlite_version}"
    lines = [
        software,
        f"Maillons\u00a0: {report.entries}",
        f"Tête\u00a0: {report.head.size} {root}",
    ]
    lines += [f"Maillon {one.seq}\u00a0: {one.sentence}" for one in report.findings]
    return "\n".join(lines if report.findings else [*lines, "Aucune rupture."]) + "\n"


def _said(now: datetime) -> str:
    return _SAID.format(
        at=now.strftime("%d/%m/%Y à %H:%M"),
        journal=JOURNAL,
        heads=HEADS,
        accesses=ACCESSES,
        copied=", ".join(_COPIED),
        hashes=HASHES,
        verdict=VERDICT,
    )
