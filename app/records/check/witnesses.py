"""The journal of a copy against anchors kept elsewhere: printed, in files, in its own folder."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.records.anchors.anchor import PrintedAnchor
from app.records.anchors.keepers import FileKeeper, KeeperUnreachable, KeptAnchors
from app.records.anchors.places import own_keeper
from app.records.anchors.verdict import (
    AnchorBreak,
    Break,
    Restoration,
    breaks_of,
    confirmed_size,
    contradictions,
    printed_breaks,
)
from app.records.check.journal import Finding, Journal
from app.records.journal.entries import SignedHead
from app.records.journal.restorations import restorations_in
from app.records.refusals import VaultRefusal
from app.records.station_file import StationFile


class NoAnchors(VaultRefusal):
    """The named file of anchors cannot be read, or holds none of this station."""

    said = (
        "Ce fichier de témoins ne peut pas être lu, ou n’est pas celui de cette station. "
        "Indiquez le bon fichier."
    )


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What somebody brings: footers read on paper, files of anchors."""

    printed: tuple[PrintedAnchor, ...] = ()
    files: tuple[Path, ...] = ()


NOBODY = Witnesses()


@dataclass(frozen=True, slots=True)
class Testimony:
    """What contradicts the journal, how many anchors agree with it, how many are unreadable."""

    findings: tuple[Finding, ...]
    agreeing: int
    damaged: int


def testimony(
    folder: Path, station: StationFile, journal: Journal, witnesses: Witnesses
) -> Testimony:
    """Compare the journal with ``witnesses``, and with the anchors kept in ``folder``.

    Raises:
        NoAnchors: a named file holds no anchor of this station.
    """
    size, root_at = journal.tree.size, journal.tree.root
    breaks = list(printed_breaks(witnesses.printed, root_at, size))
    agreeing, damaged = len(witnesses.printed) - len(breaks), 0
    for name, kept in _kept(folder, station, witnesses.files):
        wrong = _undeclared(contradictions(kept.anchors, root_at, size, station), journal)
        same = confirmed_size(kept.anchors, root_at, min([size, *(one.size - 1 for one in wrong)]))
        breaks += breaks_of(name, wrong, size, same)
        agreeing += bool(same and not wrong)
        damaged += kept.damaged
    return Testimony(tuple(map(_finding, breaks)), agreeing, damaged)


def _kept(
    folder: Path, station: StationFile, files: Sequence[Path]
) -> Iterator[tuple[str, KeptAnchors]]:
    try:
        own = own_keeper(folder, station)
        yield own.name, own.read()
        for path in files:
            brought = FileKeeper(path, station.station_id)
            kept = brought.read()
            if not kept.anchors:
                raise NoAnchors
            yield brought.name, kept
    except KeeperUnreachable as unread:
        raise NoAnchors from unread


def _undeclared(wrong: Sequence[SignedHead], journal: Journal) -> tuple[SignedHead, ...]:
    """Leave out the anchors of entries that the people of the pharmacy declared lost."""
    if not wrong:
        return ()
    declared = [Restoration(*one) for one in restorations_in(journal.entries)]
    return tuple(one for one in wrong if not any(lost.excuses(one) for lost in declared))


def _finding(found: AnchorBreak) -> Finding:
    return Finding(found.attested if found.kind is Break.FORK else 0, found.sentence)
