"""The sealed rows of a copy against the hashes the journal keeps of them."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import sha256
from pathlib import Path

from app.records.check.captures import capture_findings
from app.records.check.cards import card_findings
from app.records.check.destroyed import destroyed, has_table
from app.records.check.holds import hold_findings
from app.records.check.journal import Finding, Journal
from app.records.envelope import FIRST_VERSION, Kind, blob_header
from app.records.journal.entries import PERSON_TRACE, Entry, Event
from app.records.station_file import VAULT

_Place = tuple[int, bytes, int]
_SHEETS = frozenset(
    {Event.SHEET_SEALED, Event.SHEET_CORRECTED, Event.SHEET_COMPLETED, Event.SHEET_IMPORTED}
)
_DOCUMENTS = range(Kind.PDF, 32)
_WORDS = {
    Kind.SHEET: "La fiche",
    Kind.SUMMARY: "La ligne d’archive",
    Kind.PACKAGE: "Le protocole",
}


class Bodies(Enum):
    """How documents are read: they are the bulk of ten years."""

    HEADERS = "headers"
    READ = "read"


_DOCUMENT_COLUMNS = {
    Bodies.HEADERS: "select id, sheet, version, kind, substr(body, 1, 64) from document",
    Bodies.READ: "select id, sheet, version, kind, body from document",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A stored row: what the journal calls it, where it is, the hash of its bytes if read."""

    kind: int
    about: bytes
    version: int
    digest: bytes
    well_headed: bool


def row_findings(
    folder: Path, evidence: sqlite3.Connection, journal: Journal, bodies: Bodies
) -> Iterator[Finding]:
    """Yield what is missing, altered or added among the rows and captures of the vault."""
    yield from structure(evidence, VAULT)
    gone = destroyed(evidence, journal.entries)
    yield from gone.findings
    versions = tuple(_versions(journal.entries, gone.entries))
    yield from _traced(_expected(versions), _stored(evidence, bodies))
    present = [entry for _, entry in versions]
    is_read = bodies is Bodies.READ
    yield from capture_findings(evidence, folder, present, read_data=is_read)
    signed = {entry.seq: (entry.about, version) for version, entry in versions}
    yield from card_findings(evidence, journal.entries, signed, gone.entries)
    yield from _numbers(evidence, versions)
    yield from _kept(evidence, journal.entries)
    yield from hold_findings(evidence, journal.entries, {entry.about for entry in present})
    yield from _packages(evidence, journal.entries)
    yield from _facts(evidence, journal.entries, gone.facts)
    yield from _people(evidence, journal.entries)


def structure(evidence: sqlite3.Connection, name: str) -> Iterator[Finding]:
    """Yield what SQLite itself finds wrong: pages, and indexes that hide a row."""
    (said,) = evidence.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        yield Finding(0, f"La structure du fichier {name} est abîmée.")


def _versions(entries: Iterable[Entry], gone: frozenset[int]) -> Iterator[tuple[int, Entry]]:
    """Yield each sheet entry whose rows must be there, with the version it sealed."""
    counts: Counter[bytes] = Counter()
    for entry in entries:
        if entry.event in _SHEETS:
            counts[entry.about] += 1
            if entry.seq not in gone:
                yield counts[entry.about], entry


def _expected(versions: Iterable[tuple[int, Entry]]) -> dict[_Place, tuple[int, bytes]]:
    """Return, for each row that must be there, its entry and its hash."""
    return {
        (trace.kind, entry.about, version): (entry.seq, trace.digest)
        for version, entry in versions
        for trace in entry.traces
        if trace.kind in {Kind.SHEET, Kind.SUMMARY} or trace.kind in _DOCUMENTS
    }


def _stored(evidence: sqlite3.Connection, bodies: Bodies) -> Iterator[_Row]:
    for sheet, version, body in evidence.execute("select id, version, body from sheet"):
        yield _row((Kind.SHEET, sheet, version), body, (Kind.SHEET, version, sheet))
    for sheet, version, body in evidence.execute("select id, version, body from summary"):
        yield _row((Kind.SUMMARY, sheet, version), body, (Kind.SUMMARY, version, sheet))
    for row_id, sheet, version, kind, body in evidence.execute(_DOCUMENT_COLUMNS[bodies]):
        row = _row((16 + kind, sheet, version), body, (16 + kind, version, row_id))
        yield row if bodies is Bodies.READ else replace(row, digest=b"")


def _row(place: _Place, body: bytes, header: tuple[int, int, bytes]) -> _Row:
    return _Row(*place, sha256(body).digest(), blob_header(body) == header)


def _traced(expected: dict[_Place, tuple[int, bytes]], stored: Iterable[_Row]) -> Iterator[Finding]:
    for row in stored:
        seq, digest = expected.pop((row.kind, row.about, row.version), (0, b""))
        if not seq:
            words, row_name = _words(row.kind), row.about.hex()[:8]
            yield Finding(0, f"{words} {row_name}… n’est pas dans le registre.")
        elif (row.digest and row.digest != digest) or not row.well_headed:
            yield Finding(seq, f"{_words(row.kind)} de l’entrée {seq} a été remplacé ou modifié.")
    for (kind, _, _), (seq, _) in expected.items():
        yield Finding(seq, f"{_words(kind)} de l’entrée {seq} manque.")


def _words(kind: int) -> str:
    return _WORDS.get(Kind(kind), "Le document") if kind in set(Kind) else "Le document"


def _numbers(
    evidence: sqlite3.Connection, versions: Iterable[tuple[int, Entry]]
) -> Iterator[Finding]:
    """Compare the number kept beside a sheet version, by which it is listed."""
    numbers = {(entry.about, version): entry.seq for version, entry in versions}
    for sheet, version, seq in evidence.execute("select id, version, seq from sheet"):
        number = numbers.get((sheet, version), 0)
        if number and seq != number:
            yield Finding(number, f"La fiche de l’entrée {number} est rangée au numéro {seq}.")


def _kept(evidence: sqlite3.Connection, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Compare the archive line of each held sheet that outlived its month."""
    if not has_table(evidence, "kept"):
        return
    vouched = {
        (entry.seq, entry.about, trace.digest)
        for entry in entries
        if entry.event == Event.SHEET_KEPT
        for trace in entry.traces
    }
    for sheet, version, seq, body in evidence.execute("select id, version, seq, summary from kept"):
        line = (seq, sheet, sha256(body).digest())
        if line not in vouched or blob_header(body) != (Kind.SUMMARY, version, sheet):
            yield Finding(seq, "La ligne d’une fiche conservée a été remplacée ou modifiée.")


def _packages(evidence: sqlite3.Connection, entries: Iterable[Entry]) -> Iterator[Finding]:
    kept = {
        sha256(body).digest(): (package_id, seq, blob_header(body))
        for package_id, seq, body in evidence.execute("select id, seq, body from package")
    }
    for entry in entries:
        for trace in entry.traces:
            if trace.kind == Kind.PACKAGE:
                package_id, seq, header = kept.pop(trace.digest, (b"", 0, None))
                if seq != entry.seq or header != (Kind.PACKAGE, FIRST_VERSION, package_id):
                    yield Finding(
                        entry.seq, f"Le protocole de l’entrée {entry.seq} manque ou a changé."
                    )
    if kept:
        yield Finding(0, "Un protocole enregistré n’est pas dans le registre.")


def _facts(evidence: sqlite3.Connection, entries: Iterable[Entry], gone: int) -> Iterator[Finding]:
    traced = sum(trace.kind == Kind.FACT for entry in entries for trace in entry.traces) - gone
    kept = 0
    for fact_id, body in evidence.execute("select id, body from fact"):
        kept += 1
        if blob_header(body) != (Kind.FACT, FIRST_VERSION, fact_id):
            yield Finding(0, f"Le fait d’activité {fact_id.hex()[:8]}… a été déplacé ou modifié.")
    if kept != traced:
        yield Finding(0, f"Le registre compte {traced} faits d’activité, le fichier {kept}.")


def _people(evidence: sqlite3.Connection, entries: Iterable[Entry]) -> Iterator[Finding]:
    kept = {
        actor: sha256(public + certificate).digest()
        for actor, public, certificate in evidence.execute("select * from signer")
    }
    for entry in entries:
        if entry.event == Event.PERSON_ADDED:
            digest = kept.pop(entry.about, None)
            if not any((t.kind, t.digest) == (PERSON_TRACE, digest) for t in entry.traces):
                yield Finding(entry.seq, f"Le compte de l’entrée {entry.seq} manque ou a changé.")
    if kept:
        yield Finding(0, "Un compte signataire n’est pas dans le registre.")
