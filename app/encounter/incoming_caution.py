"""From the facts of documents to answers of a protocol, towards caution only.

A fact is tried as an answer, and kept only when the decision is then no lower. A product that
only the documents would bring is withheld: the patient has to say it himself. What would lower
the level is asked instead. A document that denies something answers nothing: absence never means
« non ». What the patient says against a document does not count until the pharmacist sets the
document aside, with a reason.

Facts are tried in the order they came, so that one document more can only raise the level.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.encounter.incoming import Incoming, IncomingFact, Standing
from app.encounter.incoming_match import holds, rows_of
from app.encounter.incoming_table import Row
from protocols.evaluate import evaluate
from protocols.model import UNKNOWN, YES, Answer, Decision, Excluded, Level, Protocol

WITHHELD = "document"
WITHHELD_WORDS = "à confirmer à voix haute\u00a0: seul un document reçu l’amène"


class Effect(StrEnum):
    """What a fact did to the question it concerns."""

    AGREED = "agreed"
    ASSUMED = "assumed"
    HELD = "held"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Caution:
    """One fact that concerns one question; ``row`` says which answers agree with it.

    ``question_id`` is the id under which the protocol asks it. ``is_contradicted`` is true when
    another document denies the same kind of thing.
    """

    question_id: str
    fact: IncomingFact
    row: Row
    is_contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """A caution with its effect; ``counted`` is the answer the decision is made on."""

    caution: Caution
    effect: Effect
    counted: str


@dataclass(frozen=True, slots=True)
class Careful:
    """The answers the decision is made on, and what each fact did to them.

    ``offered`` are the substances that may be offered, ``None`` when no document bears on it.
    """

    answers: Mapping[str, Answer]
    applied: tuple[Applied, ...] = ()
    offered: frozenset[str] | None = None


def cautions(protocol: Protocol, incoming: Incoming, on: date) -> tuple[Caution, ...]:
    """Return the facts that concern questions of ``protocol`` on the day ``on``, in their order."""
    asked = {one.id: one.asked_as or one.id for one in protocol.questions if not one.derived}
    aside = {one.question_id for one in incoming.set_aside}
    denied = {one.kind for one in incoming.facts if one.standing is Standing.DENIED}
    found = {
        (asked[row.question], fact): Caution(asked[row.question], fact, row, fact.kind in denied)
        for fact in incoming.facts
        if holds(fact, on)
        for row in rows_of(fact, on)
        if row.question in asked and asked[row.question] not in aside
    }
    return tuple(found.values())


def careful(
    protocol: Protocol, answers: Mapping[str, Answer], incoming: Incoming, on: date
) -> Careful:
    """Return ``answers`` made more careful by what the documents say, never less."""
    found = cautions(protocol, incoming, on)
    if not found:
        return Careful(answers)
    current = dict(answers)
    decision = evaluate(protocol, current)
    offered = _offered(decision)
    applied: list[Applied] = []
    for caution in found:
        effect = Effect.ASKED
        if agrees(current, protocol, caution):
            effect = Effect.AGREED
        elif (kept := _kept_trial(protocol, current, caution, decision.level, offered)) is not None:
            current, decision = kept
            offered &= _offered(decision)
            effect = Effect.HELD if _contradicts(answers, caution) else Effect.ASSUMED
        counted = str(current.get(caution.question_id, UNKNOWN))
        applied.append(Applied(caution, effect, counted))
    return Careful(current, tuple(applied), offered)


Trial = tuple[dict[str, Answer], Decision]


def _kept_trial(
    protocol: Protocol,
    answers: dict[str, Answer],
    caution: Caution,
    level: Level,
    offered: frozenset[str],
) -> Trial | None:
    """Return the first answers to try that lower nothing and bring no other product.

    Failing that, the first that lower nothing: what they bring is withheld.
    """
    trials = [(one, evaluate(protocol, one)) for one in _trials(protocol, answers, caution)]
    no_lower = [one for one in trials if one[1].level >= level]
    strict = (one for one in no_lower if _offered(one[1]) <= offered)
    return next(strict, next(iter(no_lower), None))


def _offered(decision: Decision) -> frozenset[str]:
    return frozenset(one.substance for one in decision.treatments)


def decide_with(protocol: Protocol, found: Careful) -> Decision:
    """Return the decision on the careful answers, without what only documents would bring."""
    decision = evaluate(protocol, found.answers)
    if found.offered is None or _offered(decision) <= found.offered:
        return decision
    kept = tuple(one for one in decision.treatments if one.substance in found.offered)
    withheld = tuple(
        Excluded(one.substance, one.label, WITHHELD, WITHHELD_WORDS)
        for one in decision.treatments
        if one.substance not in found.offered
    )
    return replace(decision, treatments=kept, excluded=(*decision.excluded, *withheld))


def _contradicts(answers: Mapping[str, Answer], caution: Caution) -> bool:
    """True when the patient said something else than the document."""
    said = answers.get(caution.question_id, UNKNOWN)
    return said != UNKNOWN and said not in caution.row.agreeing


def agrees(answers: Mapping[str, Answer], protocol: Protocol, caution: Caution) -> bool:
    """True when the answers already say what the fact says, up to the widest question."""
    above = _above(protocol, caution.question_id)
    return answers.get(caution.question_id) in caution.row.agreeing and all(
        answers.get(name) == YES for name in above
    )


def _trials(
    protocol: Protocol, answers: Mapping[str, Answer], caution: Caution
) -> Iterator[dict[str, Answer]]:
    """Yield the answers to try, the most telling first."""
    above = _above(protocol, caution.question_id)
    said = answers.get(caution.question_id)
    own = said if said in caution.row.agreeing and said is not None else caution.row.assumed
    yield {**answers, **dict.fromkeys(above, YES), caution.question_id: own}
    if said is None:
        return  # a question not asked is unknown already
    unknown = [name for name in above if answers.get(name, UNKNOWN) != YES]
    doubted = {**answers, **dict.fromkeys(unknown, UNKNOWN), caution.question_id: UNKNOWN}
    yield doubted
    # who forgot one allergy or one medicine may have forgotten another
    beside = [name for name in _beside(protocol, caution.question_id) if name in answers]
    yield {**doubted, **dict.fromkeys(beside, UNKNOWN)}


def _beside(protocol: Protocol, name: str) -> tuple[str, ...]:
    """Return every detail of the wider question that ``name`` is a detail of."""
    logic = protocol.logic
    place = logic.positions.get(name)
    parent = logic.book.items[place].parent if place is not None else ""
    if not parent:
        return ()
    return tuple(one.id for one in logic.book.items if one.parent == parent and one.id != name)


def _above(protocol: Protocol, name: str) -> tuple[str, ...]:
    """Return the wider questions that must be answered yes for ``name`` to be asked."""
    logic = protocol.logic
    found: list[str] = []
    while (place := logic.positions.get(name)) is not None:
        name = logic.book.items[place].parent
        if not name or name in found:
            break
        found.append(protocol.question(name).asked_as or name)
    return tuple(found)
