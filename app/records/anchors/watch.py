"""The anchors of an open session: compared once at unlock, then kept up with the journal.

Each new head goes at once to the places that are quick (files), to the others at unlock,
every hour and at lock. While an anchor contradicts the journal, no place that holds a single
anchor is written: the proof would be lost.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from app.records.anchors.keepers import Keeper, KeeperUnreachable, KeptAnchors
from app.records.anchors.verdict import (
    AnchorBreak,
    Restoration,
    TreeVerdict,
    breaks_of,
    confirmed_size,
    contradictions,
    truncation,
)
from app.records.journal.entries import SignedHead, milliseconds
from app.records.journal.ledger import Ledger
from app.records.station_file import StationFile

SLOW_EVERY_MS = 3_600_000


@dataclass(slots=True)
class _Place:
    """One keeper and what it said at unlock; a silent one is asked again an hour later."""

    keeper: Keeper
    kept: KeptAnchors = field(default_factory=KeptAnchors)
    wrong: tuple[SignedHead, ...] = ()
    excused: tuple[SignedHead, ...] = ()
    written_ms: int = 0
    silent: bool = False


class Watch:
    """Compares the journal of a session with its anchors, and keeps the anchors."""

    def __init__(
        self,
        ledger: Ledger,
        station: StationFile,
        keepers: Sequence[Keeper],
        restorations: Callable[[], Iterable[Restoration]] = tuple,
    ) -> None:
        """Read every keeper and compare; nothing is written yet.

        ``restorations`` is asked only when an anchor contradicts the journal: it reads all of it.
        """
        self._ledger = ledger
        self._station = station
        self._restorations = restorations
        self._warnings: list[str] = []
        self._places = [self._place(keeper) for keeper in keepers]
        self.verdict = self._verdict()

    def begin(self, now: datetime) -> None:
        """Note a clock set back, anchor the present head, then each new one."""
        self._ledger.note_clock(now)
        for place in self._places:
            place.written_ms = milliseconds(now) if place.silent else 0
            self._settle(place)
        if self._ledger.sound and self._ledger.signed is not None:
            self._write(self._ledger.signed, hurry=True)
        self._ledger.follow(self.grew)

    def grew(self, anchor: SignedHead) -> None:
        """Keep the head of a commit; an unreachable place is a warning, never a refusal."""
        self._write(anchor, hurry=False)

    def end(self) -> None:
        """Anchor the last head everywhere, durably."""
        if self._ledger.sound and self._ledger.signed is not None:
            self._write(self._ledger.signed, hurry=True)
        for place in self._places:
            self._settle(place)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the person must know about places that could not be read or written."""
        return tuple(dict.fromkeys(self._warnings))

    def _place(self, keeper: Keeper) -> _Place:
        place = _Place(keeper)
        try:
            place.kept = keeper.read()
        except KeeperUnreachable as unreachable:
            self._warnings.append(unreachable.sentence)
            place.silent = True
            return place
        if place.kept.damaged:
            self._warnings.append(_damaged(keeper.name, place.kept.damaged))
        wrong = contradictions(place.kept.anchors, self._root_at, self._ledger.size, self._station)
        declared = tuple(self._restorations()) if wrong else ()
        place.excused = tuple(one for one in wrong if _is_excused(one, declared))
        place.wrong = tuple(one for one in wrong if one not in place.excused)
        return place

    def _verdict(self) -> TreeVerdict:
        size = self._ledger.size
        found = chain(self._cut_end(), *(self._breaks(place) for place in self._places))
        agreeing = (
            place.keeper.name
            for place in self._places
            if not place.wrong and confirmed_size(place.kept.anchors, self._root_at, size)
        )
        return TreeVerdict(size, tuple(found), self.warnings, tuple(agreeing))

    def _cut_end(self) -> tuple[AnchorBreak, ...]:
        signed = self._ledger.signed
        if signed is None or signed.size <= self._ledger.size:
            return ()
        return (truncation(signed.size, self._ledger.size),)

    def _breaks(self, place: _Place) -> tuple[AnchorBreak, ...]:
        before = min((one.size - 1 for one in place.wrong), default=0)
        same = confirmed_size(place.kept.anchors, self._root_at, min(before, self._ledger.size))
        return tuple(breaks_of(place.keeper.name, place.wrong, self._ledger.size, same))

    def _root_at(self, size: int) -> bytes:
        return self._ledger.head_at(size).root

    def _write(self, anchor: SignedHead, *, hurry: bool) -> None:
        for place in self._places:
            at_once = (place.keeper.is_quick or hurry) and not place.silent
            spared = place.wrong and not place.keeper.is_quick
            if not spared and (at_once or _is_due(place, anchor)):
                self._keep(place, anchor)

    def _keep(self, place: _Place, anchor: SignedHead) -> None:
        place.written_ms, place.silent = anchor.time_ms, False
        try:
            place.keeper.keep(anchor)
        except KeeperUnreachable as unreachable:
            self._warnings.append(unreachable.sentence)
            place.silent = True

    def _settle(self, place: _Place) -> None:
        if place.wrong or place.silent:  # a proof is never shortened
            return
        try:
            place.keeper.settle(place.excused)
        except KeeperUnreachable as unreachable:
            self._warnings.append(unreachable.sentence)
            place.silent = True


def _is_excused(anchor: SignedHead, declared: Sequence[Restoration]) -> bool:
    return any(one.excuses(anchor) for one in declared)


def _is_due(place: _Place, anchor: SignedHead) -> bool:
    return abs(anchor.time_ms - place.written_ms) >= SLOW_EVERY_MS


def _damaged(name: str, count: int) -> str:
    lines = "une ligne illisible" if count == 1 else f"{count} lignes illisibles"
    return f"Il y a {lines} dans {name}\u00a0: les autres témoins ont été comparés."
