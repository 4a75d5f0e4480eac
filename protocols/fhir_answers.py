"""The answers to a protocol as a QuestionnaireResponse, with the bounds of the published scores.

Source: HL7 FHIR R4, QuestionnaireResponse; extension data-absent-reason for a number not known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from protocols.encode import encode
from protocols.fhir_items import GROUPS, SCORES, answer_coding
from protocols.fhir_json import CORE, Resource, extension, number
from protocols.fhir_scope import asked_places
from protocols.logic import FALSE, Item, Rulebook, Score
from protocols.model import NO, UNKNOWN, YES, Answer, Protocol, Question
from protocols.program import make_logic
from protocols.terms import Kind

ABSENT = extension(f"{CORE}/data-absent-reason", "valueCode", UNKNOWN)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A published score on its scale: the least and the most it may be."""

    id: str
    label: str
    least: int
    most: int


def item_answers(protocol: Protocol, answers: Mapping[str, Answer]) -> list[Resource]:
    """Return the answers by group, as the exported questionnaire is laid out, then the scores.

    An answer to a question that this protocol never asks is left out.

    Raises:
        AnswerError: an id that is not a question, or a value that does not answer it.
    """
    asked = asked_answers(protocol, answers)
    groups = list(_groups(protocol, asked))
    scores = [_score(one) for one in score_bounds(protocol, asked)]
    if scores:
        groups.append({"linkId": SCORES, "text": "Scores publiés", "item": scores})
    return groups


def score_bounds(protocol: Protocol, answers: Mapping[str, Answer]) -> tuple[Bounds, ...]:
    """Return the bounds of the scores that concern the patient; what is unknown is never zero.

    An optional measure not taken leaves its points possible here, where the decision calls the
    score partial: outside the station nothing else would say so.
    """
    book = open_measures(protocol.logic.book)
    state = make_logic(book).decide(encode(protocol, answers))
    return tuple(
        Bounds(
            score.id,
            score.label,
            _on_scale(low, score),
            _on_scale(high, score),
        )
        for score, (low, high, applies) in zip(book.scores, state.scores, strict=True)
        if applies != FALSE
    )


def open_measures(book: Rulebook) -> Rulebook:
    """Return the rulebook in which a measure not taken may be anything."""
    items = (
        replace(item, optional=False, assumptions=()) if item.optional else item
        for item in book.items
    )
    return replace(book, items=tuple(items))


def asked_answers(protocol: Protocol, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers under the names of the questions asked, with the same meaning.

    A fact of all protocols that this one asks under its own name is answered there, if it has an
    object; of two answers to one yes/no fact the worse stays. A detail that is never asked here
    leaves its yes to its fact.

    Raises:
        AnswerError: an id that is not a question, or a value that does not answer it.
    """
    items = protocol.logic.book.items
    relevance = protocol.logic.decide(encode(protocol, answers)).relevance
    asked = {items[place].id for place in asked_places(protocol)}
    found = {name: answer for name, answer in answers.items() if name in asked}
    for item, concerns in zip(items, relevance, strict=True):
        is_renamed = item.id in answers and item.id not in asked and item.twin in asked
        if is_renamed and concerns != FALSE:
            found[item.twin] = _worse(item, answers.get(item.twin), answers[item.id])
    for item in items:
        untold = [name for name in item.children if name in answers and name not in asked]
        if any(_says_yes(protocol, name, answers[name]) for name in untold):
            found |= {name: YES for name in (item.id, item.twin) if name in asked}
    return found


def _says_yes(protocol: Protocol, name: str, answer: Answer) -> bool:
    """True when a detail says that its fact is present."""
    item = protocol.logic.book.items[protocol.logic.positions[name]]
    if item.kind is Kind.BOOLEAN:
        return answer == YES
    if answer == UNKNOWN or not isinstance(answer, str):
        return False
    return not item.safe_value >> item.choices.index(answer) & 1


def _worse(item: Item, own: Answer | None, other: Answer) -> Answer:
    if own is None:
        return other
    if item.kind is not Kind.BOOLEAN:
        return own if own != UNKNOWN else other
    return next(one for one in (YES, UNKNOWN, NO) if one in (own, other))


def _groups(protocol: Protocol, answers: Mapping[str, Answer]) -> Iterator[Resource]:
    for block, title in GROUPS.items():
        inside = [
            _answered(one, answers[one.id])
            for one in (protocol.questions[place] for place in asked_places(protocol))
            if one.block is block and one.id in answers
        ]
        if inside:
            yield {"linkId": block.value, "text": title, "item": inside}


def _answered(question: Question, answer: Answer) -> Resource:
    found: Resource = {"linkId": question.id, "text": question.text}
    if isinstance(answer, Decimal):
        kind = "valueDecimal" if question.decimals else "valueInteger"
        return {**found, "answer": [{kind: number(answer)}]}
    if question.kind is Kind.NUMBER:
        return {"linkId": question.id, "extension": [ABSENT], "text": question.text}
    return {**found, "answer": [{"valueCoding": answer_coding(question, answer)}]}


def _score(bounds: Bounds) -> Resource:
    values = (("min", "au moins", bounds.least), ("max", "au plus", bounds.most))
    items: list[Resource] = [
        {
            "linkId": f"{bounds.id}.{name}",
            "text": f"{bounds.label}, {words}",
            "answer": [{"valueInteger": value}],
        }
        for name, words, value in values
    ]
    return {"linkId": bounds.id, "text": bounds.label, "item": items}


def _on_scale(value: int, score: Score) -> int:
    return max(score.low, min(score.high, value))
