"""Where the consultation stands and where it goes next.

The way is a row of stops: the questions in the order of the protocol, with the measures between
symptoms and context, then the decision. A positive red sign leaves the row at once for the
emergency page. Nothing here decides anything clinical: order and relevance come from
``protocols.interview``.
"""

from dataclasses import replace

from app.encounter.known import decide, known_answers, said_answers
from app.encounter.model import Encounter, Step
from protocols.interview import relevant, remaining
from protocols.model import YES, Block, Question

MEASURES = "#measures"
DECISION = "#decision"
SIGN_PARENT, SIGN = "g_urg", "g_urg_signe"
BEFORE_MEASURES = frozenset({Block.RED_FLAGS, Block.SYMPTOMS})


def refresh(encounter: Encounter) -> Encounter:
    """Return the consultation with its decision and its path computed again from zero.

    What was kept or refused was said of the former decision: it goes with it.
    """
    if encounter.protocol is None:
        return encounter
    known = known_answers(encounter)
    ahead = tuple(one for one in remaining(encounter.protocol, known) if _is_asked(one))
    asked = relevant(encounter.protocol, known)
    wanted = {one.id for one in (*asked, *ahead)}
    if known.get(SIGN_PARENT) == YES:
        wanted.add(SIGN)  # asked on the emergency page: it chooses the words of the call
    path = tuple(one for one in encounter.protocol.questions if one.id in wanted and _is_asked(one))
    decision = decide(encounter)
    if decision is not None and not decision.stopped and encounter.incoming.documents:
        ahead = (*ahead, *_to_confirm(encounter, asked))
    if encounter.decision is not None and encounter.decision != decision:
        encounter = replace(encounter, kept=None, patient_refused=False)
    return replace(encounter, decision=decision, path=path, ahead=ahead)


def _to_confirm(encounter: Encounter, asked: tuple[Question, ...]) -> tuple[Question, ...]:
    """Return what only a document answers so far: it is said aloud all the same."""
    known, said = known_answers(encounter), said_answers(encounter)
    return tuple(one for one in asked if one.id in known and one.id not in said and _is_asked(one))


def _is_asked(question: Question) -> bool:
    """True for what the pharmacist asks aloud; measures have their own step."""
    own_step = question.block in {Block.IDENTITY, Block.MEASURES}
    return not (question.derived or question.from_identity or own_step)


def go_on(encounter: Encounter) -> Encounter:
    """Return the consultation at its next stop."""
    fresh = refresh(encounter)
    if _alarm_is_due(fresh):
        return replace(fresh, step=Step.EMERGENCY)
    return stop_at(fresh, _next_stop(fresh))


def stay(encounter: Encounter) -> Encounter:
    """Return the consultation where it is, unless what was just said is an alarm.

    A measure that comes after the orientation was shown may bring questions: they are asked.
    """
    fresh = refresh(encounter)
    if _alarm_is_due(fresh):
        return replace(fresh, step=Step.EMERGENCY)
    return stop_at(fresh, _next_stop(fresh)) if fresh.step is Step.DECIDE else fresh


def _alarm_is_due(encounter: Encounter) -> bool:
    """True when a red sign was found that the emergency page has not shown yet."""
    decision = encounter.decision
    if decision is None or not decision.stopped:
        return False
    return encounter.alarm_seen is None or decision.level > encounter.alarm_seen


def _next_stop(encounter: Encounter) -> str:
    """Return the first stop still to visit; what was put aside comes back before the end."""
    left = [one for one in encounter.ahead if one.id not in encounter.put_aside]
    stopped = encounter.decision is not None and encounter.decision.stopped
    before = [one.id for one in left if one.block in BEFORE_MEASURES]
    if before or (left and stopped):
        return before[0] if before else left[0].id
    if not encounter.measures_passed and not stopped:
        return MEASURES
    aside = [one.id for one in encounter.ahead if one.id in encounter.put_aside]
    rest = [one.id for one in left] + aside
    return rest[0] if rest else DECISION


def stop_at(encounter: Encounter, stop: str) -> Encounter:
    """Return the consultation showing ``stop``."""
    if stop == MEASURES:
        return replace(encounter, step=Step.MEASURE, current="")
    if stop == DECISION:
        return replace(encounter, step=Step.DECIDE, current="")
    shown = replace(encounter, current=stop)
    question = shown.question
    if question is None:
        return encounter
    return replace(shown, step=Step.SIGNS if question.block is Block.RED_FLAGS else Step.ASK)


def stops(encounter: Encounter) -> tuple[str, ...]:
    """Return the stops already visited, in order."""
    answered = [one for one in encounter.path if one.id in encounter.answers]
    before = [one.id for one in answered if one.block in BEFORE_MEASURES]
    after = [one.id for one in answered if one.block not in BEFORE_MEASURES]
    measures = [MEASURES] if encounter.measures_passed else []
    return (*before, *measures, *after)


def go_back(encounter: Encounter) -> Encounter:
    """Return the consultation at the stop before the one shown; before the first, the identity."""
    if encounter.step is Step.EMERGENCY:
        return replace(encounter, step=encounter.before_call, call_asked=False)
    if encounter.step in {Step.IDENTIFY, Step.CHOOSE, Step.SEAL}:
        return encounter
    visited = stops(encounter)
    here = MEASURES if encounter.step is Step.MEASURE else encounter.current
    before = visited[: visited.index(here)] if here in visited else visited
    return stop_at(encounter, before[-1]) if before else replace(encounter, step=Step.IDENTIFY)


def forward(encounter: Encounter) -> Encounter:
    """Return the stop after the one shown among those already visited, else the next one."""
    visited = stops(encounter)
    here = MEASURES if encounter.step is Step.MEASURE else encounter.current
    if here in visited and visited.index(here) + 1 < len(visited):
        return stop_at(encounter, visited[visited.index(here) + 1])
    return go_on(encounter)


def see_alarm(encounter: Encounter) -> Encounter:
    """Return the consultation once the emergency page was acted on."""
    if encounter.protocol is None or encounter.decision is None or not encounter.identity_confirmed:
        return replace(encounter, step=encounter.before_call, call_asked=False)
    seen = encounter.decision.level if encounter.decision.stopped else encounter.alarm_seen
    return go_on(replace(encounter, alarm_seen=seen, call_asked=False))
