"""A question and a decision as the pages show them: answers, values, sources, scores."""

from protocols.model import Decision, Kind, Protocol, Question
from ui.format import interval
from ui.widgets.answer_card import Answer
from ui.widgets.score_card import ScoreLine

UNKNOWN_DETAIL = "Ne rassure jamais\u00a0: les deux possibilités restent ouvertes"


def values_of(question: Question) -> tuple[str, ...]:
    """Return the values that the cards answer, « ne sait pas » last."""
    match question.kind:
        case Kind.BOOLEAN:
            return ("yes", "no", "unknown")
        case Kind.CHOICE:
            return (*(choice.value for choice in question.choices), "unknown")
        case Kind.NUMBER:
            return ("unknown",)


def answers_of(question: Question) -> tuple[Answer, ...]:
    """Return the cards of the question; the digit of a number would be typed in its field."""
    if question.kind is Kind.NUMBER:
        return (Answer("?", "Ne sait pas", UNKNOWN_DETAIL),)
    words = [choice.label for choice in question.choices]
    if question.kind is Kind.BOOLEAN:
        words = ["Oui", "Non"]
    cards = [Answer(str(digit), word) for digit, word in enumerate(words, 1)]
    return (*cards, Answer(str(len(words) + 1), "Ne sait pas", UNKNOWN_DETAIL))


def score_lines(decision: Decision) -> tuple[ScoreLine, ...]:
    """Return the published scores as the side shows them."""
    return tuple(
        ScoreLine(
            one.label,
            interval(one.minimum, one.maximum),
            f"De {one.range_minimum} à {one.range_maximum}" + ("" if one.complete else ", partiel"),
        )
        for one in decision.scores
    )


def source_words(question: Question, protocol: Protocol) -> str:
    """Return where the question comes from, then its id."""
    named = "\u00a0; ".join(protocol.sources.get(one, one) for one in question.sources)
    return f"{named}. Item {question.id}." if named else f"Item {question.id}."
