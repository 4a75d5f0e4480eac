"""The questions of the gate and of a protocol, put together in the order of asking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from protocols.checks import MAXIMUM_QUESTIONS, check_question
from protocols.fields import Fields, Written
from protocols.model import NO, Answer, Question
from protocols.read_question import WrittenQuestion, to_answer
from protocols.refusals import quoted
from protocols.terms import Block, Kind, Severity

STATED = ("g_gross", "g_immun", "g_recid", "g_atb")
"""Gate items whose class each protocol states. Source: clinical.md §3.0, "Gate by protocol"."""

GATE_FIRST = frozenset({Block.IDENTITY, Block.RED_FLAGS})


def merged(
    gate: Sequence[WrittenQuestion], own: Sequence[WrittenQuestion], protocol: Fields
) -> tuple[WrittenQuestion, ...]:
    """Return the questions in the order of asking, each with the class it has here.

    Raises:
        ProtocolError: a link leads nowhere, a class is missing, or there are too many.
    """
    stated = protocol.pairs("gate")
    replaced = {one.same_as for one in own} | {name for one in own for name in one.absorbs}
    classed = [_classed(one, stated, replaced, protocol) for one in gate]
    known = {one.question.id for one in gate}
    for name, written in stated.items():
        if name not in known or name in replaced:
            raise written.refuse(f"{quoted(name)} n’attend pas de classe ici.")
    questions = _in_order(classed, own)
    if len(questions) > MAXIMUM_QUESTIONS:
        raise protocol.refuse(f"plus de {MAXIMUM_QUESTIONS} questions.", "questions")
    by_id = {one.question.id: one for one in questions}
    for one in questions:
        check_question(one, by_id)
    return questions


def _classed(
    one: WrittenQuestion, stated: Mapping[str, Written], replaced: set[str], protocol: Fields
) -> WrittenQuestion:
    """Return a gate item with the class stated by the protocol."""
    name = one.question.id
    if name in STATED and name not in replaced and name not in stated:
        raise protocol.refuse(
            f"«\u00a0gate\u00a0» doit donner la classe de {quoted(name)}.", "gate"
        )
    if name not in stated:
        return one
    written = stated[name]
    if written.text not in {Severity.U, Severity.M, Severity.C}:
        raise written.refuse("une classe U, M ou C est attendue.")
    return replace(one, question=replace(one.question, severity=Severity(written.text)))


def _in_order(
    gate: Iterable[WrittenQuestion], own: Iterable[WrittenQuestion]
) -> tuple[WrittenQuestion, ...]:
    gate, own = tuple(gate), tuple(own)
    return tuple(
        one
        for block in Block
        for part in ((gate, own) if block in GATE_FIRST else (own, gate))
        for one in part
        if one.question.block is block
    )


def finished(questions: Sequence[WrittenQuestion]) -> tuple[Question, ...]:
    """Return the questions as everybody reads them."""
    texts = {one.question.id: _asked_when(one) for one in questions}
    twins = {one.same_as: one.question.id for one in questions if one.same_as}
    return tuple(
        replace(
            one.question,
            reassuring=_reassuring(one),
            only_if=texts[one.same_as] if one.same_as else texts[one.question.id],
            asked_as=twins.get(one.question.id, ""),
        )
        for one in questions
    )


def _asked_when(one: WrittenQuestion) -> str:
    """Return the condition of asking, as text."""
    condition = one.only_if.text if one.only_if is not None else ""
    if not one.child_of:
        return condition
    return f"{one.child_of} and ({condition})" if condition else one.child_of


def _reassuring(one: WrittenQuestion) -> Answer:
    """Return the answer that carries no risk: the one written, else no."""
    if one.reassuring is not None:
        return to_answer(one.question, one.reassuring)
    return NO if one.question.kind is Kind.BOOLEAN and not one.question.derived else ""
