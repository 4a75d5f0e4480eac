"""What each engine answers when one red sign is not known and all the rest is reassuring.

Every red sign that concerns an adult woman, in every protocol. The others have no "unknown": it is
given to them as null, what an unanswered question is in their data. json-logic and the expressions
of zen-engine have all the rules, with and without the usual guard of a null; its decision table has
the red signs, one a row, then the pharmacy.
Asked first with every answer known, all of them answer pharmacy.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from protocols.evaluate import evaluate
from protocols.interview import relevant
from protocols.load import shipped_library
from protocols.model import UNKNOWN, Answer, Protocol
from protocols.terms import Level, Severity
from tests.bench import peers
from tests.bench.patients import calm, native
from tests.bench.two_valued import LEVEL, Work, results_of, steps_of
from tests.bench.zen_text import expressions, table

RED = {Severity.R: Level.EMERGENCY, Severity.R15: Level.SAMU_15}
WORDS = {
    Level.PHARMACY: "pharmacie",
    Level.DOCTOR_48H: "médecin sous 48 h",
    Level.DOCTOR_SAME_DAY: "médecin le jour même",
    Level.EMERGENCY: "urgences",
    Level.SAMU_15: "appel au 15",
}
REFUSED = "erreur"
ENGINES = ("osys", "json-logic", "zen, table", "zen, ?? false", "zen, expressions")

Answers = dict[str, Answer]


@dataclass(frozen=True)
class Row:
    """One red sign of one protocol, and where each engine sends the patient."""

    protocol: str
    sign: str
    label: str
    answers: tuple[str, ...]


def show(*, as_json: bool) -> int:
    """Print the table; the result is 0 when ours never answers pharmacy."""
    peers.install()
    rows = [row for protocol in shipped_library().values() for row in rows_of(protocol)]
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows]) + "\n")
    else:
        sys.stdout.write("\n".join([*_lines(rows), "", *_totals(rows)]) + "\n")
    return int(any(row.answers[0] == WORDS[Level.PHARMACY] for row in rows))


def rows_of(protocol: Protocol) -> Iterator[Row]:
    """Yield the red signs, without those that detail another: these are told by it."""
    concerned = {question.id for question in relevant(protocol, calm(protocol))}
    signs = {
        item.id: int(RED[item.severity])
        for item in protocol.logic.book.items
        if item.counted and item.severity in RED and item.id in concerned and not item.parent
    }
    engines = _engines(protocol, signs)
    assert {run(calm(protocol)) for run in engines} == {WORDS[Level.PHARMACY]}
    for sign in signs:
        answers = calm(protocol) | {sign: UNKNOWN}
        given = tuple(run(answers) for run in engines)
        yield Row(protocol.id, sign, protocol.question(sign).label, given)


def _engines(protocol: Protocol, signs: dict[str, int]) -> tuple[Callable[[Answers], str], ...]:
    steps, results = steps_of(protocol.logic, Work.LEVEL), results_of(protocol.logic, Work.LEVEL)
    others = (
        peers.json_logic(steps, results),
        peers.zen(table(tuple(signs.items()), int(Level.PHARMACY)), results),
        peers.zen(expressions(steps, " ?? false"), results),
        peers.zen(expressions(steps), results),
    )

    def ours(answers: Answers) -> str:
        return WORDS[evaluate(protocol, answers).level]

    return (ours, *(_asked(protocol, engine) for engine in others))


def _asked(protocol: Protocol, engine: peers.Engine) -> Callable[[Answers], str]:
    """Return the same question put to an engine that knows null only."""

    def run(answers: Answers) -> str:
        known = {name: one for name, one in answers.items() if one != UNKNOWN}
        try:
            level = engine(native(protocol, known))[LEVEL]
        except peers.Refused:
            return REFUSED
        assert isinstance(level, int | float)
        return WORDS[Level(int(level))]

    return run


def _lines(rows: list[Row]) -> Iterator[str]:
    widths = (20, 12, *(21 for _ in ENGINES))
    yield _line(("protocole", "signe inconnu", *ENGINES), widths)
    for row in rows:
        yield _line((row.protocol, row.sign, *row.answers), widths)


def _totals(rows: list[Row]) -> Iterator[str]:
    yield f"{len(rows)} signes d’alerte inconnus, un à la fois"
    for place, engine in enumerate(ENGINES):
        counts = Counter(row.answers[place] for row in rows)
        said = ", ".join(f"{word} {count}" for word, count in counts.most_common())
        yield f"{engine:<18}{said}"


def _line(cells: tuple[str, ...], widths: tuple[int, ...]) -> str:
    pairs = zip(cells, widths, strict=True)
    return " ".join(f"{cell:<{width}}" for cell, width in pairs).rstrip()
