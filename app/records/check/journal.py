"""The journal of a copy, walked from its first entry: numbers, leaves, chain, last head.

This is quick: hashes only. The signatures are checked apart, in ``signatures``.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.records.journal.entries import (
    Entry,
    MalformedEntry,
    TreeHead,
    decode,
    entry_digest,
    genesis,
    outline,
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


class Entries:
    """The readable entries of a copy, decoded anew each time: ten years do not fit in memory."""

    def __init__(self, evidence: sqlite3.Connection) -> None:
        self._evidence = evidence

    def __iter__(self) -> Iterator[Entry]:
        for (encoded,) in self._evidence.execute("select entry from ledger order by seq"):
            try:
                yield decode(encoded)
            except MalformedEntry:  # said when the journal was read
                continue


@dataclass(frozen=True, slots=True)
class Journal:
    """What the journal says, entry by entry, and what is wrong with it."""

    tree: Tree
    entries: Entries
    signers: dict[bytes, bytes]
    findings: tuple[Finding, ...]

    @property
    def head(self) -> TreeHead:
        """The size and root recomputed from the entries."""
        return TreeHead(self.tree.size, self.tree.root())


@dataclass(slots=True)
class _Walk:
    signers: dict[bytes, bytes]
    previous: bytes
    leaves: list[bytes] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    expected: int = 1

    def say(self, seq: int, sentence: str) -> None:
        self.findings.append(Finding(seq, sentence))


def read_journal(evidence: sqlite3.Connection, station: StationFile) -> Journal:
    """Return the journal of ``evidence`` with every number, hash and link that does not agree."""
    walk = _Walk(_signers(evidence, station), genesis(station.station_id))
    for seq, encoded, leaf in evidence.execute("select seq, entry, leaf from ledger order by seq"):
        _step(walk, seq, encoded, leaf)
    if not walk.leaves:
        walk.say(0, "Le registre est vide.")
    return Journal(Tree(walk.leaves), Entries(evidence), walk.signers, tuple(walk.findings))


def _signers(evidence: sqlite3.Connection, station: StationFile) -> dict[bytes, bytes]:
    """Return the public keys the station vouches for."""
    return {
        actor: public
        for actor, public, certificate in evidence.execute("select * from signer")
        if signed_by(station.public, certificate, signer_message(station.station_id, actor, public))
    }


def _step(walk: _Walk, seq: int, encoded: bytes, leaf: bytes) -> None:
    if seq != walk.expected:
        for missing in range(walk.expected, seq):
            walk.say(missing, f"L’entrée {missing} manque dans le registre.")
    walk.expected = seq + 1
    computed = leaf_hash(encoded)
    walk.leaves.append(computed)
    if computed != leaf:
        walk.say(seq, f"L’entrée {seq} a été modifiée\u00a0: son empreinte ne correspond plus.")
    try:
        _check_entry(walk, seq, *outline(encoded))
    except MalformedEntry:
        walk.say(seq, f"L’entrée {seq} n’est pas lisible.")
    walk.previous = entry_digest(encoded)


def _check_entry(walk: _Walk, seq: int, number: int, actor: bytes, previous: bytes) -> None:
    if number != seq:
        walk.say(seq, f"L’entrée rangée au numéro {seq} porte le numéro {number}.")
    if actor not in walk.signers:
        walk.say(seq, f"L’entrée {seq} est signée par un compte que la station ne connaît pas.")
    if previous != walk.previous:
        walk.say(seq, f"L’entrée {seq} ne suit pas celle qui la précède.")
