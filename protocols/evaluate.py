"""Answers -> ``Decision``: pure, total, the same for the same bytes for ever (semantics 1)."""

from collections.abc import Mapping

from protocols.decision import Decision, Points
from protocols.encode import encode
from protocols.logic import TRUE, Rulebook, State
from protocols.model import Action, Answer, Protocol
from protocols.orient import orientation
from protocols.relevance import answered, relevant_places
from protocols.say import case_of, sentence_of
from protocols.terms import Flag, Severity
from protocols.trace import fired_rules, score_results
from protocols.treat import excluded, treatments
from protocols.verdict import Verdict, judge


def evaluate(protocol: Protocol, answers: Mapping[str, Answer]) -> Decision:
    """Return what ``answers`` lead to; a question not answered counts as unknown.

    Raises:
        AnswerError: an id that is not a question of the protocol, a value that does not answer
            it, or a derived item.
    """
    book = protocol.logic.book
    state = protocol.logic.decide(encode(protocol, answers))
    verdict = judge(book, state)
    flags = _flags(book, state, verdict)
    branch = case_of(book, state)
    way = orientation(protocol, state, verdict)
    used, least, most = state.points
    return Decision(
        level=verdict.level,
        route=way.route,
        recipient=way.recipient,
        teleconsultation=way.teleconsultation,
        remote_reason=way.reason,
        flags=flags,
        points=Points(minimum=least, maximum=most, used=used),
        scores=score_results(protocol, state, answers),
        rules=fired_rules(protocol, state, verdict),
        treatments=treatments(protocol, state, verdict),
        excluded=excluded(protocol, verdict),
        missing=_missing(protocol, state, answers),
        stopped=state.red == TRUE,
        actions=_actions(protocol, state, answers),
        case=branch.case,
        sentence=sentence_of(protocol, branch, verdict.level, flags),
        branch=branch.id,
    )


def _flags(book: Rulebook, state: State, verdict: Verdict) -> tuple[Flag, ...]:
    """Return the mentions, in the order of ``Flag``."""
    found = {book.rules[place].flag for place in verdict.rules}
    if state.insufficient == TRUE:
        found.add(Flag.INSUFFICIENT)
    pairs = zip(book.items, state.values, strict=True)
    if any(item.out_of_scope and value == TRUE for item, value in pairs):
        found.add(Flag.OUT_OF_SCOPE)
    return tuple(flag for flag in Flag if flag in found)


def _missing(protocol: Protocol, state: State, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return the questions that concern the patient and were not answered.

    Whether the answers can be trusted concerns every patient.
    """
    logic = protocol.logic
    places = {*relevant_places(protocol, answers, state), logic.positions[logic.book.reliable]}
    items = [logic.book.items[place] for place in sorted(places)]
    return tuple(one.id for one in items if not one.optional and not answered(one, answers))


def _actions(protocol: Protocol, state: State, answers: Mapping[str, Answer]) -> tuple[Action, ...]:
    """Return what the pharmacist is advised to do.

    An action taken when nobody knows (class A) still waits for its question to be asked.
    """
    items = protocol.logic.book.items
    waiting = {item.id for item in items if item.severity is Severity.A and item.id not in answers}
    pairs = zip(protocol.actions, state.actions, strict=True)
    found = (action for action, holds in pairs if holds == TRUE)
    return tuple(action for action in found if action.id not in waiting)
