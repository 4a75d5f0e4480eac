"""The trace: every item and rule that weighed, every published score, with its sources."""

from collections.abc import Iterator, Mapping

from protocols.decision import FiredRule, ScoreResult
from protocols.logic import FALSE, TRUE, Item, Logic, Score, State
from protocols.model import UNKNOWN, Answer, Protocol
from protocols.orient import points_of
from protocols.relevance import score_is_shown
from protocols.terms import Level, Severity
from protocols.verdict import Verdict
from protocols.weights import RANKS

INSUFFICIENT = "recueil_insuffisant"
"""Id of the rule of insufficient information in the trace (clinical.md §3.0)."""

_BY_LEVEL = {
    Level.DOCTOR_48H: Severity.M,
    Level.DOCTOR_SAME_DAY: Severity.U,
    Level.EMERGENCY: Severity.R,
    Level.SAMU_15: Severity.R15,
}


def fired_rules(protocol: Protocol, state: State, verdict: Verdict) -> tuple[FiredRule, ...]:
    """Return what weighed: items in the order of asking, then rules, then insufficiency."""
    rules = [*_items(protocol, state), *_rules(protocol, state, verdict)]
    if state.insufficient == TRUE:
        book = protocol.logic.book
        severity = _BY_LEVEL[book.insufficient_level]
        rules.append(
            FiredRule(
                id=INSUFFICIENT,
                severity=severity,
                certain=True,
                points=0,
                label="Recueil insuffisant",
                sources=("S86", "X"),
            )
        )
    return tuple(rules)


def _items(protocol: Protocol, state: State) -> Iterator[FiredRule]:
    counting = set(counted_places(protocol.logic, state))
    for place, item in enumerate(protocol.logic.book.items):
        used, _, _, least, most = points_of(item, state, place)
        if not item.counted or not used:
            continue
        question = protocol.questions[place]
        yield FiredRule(
            id=item.id,
            severity=RANKS[most],
            certain=least == most,
            points=used if place in counting else 0,
            label=question.label,
            sources=question.sources,
        )


def counted_places(logic: Logic, state: State) -> Iterator[int]:
    """Yield the items whose points enter the sum: in each group, the heaviest set."""
    items = logic.book.items
    for ways in logic.groups:
        yield from max(ways, key=lambda way: sum(points_of(items[i], state, i)[0] for i in way))


def _rules(protocol: Protocol, state: State, verdict: Verdict) -> Iterator[FiredRule]:
    for place in verdict.rules:
        rule = protocol.logic.book.rules[place]
        certain = state.rules[place] == TRUE
        severity = _BY_LEVEL[rule.level]
        yield FiredRule(rule.id, severity, certain, 0, rule.label, rule.sources)


def score_results(
    protocol: Protocol, state: State, answers: Mapping[str, Answer]
) -> tuple[ScoreResult, ...]:
    """Return the published scores that concern the patient."""
    return tuple(
        _score(protocol, score, place, state, answers)
        for place, score in enumerate(protocol.logic.book.scores)
        if state.scores[place][2] != FALSE
        and score_is_shown(protocol.logic, score.measures, answers)
    )


def _score(
    protocol: Protocol, score: Score, place: int, state: State, answers: Mapping[str, Answer]
) -> ScoreResult:
    least, most, _ = state.scores[place]
    items, positions = protocol.logic.book.items, protocol.logic.positions
    taken = all(_is_known(items[positions[name]], answers) for name in score.measures)
    return ScoreResult(
        id=score.id,
        label=_label(protocol.logic, score, state),
        minimum=least,
        maximum=most,
        range_minimum=score.low,
        range_maximum=score.high,
        source=score.source,
        complete=taken and least == most,
    )


def _label(logic: Logic, score: Score, state: State) -> str:
    """Return the title of a score, with its caution unless the fact is certainly absent."""
    one = score.caution
    if one is None or state.values[logic.positions[one.item]] == FALSE:
        return score.label
    return f"{score.label} ({one.text})"


def _is_known(item: Item, answers: Mapping[str, Answer]) -> bool:
    """True when a measure was taken, under this name or its twin's, and not said unknown."""
    return any(answers.get(name) not in {None, UNKNOWN} for name in (item.id, item.twin))
