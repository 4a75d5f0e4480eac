"""Written questions -> the items the engine counts."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from protocols.expression import AllOf, Expression, Known
from protocols.fields import Written
from protocols.logic import FALSE, TRUE, Assumption, DerivedRule, Item
from protocols.model import YES, Answer, Question
from protocols.read_question import WrittenQuestion, to_answer
from protocols.refusals import quoted
from protocols.terms import Block, Kind, Severity
from protocols.weights import rank

Understand = Callable[[Written], Expression]


def encoded(question: Question, answer: Answer) -> int:
    """Return a known answer as the engine reads it: a bit, or a number of steps."""
    if isinstance(answer, Decimal):
        return int(answer.scaleb(question.decimals))
    if question.kind is Kind.BOOLEAN:
        return TRUE if answer == YES else FALSE
    return 1 << [one.value for one in question.choices].index(answer)


def make_items(questions: Sequence[WrittenQuestion], understand: Understand) -> tuple[Item, ...]:
    """Return the items in the order of the questions."""
    by_id = {one.question.id: one for one in questions}
    twins = {one.same_as: one.question.id for one in questions if one.same_as}
    narrow = {name: one.question.id for one in questions for name in one.absorbs}
    return tuple(_Maker(by_id, twins, narrow, understand).item(one) for one in questions)


def _is_measured_choice(question: Question) -> bool:
    return question.kind is Kind.CHOICE and question.optional and question.block is Block.MEASURES


class _Maker:
    def __init__(
        self,
        by_id: Mapping[str, WrittenQuestion],
        twins: Mapping[str, str],
        narrow: Mapping[str, str],
        understand: Understand,
    ) -> None:
        self._by_id = by_id
        self._twins = twins
        self._narrow = narrow
        self._understand = understand

    def item(self, written: WrittenQuestion) -> Item:
        question = written.question
        replaced = question.id in self._twins or question.id in self._narrow
        counts = question.derived or rank(question.severity) > 0
        safe = written.reassuring is not None and question.kind is Kind.CHOICE
        return Item(
            id=question.id,
            kind=question.kind,
            severity=question.severity,
            counted=counts and not replaced,
            choices=tuple(one.value for one in question.choices),
            decimals=question.decimals,
            low=int(question.minimum.scaleb(question.decimals)),
            high=int(question.maximum.scaleb(question.decimals)),
            optional=question.optional,
            only_if=self._only_if(written),
            otherwise=self._otherwise(written),
            parent=written.child_of,
            stands_once_said=self._details_a_deduction(written),
            children=self._descendants(question.id),
            safe_value=self._value(written, written.reassuring) if safe else 0,
            auto=self._understand(written.auto) if written.auto is not None else None,
            assumptions=self._assumptions(written),
            rules=tuple(DerivedRule(s, self._understand(when)) for s, when in written.rules),
            twin=written.same_as or self._twins.get(question.id, ""),
            follows_twin=bool(written.same_as),
            absorbs=written.absorbs,
            absorbed_by=self._narrow.get(question.id, ""),
            remote=question.remote,
            route=written.route,
            recipient=written.recipient,
            out_of_scope=written.out_of_scope,
            concept=written.concept,
        )

    def _only_if(self, written: WrittenQuestion) -> Expression | None:
        parent = Known(written.child_of) if written.child_of else None
        if written.only_if is None:
            return parent
        condition = self._understand(written.only_if)
        return AllOf((parent, condition)) if parent is not None else condition

    def _details_a_deduction(self, written: WrittenQuestion) -> bool:
        """True for a yes/no detail of a fact that measures alone make: no answer can set it."""
        parent = self._by_id.get(written.child_of)
        deduced = parent is not None and parent.question.derived
        return deduced and written.question.kind is Kind.BOOLEAN

    def _otherwise(self, written: WrittenQuestion) -> int:
        """Return the value out of scope: the one written, else no, or the reassuring one."""
        if written.otherwise is not None:
            return self._value(written, written.otherwise)
        if written.question.kind is Kind.BOOLEAN:
            return FALSE
        if written.question.kind is Kind.CHOICE:
            return self._value(written, written.reassuring)
        if written.only_if is None and not written.child_of:
            return 0
        if written.reassuring is None:
            name = quoted(written.question.id)
            raise written.place.refuse(f"{name} a une condition\u00a0: il manque otherwise.")
        return self._value(written, written.reassuring)

    def _value(self, written: WrittenQuestion, value: Written | None) -> int:
        if value is None:
            return 0
        return encoded(written.question, to_answer(written.question, value))

    def _assumptions(self, written: WrittenQuestion) -> tuple[Assumption, ...]:
        """Return what unknown counts as; an action is taken when nobody knows (class A).

        A choice that is a measure counts as no value at all: not taken, it proves nothing.
        """
        if _is_measured_choice(written.question) and not written.assume:
            return (Assumption(0),)
        if not written.assume and written.question.severity is Severity.A:
            return (Assumption(TRUE),)
        return tuple(
            Assumption(
                self._value(written, one.value),
                self._understand(one.when) if one.when is not None else None,
            )
            for one in written.assume
        )

    def _descendants(self, name: str) -> tuple[str, ...]:
        """Return the children, their children, and so on."""
        found: list[str] = []
        waiting = [name]
        while waiting:
            parent = waiting.pop(0)
            nearer = [i for i, one in self._by_id.items() if one.child_of == parent]
            fresh = [i for i in nearer if i not in found and i != name]
            found += fresh
            waiting += fresh
        return tuple(found)
