"""The journal compared with its anchors: an old copy, a rewritten past, a cut end.

An anchor of ``n`` entries says what the first ``n`` entries were. The journal keeps its word
when it has at least ``n`` entries and their root is that of the anchor. An anchor that the
station did not sign says nothing; one that it signed is never wrong, unless an older copy was
restored and the journal itself says so.

Source: RFC 6962 sections 2.1.2 and 3.5 (consistency of two signed tree heads).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.records.anchors.anchor import PrintedAnchor, is_signed
from app.records.journal.entries import SignedHead, TreeHead
from app.records.station_file import StationFile

RootAt = Callable[[int], bytes]
_THEN = (
    "Ne supprimez rien, n’utilisez pas ces archives comme preuve et ouvrez la page "
    "Urgence informatique."
)


class Break(StrEnum):
    """How the journal contradicts an anchor."""

    ROLLBACK = "rollback"
    FORK = "fork"
    TRUNCATION = "truncation"


@dataclass(frozen=True, slots=True)
class AnchorBreak:
    """One contradiction: which place attests what, and what the journal has instead.

    ``attested`` is the size the anchor speaks of, ``size`` that of the journal now. For a
    fork, entry ``attested`` or one before it is no longer the same.
    """

    kind: Break
    place: str
    attested: int
    size: int
    sentence: str


@dataclass(frozen=True, slots=True)
class TreeVerdict:
    """What the anchors say of the journal at unlock.

    ``agreeing`` names the places whose anchors agree; ``warnings`` are sentences about places
    that could not be read. A journal without any break may still be an old copy when every
    place was put back with it.
    """

    size: int = 0
    breaks: tuple[AnchorBreak, ...] = ()
    warnings: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether no anchor contradicts the journal."""
        return not self.breaks

    @property
    def sentence(self) -> str:
        """What the screen says first, empty when no anchor contradicts the journal."""
        return f"{self.breaks[0].sentence} {_THEN}" if self.breaks else ""


@dataclass(frozen=True, slots=True)
class Restoration:
    """An older copy put back by the people of the pharmacy, as the journal tells it.

    ``copied`` is the size of the copy, ``lost`` the newest head known then, ``time_ms`` when.
    """

    copied: int
    lost: int
    time_ms: int

    def excuses(self, anchor: SignedHead) -> bool:
        """Tell whether ``anchor`` speaks of entries this restoration declared lost."""
        return self.copied < anchor.size <= self.lost and anchor.time_ms <= self.time_ms


def contradictions(
    anchors: Sequence[SignedHead], root_at: RootAt, size: int, station: StationFile
) -> tuple[SignedHead, ...]:
    """Return the anchors signed by the station that the journal contradicts, smallest first."""
    wrong = [one for one in anchors if not _agrees(one.head, root_at, size)]
    return tuple(sorted((one for one in wrong if is_signed(one, station)), key=_size))


def confirmed_size(anchors: Sequence[SignedHead], root_at: RootAt, size: int) -> int:
    """Return the largest anchored size up to ``size`` where the journal is the same, else 0."""
    return max((one.size for one in anchors if _agrees(one.head, root_at, size)), default=0)


def breaks_of(
    place: str, wrong: Sequence[SignedHead], size: int, same_until: int
) -> Iterator[AnchorBreak]:
    """Yield the first fork and the largest rollback that one place shows."""
    forks = [one.size for one in wrong if one.size <= size]
    if forks:
        yield _fork(place, min(forks), size, same_until)
    beyond = [one.size for one in wrong if one.size > size]
    if beyond:
        yield _rollback(place, max(beyond), size)


def printed_breaks(
    anchors: Iterable[PrintedAnchor], root_at: RootAt, size: int
) -> Iterator[AnchorBreak]:
    """Yield how the journal contradicts what was read on paper."""
    for one in anchors:
        place = f"le pied de page «\u00a0{one.size} · {one.digits}\u00a0»"
        if one.size > size:
            yield _rollback(place, one.size, size)
        elif not one.agrees(root_at(one.size)):
            yield _fork(place, one.size, size, 0)


def truncation(attested: int, size: int) -> AnchorBreak:
    """Return the break of a journal shorter than its own last signed head."""
    sentence = (
        f"Le registre s’arrête à l’entrée {size} alors que sa dernière tête signée en compte "
        f"{attested}\u00a0: sa fin a été coupée."
    )
    return AnchorBreak(Break.TRUNCATION, "la dernière tête signée", attested, size, sentence)


def _agrees(head: TreeHead, root_at: RootAt, size: int) -> bool:
    return head.size <= size and root_at(head.size) == head.root


def _rollback(place: str, attested: int, size: int) -> AnchorBreak:
    sentence = (
        f"Une copie ancienne a pris la place des archives\u00a0: le registre compte {size} "
        f"entrées, et {place} en atteste {attested}. Il en manque {attested - size}."
    )
    return AnchorBreak(Break.ROLLBACK, place, attested, size, sentence)


def _fork(place: str, attested: int, size: int, same_until: int) -> AnchorBreak:
    sentence = (
        f"Le registre a été réécrit entre les entrées {same_until + 1} et {attested}\u00a0: "
        f"{place} atteste d’autres entrées. Il en compte {size}."
    )
    return AnchorBreak(Break.FORK, place, attested, size, sentence)


def _size(anchor: SignedHead) -> int:
    return anchor.size
