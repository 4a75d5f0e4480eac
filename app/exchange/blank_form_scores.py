"""The published scores on the paper form: what counts, how much, and the two totals."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.exchange.blank_form_blocks import Section, tick
from app.exchange.blank_form_letters import BOLD, INSIDE, PLAIN, SIZE, body, said
from app.exchange.french import NBSP
from app.exchange.paper.blocks import Block, paragraph, row
from app.exchange.paper.typeface import Run, width_of
from protocols.logic import Score
from protocols.model import Protocol
from protocols.picture_words import condition_words

GAP = 14.0
START = 13.0
NAMED = f"{NBSP}: "
"""What ends the name of a measure in words."""

TOTALS = (
    "Inconnu ou non mesuré\u00a0: 0 dans «\u00a0au moins\u00a0», tous ses points dans "
    "«\u00a0au plus\u00a0»."
)


def scores(protocol: Protocol, left_out: frozenset[str]) -> Iterator[Section]:
    """Yield a table for each published score: what counts with its points, then the two totals."""
    for score in protocol.logic.book.scores:
        if score.id in left_out:
            continue
        told = [
            _told(name, one)
            for name, entries in _alike(protocol, score)
            for one in ([entries] if name else [(entry,) for entry in entries])
        ]
        longest = max(width_of(one, PLAIN, SIZE) for one in told)
        across = next((one for one in (3, 2) if longest + START <= _wide(one)), 2)
        lines = [_line(one, _wide(across)) for one in told]
        step = _wide(across) + GAP
        chunks = (lines[at : at + across] for at in range(0, len(lines), across))
        rows = [row([(rank * step, one) for rank, one in enumerate(chunk)]) for chunk in chunks]
        yield Section(paragraph(_title(protocol, score), INSIDE, body()), rows)


def _title(protocol: Protocol, score: Score) -> list[Run]:
    caution = f", {score.caution.text}" if score.caution is not None else ""
    whom = f" Seulement si {condition_words(protocol, score.applies)}." if score.applies else ""
    return [
        Run(f"{score.label}{caution}", BOLD),
        Run(f", de {score.low} à {score.high}.{whom} Au moins{NBSP}: ____", PLAIN),
        Run(f" Au plus{NBSP}: ____", PLAIN),
    ]


def _alike(protocol: Protocol, score: Score) -> list[tuple[str, tuple[tuple[str, int], ...]]]:
    """Return the entries in words with their points, those of one measure under its name."""
    told = [(condition_words(protocol, one.when), one.points) for one in score.entries]
    grouped = groupby(told, key=lambda one: one[0].rpartition(NAMED)[0])
    return [(name, tuple(entries)) for name, entries in grouped]


def _told(name: str, entries: Sequence[tuple[str, int]]) -> str:
    """Return one line: a fact, or a measure and the points of each of its ranges."""
    shared = f"{name}{NAMED}" if name else ""
    told = [f"{words.removeprefix(shared)}{NBSP}{_signed(points)}" for words, points in entries]
    return f"{shared}{' · '.join(told)}"


def _line(words: str, width: float) -> Block:
    return row([(0.0, tick()), (START, said(words, width - START))])


def _wide(across: int) -> float:
    return (INSIDE - GAP * (across - 1)) / across


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else f"–{-points}"
