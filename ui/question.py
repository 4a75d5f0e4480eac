"""A question and a decision as the pages show them: answers, values, sources, scores."""

from protocols.model import Decision, Kind, Protocol, Question, ScoreResult
from ui.format import interval
from ui.widgets.answer_card import Answer
from ui.widgets.score_card import ScoreLine

NEWS2 = "g_news"
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
            score_value(one),
            f"De {one.range_minimum} à {one.range_maximum}" + ("" if one.complete else ", partiel"),
        )
        for one in decision.scores
    )


def score_value(score: ScoreResult) -> str:
    """Return « 3 », « 2 à 4 », or « 2 ou plus » when measures that could add to it are missing."""
    value = interval(score.minimum, score.maximum)
    is_open = not score.complete and score.minimum == score.maximum
    return f"{value} ou plus" if is_open else value


def news_words(decision: Decision | None) -> str:
    """Return what is said of NEWS2 beside the measures, ``""`` when the protocol has none."""
    scores = decision.scores if decision is not None else ()
    news = next((one for one in scores if one.id == NEWS2), None)
    if news is None:
        return ""
    if news.complete:
        return f"NEWS2\u00a0: {score_value(news)}"
    return f"NEWS2 partiel\u00a0: {score_value(news)}, ne rassure pas"


def source_words(question: Question, protocol: Protocol) -> str:
    """Return where the question comes from, then its id."""
    named = "\u00a0; ".join(protocol.sources.get(one, one) for one in question.sources)
    return f"{named}. Item {question.id}." if named else f"Item {question.id}."
