"""The journal of a copy, walked from its first entry: chain, leaves, signatures, heads."""

import sqlite3
from dataclasses import dataclass, field

from app.records.journal.entries import (
    Entry,
    MalformedEntry,
    TreeHead,
    decode,
    entry_digest,
    entry_signed_by,
    genesis,
    head_signed,
    signed_by,
)
from app.records.journal.ledger import signer_message
from app.records.journal.merkle import Tree, leaf_hash
from app.records.station_file import StationFile


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree; ``seq`` is the journal entry, 0 when it is none."""

    seq: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Journal:
    """What the journal says, entry by entry, and what is wrong with it."""

    head: TreeHead
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Walk:
    station: StationFile
    signers: dict[bytes, bytes]
    previous: bytes
    tree: Tree = field(default_factory=Tree)
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    expected: int = 1

    def say(self, seq: int, sentence: str) -> None:
        self.findings.append(Finding(seq, sentence))


def read_journal(evidence: sqlite3.Connection, station: StationFile) -> Journal:
    """Return the journal of ``evidence`` with everything that does not agree in it."""
    walk = _Walk(station, _signers(evidence, station), genesis(station.station_id))
    for seq, encoded, leaf in evidence.execute("select seq, entry, leaf from ledger order by seq"):
        _step(walk, seq, encoded, leaf)
    if not walk.tree.size:
        walk.say(0, "Le registre est vide.")
    _check_heads(walk, evidence)
    head = TreeHead(walk.tree.size, walk.tree.root())
    return Journal(head, tuple(walk.entries), tuple(walk.findings))


def _signers(evidence: sqlite3.Connection, station: StationFile) -> dict[bytes, bytes]:
    """Return the public keys the station vouches for."""
    return {
        actor: public
        for actor, public, certificate in evidence.execute("select * from signer")
        if signed_by(station.public, certificate, signer_message(station.station_id, actor, public))
    }


def _step(walk: _Walk, seq: int, encoded: bytes, leaf: bytes) -> None:
    for missing in range(walk.expected, seq):
        walk.say(missing, f"L’entrée {missing} manque dans le registre.")
    walk.expected = seq + 1
    computed = leaf_hash(encoded)
    walk.tree.append(computed)
    if computed != leaf:
        walk.say(seq, f"L’entrée {seq} a été modifiée\u00a0: son empreinte ne correspond plus.")
    try:
        entry = decode(encoded)
    except MalformedEntry:
        walk.say(seq, f"L’entrée {seq} n’est pas lisible.")
    else:
        _check_entry(walk, seq, entry, encoded)
        walk.entries.append(entry)
    walk.previous = entry_digest(encoded)


def _check_entry(walk: _Walk, seq: int, entry: Entry, encoded: bytes) -> None:
    if entry.seq != seq:
        walk.say(seq, f"L’entrée rangée au numéro {seq} porte le numéro {entry.seq}.")
    public = walk.signers.get(entry.actor)
    if public is None:
        walk.say(seq, f"L’entrée {seq} est signée par un compte que la station ne connaît pas.")
    elif not entry_signed_by(encoded, walk.station.station_id, public):
        walk.say(seq, f"La signature de l’entrée {seq} n’est pas valable.")
    if entry.previous != walk.previous:
        walk.say(seq, f"L’entrée {seq} ne suit pas celle qui la précède.")


def _check_heads(walk: _Walk, evidence: sqlite3.Connection) -> None:
    """Compare each signed head with the tree; the first fork is said, later ones follow it."""
    station, size, forked = walk.station, walk.tree.size, False
    seen: set[int] = set()
    for at, root, time_ms, signature in evidence.execute("select * from head order by size"):
        seen.add(at)
        if not head_signed(
            TreeHead(at, root), time_ms, station.station_id, signature, station.public
        ):
            walk.say(at, f"La tête signée {at} n’est pas de cette station.")
        elif not 1 <= at <= size:
            walk.say(at, f"Une tête signée compte {at} entrées, le registre en a {size}.")
        elif walk.tree.root(at) != root and not forked:
            forked = True
            walk.say(at, f"Le registre ne correspond plus à la tête signée {at}.")
    for at in sorted(set(range(1, size + 1)) - seen):
        walk.say(at, f"La tête signée {at} manque.")
