"""The items of the exported questionnaire: one per question, by part of the interview.

Every question can be answered "ne sait pas", by a code; a number not known is left without answer.
Source: HL7 FHIR R4, Questionnaire; SDC 3.0; clinical.md §3.0 for the points.
"""

from collections.abc import Iterator

from protocols.fhir_json import (
    ANSWERS,
    CORE,
    NAMES,
    SDC,
    UCUM,
    Resource,
    coding,
    expression,
    extension,
    number,
)
from protocols.fhir_scope import asked_places
from protocols.fhir_variables import Variables
from protocols.logic import Caution, Item, Score
from protocols.model import NO, UNKNOWN, YES, Protocol, Question
from protocols.terms import Block, Kind
from protocols.weights import DROPPED, POINTS, rank

GROUPS = {
    Block.IDENTITY: "Identité et accords",
    Block.RED_FLAGS: "Signes d’alerte",
    Block.SYMPTOMS: "Symptômes",
    Block.MEASURES: "Mesures",
    Block.CONTEXT: "Contexte",
    Block.TREATMENT: "Médicaments, allergies et test",
}
SCORES = "scores"
_SAID = {YES: "Oui", NO: "Non", UNKNOWN: "Ne sait pas"}
_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"


def items_of(protocol: Protocol) -> list[Resource]:
    """Return the groups of questions in the order of asking, then the published scores."""
    return list(_Items(protocol).groups())


class _Items:
    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._variables = Variables(protocol)

    def groups(self) -> Iterator[Resource]:
        """Yield the groups that are not empty."""
        places = asked_places(self._protocol)
        for block, title in GROUPS.items():
            inside = [one for one in places if self._protocol.questions[one].block is block]
            if inside:
                items = [self._question(place) for place in inside]
                yield {"linkId": block.value, "text": title, "type": "group", "item": items}
        scores = self._protocol.logic.book.scores
        if scores:
            items = [self._score(one) for one in scores]
            yield {"linkId": SCORES, "text": "Scores publiés", "type": "group", "item": items}

    def _question(self, place: int) -> Resource:
        question = self._protocol.questions[place]
        item = self._protocol.logic.book.items[place]
        extensions = [*self._marks(question, item), *_bounds(question)]
        found: Resource = {
            "linkId": question.id,
            "extension": extensions,
            "text": question.text,
            "type": _type(question),
            "required": item.counted and question.kind is not Kind.NUMBER,
        }
        if question.kind is not Kind.NUMBER:
            found["answerOption"] = [{"valueCoding": one} for one in _options(question, item)]
        if question.help:
            found["item"] = [_help(question)]
        return found

    def _marks(self, question: Question, item: Item) -> Iterator[Resource]:
        """Yield the short wording, the class, how it is shown and when it is asked."""
        yield extension(f"{SDC}-shortText", "valueString", question.label)
        yield extension(f"{NAMES}:class", "valueCode", question.severity.value)
        if question.kind is not Kind.NUMBER:
            yield _control("radio-button")
        asked = self._variables.is_asked(item)
        if asked:
            url = f"{SDC}-enableWhenExpression"
            yield extension(url, "valueExpression", expression(asked))

    def _score(self, score: Score) -> Resource:
        least, most = self._variables.bounds(score)
        found: Resource = {
            "linkId": score.id,
            "text": score.label,
            "type": "group",
            "item": _bounds_of(score, least, most),
        }
        if score.caution is not None:
            found["item"] = [*_bounds_of(score, least, most), _caution(score, score.caution)]
        applies = self._variables.applies(score)
        if applies:
            url = f"{SDC}-enableWhenExpression"
            found["extension"] = [extension(url, "valueExpression", expression(applies))]
        return found


def answer_coding(question: Question, answer: str) -> Resource:
    """Return the coded answer to a question: yes, no, unknown or a value of the choice."""
    labels = {one.value: one.label for one in question.choices}
    if answer in labels:
        return coding(f"{ANSWERS}:{question.id}", answer, labels[answer])
    return coding(ANSWERS, answer, _SAID[answer])


def _options(question: Question, item: Item) -> Iterator[Resource]:
    """Yield the answers offered, "ne sait pas" always; those that count carry their points."""
    values = [one.value for one in question.choices] or [YES, NO]
    weights = {YES: POINTS[rank(item.severity)], NO: 0, UNKNOWN: DROPPED[rank(item.severity)]}
    for value in (*values, UNKNOWN):
        code = answer_coding(question, value)
        if item.counted:
            # the name of the extension in R5; R4 calls it ordinalValue, with the same meaning
            code["extension"] = [extension(f"{CORE}/itemWeight", "valueDecimal", weights[value])]
        yield code


def _type(question: Question) -> str:
    if question.kind is not Kind.NUMBER:
        return "choice"
    return "decimal" if question.decimals else "integer"


def _bounds(question: Question) -> Iterator[Resource]:
    """Yield the unit, the bounds and the precision of a number."""
    if question.kind is not Kind.NUMBER:
        return
    kind = f"value{_type(question).capitalize()}"
    if question.unit:
        unit = coding(UCUM, question.unit, question.unit_label)
        yield extension(f"{CORE}/questionnaire-unit", "valueCoding", unit)
    yield extension(f"{CORE}/minValue", kind, number(question.minimum))
    yield extension(f"{CORE}/maxValue", kind, number(question.maximum))
    if question.decimals:
        yield extension(f"{CORE}/maxDecimalPlaces", "valueInteger", question.decimals)


def _help(question: Question) -> Resource:
    shown = f"{question.help} Inconnu\u00a0: laisser vide."
    return {
        "linkId": f"{question.id}.help",
        "extension": [_control("help")],
        "text": shown if question.kind is Kind.NUMBER else question.help,
        "type": "display",
    }


def _control(code: str) -> Resource:
    control = {"coding": [coding(_CONTROL, code)]}
    return extension(f"{CORE}/questionnaire-itemControl", "valueCodeableConcept", control)


def _bounds_of(score: Score, least: str, most: str) -> list[Resource]:
    return [_bound(score, "min", "au moins", least), _bound(score, "max", "au plus", most)]


def _caution(score: Score, caution: Caution) -> Resource:
    words = f"{score.label}, {caution.text}"
    return {"linkId": f"{score.id}.caution", "text": words, "type": "display"}


def _bound(score: Score, name: str, words: str, path: str) -> Resource:
    """Return one bound of a score, computed: what is unknown never counts as zero."""
    told = "Une réponse inconnue compte 0 au moins et tous ses points au plus."
    url = f"{SDC}-calculatedExpression"
    return {
        "linkId": f"{score.id}.{name}",
        "extension": [
            extension(url, "valueExpression", expression(path, told=told)),
            extension(f"{CORE}/minValue", "valueInteger", score.low),
            extension(f"{CORE}/maxValue", "valueInteger", score.high),
        ],
        "text": f"{score.label}, {words}",
        "type": "integer",
        "readOnly": True,
    }
