"""The deciding parts of the four files -> a ``Rulebook``, checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from protocols.checks import (
    UNVALIDATED,
    check_cautions,
    check_measures,
    check_products,
    check_rules,
    check_sources,
)
from protocols.families import families_of
from protocols.fields import Fields
from protocols.logic import ActionRule, Logic, Rulebook, Score
from protocols.make_items import make_items
from protocols.merge import merged
from protocols.program import Circular, make_logic, without_idle
from protocols.read_parts import (
    WrittenAction,
    names_declared,
    read_actions,
    read_branches,
    read_conditions,
    read_parameters,
    read_rules,
    read_scores,
)
from protocols.read_products import read_catalogue, read_products
from protocols.read_question import read_questions
from protocols.refusals import quoted
from protocols.terms import Kind, Level
from protocols.understand import Names

RELIABLE, WEIGHT = "g_comp", "g_poids"
"""Gate items the engine itself reads: reliability of the answers, weight of the patient."""


@dataclass(frozen=True, slots=True)
class Files:
    """The four files of one protocol, not yet read."""

    gate: Fields
    scores: Fields
    catalogue: Fields
    protocol: Fields

    def kinds(self) -> tuple[tuple[Fields, str], ...]:
        """Return each file with the kind it must declare."""
        return (
            (self.gate, "gate"),
            (self.scores, "scores"),
            (self.catalogue, "catalogue"),
            (self.protocol, "protocol"),
        )


class Reader:
    """Reads the deciding parts of the files in the order in which they need each other.

    Raises:
        ProtocolError: from the constructor, with the file and line of what does not hold.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        protocol, gate = files.protocol, files.gate
        self._place = protocol.written("id")
        self.sources = self._sources()
        gate_questions = read_questions(gate)
        self.questions = merged(gate_questions, read_questions(protocol), protocol)
        self._names = Names()
        self._declare()
        self.catalogue = read_catalogue(files.catalogue)
        self.actions = self._actions()
        shared = frozenset(one.text for one in names_declared(gate, "conditions"))
        self.book = without_idle(self._rulebook(), shared)
        self._check()

    def _sources(self) -> dict[str, str]:
        """Return the titles of all tags; two files never disagree on one."""
        titles: dict[str, str] = {}
        for fields, _ in self._files.kinds():
            for tag, written in fields.pairs("sources").items():
                if titles.setdefault(tag, written.text) != written.text:
                    raise written.refuse(f"la source {quoted(tag)} a déjà un autre titre.")
        return titles

    def _declare(self) -> None:
        """Tell the names that conditions may use."""
        self._names.add_questions(self.questions)
        for place, symbol in read_parameters(self._files.protocol):
            self._names.add(place, symbol)
        for fields in (self._files.gate, self._files.scores, self._files.protocol):
            self._names.add_conditions(names_declared(fields, "conditions"))
            self._names.add_scores(names_declared(fields, "scores"))

    def _actions(self) -> tuple[WrittenAction, ...]:
        """Return the actions of items, then those of the file."""
        of_items = (
            WrittenAction(one.question.id, one.place, one.action, one.question.sources)
            for one in self.questions
            if one.action
        )
        own = chain(read_actions(self._files.gate), read_actions(self._files.protocol))
        return (*of_items, *own)

    def _rulebook(self) -> Rulebook:
        understand, protocol = self._names.understand, self._files.protocol
        items = make_items(self.questions, understand)
        files = (self._files.gate, self._files.scores, protocol)
        families = chain.from_iterable(
            one.lists("families") for one in (self._files.gate, protocol)
        )
        return Rulebook(
            items=items,
            conditions=tuple(chain.from_iterable(read_conditions(f, understand) for f in files)),
            scores=tuple(
                chain.from_iterable(
                    read_scores(f, understand) for f in (protocol, self._files.scores)
                )
            ),
            rules=tuple(read_rules(protocol, understand)),
            branches=tuple(read_branches(protocol, understand)),
            actions=tuple(ActionRule(one.id, understand(one.when)) for one in self.actions),
            products=tuple(read_products(protocol, self.catalogue, understand)),
            families=families_of(families, {item.id: item for item in items}),
            thresholds=self._thresholds(),
            insufficient_level=self._insufficient(),
            insufficient_from=self._files.gate.integer("insufficient_from"),
            reliable=self._required(RELIABLE),
            weight=self._required(WEIGHT),
        )

    def _required(self, name: str) -> str:
        if name not in self._names.symbols:
            raise self._files.gate.refuse(f"le questionnaire commun doit avoir {quoted(name)}.")
        return name

    def _thresholds(self) -> tuple[tuple[int, Level], ...]:
        """Return (points, level), the highest first; a protocol may replace those of the gate."""
        source = self._files.protocol
        if not source.has("thresholds"):
            source = self._files.gate
        self._files.gate.node("thresholds")
        inside = source.inside("thresholds")
        found = []
        for name in inside.names():
            written = inside.written(name)
            if name not in {Level.DOCTOR_48H.name, Level.DOCTOR_SAME_DAY.name}:
                raise written.refuse("un seuil est celui de DOCTOR_48H ou DOCTOR_SAME_DAY.")
            found.append((inside.whole(written), Level[name]))
        if not found or min(points for points, _ in found) < 1:
            raise source.refuse("un seuil est un nombre de points positif.", "thresholds")
        return tuple(sorted(found, reverse=True))

    def _insufficient(self) -> Level:
        """Return the floor when too much is unknown: the lowest doctor's level in use."""
        return min(level for _, level in self._thresholds())

    def _check(self) -> None:
        """Refuse what is well written and does not hold together."""
        protocol, book = self._files.protocol, self.book
        self._check_sources()
        groups = frozenset(product.group for product in book.products)
        check_cautions(book.scores, (item.id for item in book.items), self._place)
        check_rules(book.rules, book.branches, groups, protocol)
        check_products(book.products, self.catalogue, self._place.text, self._asked())
        optional = frozenset(
            item.id for item in book.items if item.optional and item.kind is not Kind.BOOLEAN
        )
        for item, written in zip(book.items, self.questions, strict=True):
            parts = [item.only_if, item.auto, *(rule.when for rule in item.rules)]
            for part in parts:
                if part is not None:
                    check_measures(part, optional, written.place)
        for condition in book.conditions:
            check_measures(condition.when, optional, self._place)

    def _asked(self) -> frozenset[str]:
        """Return the facts this protocol asks: its own items and the list ``asks``."""
        own = {one.question.id for one in self.questions if one.place.file == self._place.file}
        listed = self._files.protocol.texts("asks")
        for one in listed:
            if one.text not in self._names.symbols:
                raise one.refuse(
                    f"{quoted(one.text)} n’est pas une question du questionnaire commun."
                )
        return frozenset(own | {one.text for one in listed})

    def _check_sources(self) -> None:
        for one in self.questions:
            check_sources(one.question.sources, self.sources, one.place)
        for action in self.actions:
            check_sources(action.sources, self.sources, action.when)
        for entry in self.catalogue.values():
            tags = chain(entry.sources, *(dose.sources for dose in entry.doses))
            check_sources(tags, self.sources, entry.place)
        for rule in self.book.rules:
            check_sources(rule.sources, self.sources, self._place)
        for score in self.book.scores:
            check_sources(_score_sources(score), self.sources, self._place)

    def asked(self) -> Iterator[str]:
        """Yield the questions that somebody answers."""
        return (one.question.id for one in self.questions if not one.question.derived)

    def unvalidated(self) -> int:
        """Return how many items, scores, rules and products rest on no text that was read."""
        counted = {item.id for item in self.book.items if item.counted}
        tags = [one.question.sources for one in self.questions if one.question.id in counted]
        tags += [rule.sources for rule in self.book.rules]
        tags += [_score_sources(score) for score in self.book.scores]
        tags += [product.sources for product in self.book.products]
        return sum(1 for one in tags if UNVALIDATED & set(one))

    def logic(self) -> Logic:
        """Return the rulebook ready to run.

        Raises:
            ProtocolError: items wait for each other in a ring.
        """
        try:
            return make_logic(self.book)
        except Circular as ring:
            first = next((q for q in self.questions if q.question.id in ring.names), None)
            place = first.place if first is not None else self._place
            names = " → ".join(ring.names)
            raise place.refuse(
                f"ces conditions s’attendent l’une l’autre\u00a0: {names}."
            ) from None


def _score_sources(score: Score) -> tuple[str, ...]:
    """Return the tags of a score, those of its caution included."""
    return (score.source, *(score.caution.sources if score.caution is not None else ()))
