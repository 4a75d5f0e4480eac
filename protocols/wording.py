"""Which words are said to whom: the patient, the companion of a child, in English."""

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from protocols.model import English, Protocol, Question

COMPANION_BELOW_YEARS = 15
"""Below this age the questions are put to the companion (clinical.md §3.0, {if g_age<15})."""


def said(question: Question, age: Decimal | int | None) -> str:
    """Return the question as it is said; ``age`` in completed years, ``None`` when not known.

    The companion of a child under 15 is addressed; a question without such words is said as it
    is written.
    """
    is_child = age is not None and age < COMPANION_BELOW_YEARS
    return question.text_child if is_child and question.text_child else question.text


def said_in_english(protocol: Protocol, question: Question) -> str:
    """Return the question in English, in French when it has no English words."""
    return protocol.english.questions.get(question.id, question.text)


def english(protocol: Protocol) -> English:
    """Return every text for the patient in English, in French where there is none."""
    words = protocol.english
    asked = {one.id: one.text for one in protocol.questions if not one.derived}
    return replace(
        words,
        questions=MappingProxyType({**asked, **words.questions}),
        outcomes=MappingProxyType({**protocol.outcomes, **words.outcomes}),
        advice=words.advice or protocol.advice,
        return_if=words.return_if or protocol.return_if,
        limits=words.limits or protocol.limits,
        patient_page=words.patient_page or protocol.patient_page,
        follow_up_script=words.follow_up_script or protocol.follow_up_script,
    )
