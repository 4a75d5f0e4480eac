"""What may lead somewhere, one reason at a time, in words: an answer, a rule, a case, a product."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from protocols.expression import Expression
from protocols.logic import Item, Rule, Rulebook
from protocols.model import Protocol
from protocols.picture_words import condition_words
from protocols.terms import Flag, Level, Severity

GATE = "g_"
"""How the ids of the questions common to all protocols start."""

FLAG_WORDS: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.OUT_OF_SCOPE: "hors champ",
        Flag.INSUFFICIENT: "recueil insuffisant",
        Flag.TEST_INCONCLUSIVE: "test non concluant",
        Flag.NO_ANTIBIOTIC_POSSIBLE: "aucun antibiotique possible",
        Flag.REFUSED: "orientation refusée",
    }
)


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason to reach a level.

    ``when`` says when it holds (« si Âge : moins de 3 ans »), ``""`` for what is asked; ``forced``
    the condition of a measure that makes the answer yes. ``remark`` says who must see the patient
    or that the case is out of scope. ``todo`` is what the pharmacist does. ``family`` names by
    capitals the families the item belongs to.
    """

    id: str
    words: str
    when: str = ""
    forced: str = ""
    remark: str = ""
    todo: str = ""
    family: str = ""
    sources: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The reason in one line: what, when, and who must see the patient."""
        forced = f"d’office si {self.forced}" if self.forced else ""
        words = ", ".join(one for one in (self.words, self.when, forced) if one)
        return f"{words} ({self.remark})" if self.remark else words


def family_letters(book: Rulebook) -> dict[str, str]:
    """Return the families of each item as capitals: one line at most counts for each."""
    found: dict[str, str] = {}
    for place, family in enumerate(book.families):
        for name in family:
            found[name] = found.get(name, "") + chr(ord("A") + place)
    return found


def class_causes(protocol: Protocol, severity: Severity) -> Iterator[Cause]:
    """Yield the items of a class, and what is computed with it; those of the protocol first."""
    items = protocol.logic.book.items
    for item in sorted(items, key=lambda one: one.id.startswith(GATE)):
        if not item.counted:
            continue
        if item.rules:
            whens = [
                _if_words(protocol, one.when) for one in item.rules if one.severity is severity
            ]
            if whens:
                yield _item(protocol, item, "\u00a0; ou ".join(whens))
        elif item.severity is severity:
            yield _item(protocol, item, "")


def _item(protocol: Protocol, item: Item, when: str) -> Cause:
    question = protocol.question(item.id)
    remarks = [item.recipient, FLAG_WORDS[Flag.OUT_OF_SCOPE] if item.out_of_scope else ""]
    return Cause(
        id=item.id,
        words=question.label,
        when=when,
        forced=condition_words(protocol, item.auto) if item.auto is not None else "",
        remark=", ".join(one for one in remarks if one),
        todo=next((one.text for one in protocol.actions if one.id == item.id), ""),
        family=family_letters(protocol.logic.book).get(item.id, ""),
        sources=question.sources,
    )


def rule_causes(protocol: Protocol, level: Level) -> Iterator[Cause]:
    """Yield the rules that raise to ``level``."""
    for rule in protocol.logic.book.rules:
        if rule.level is level:
            yield Cause(
                id=rule.id,
                words=rule.label,
                when=_rule_words(protocol, rule),
                remark=FLAG_WORDS[rule.flag] if rule.flag is not None else "",
                sources=rule.sources,
            )


def _rule_words(protocol: Protocol, rule: Rule) -> str:
    words = condition_words(protocol, rule.when)
    if rule.uncertain_only:
        return f"tant que ceci est possible sans être certain\u00a0: {words}"
    if not rule.requires:
        return f"certain ou possible\u00a0: {words}"
    products = protocol.logic.book.products
    labels = [one.label for one in products if one.group == rule.requires]
    return f"si {words}, et aucun produit possible parmi\u00a0: {', '.join(labels)}"


def _if_words(protocol: Protocol, condition: Expression | None) -> str:
    return f"si {condition_words(protocol, condition)}" if condition is not None else ""


def case_causes(protocol: Protocol) -> Iterator[Cause]:
    """Yield the cases treated at the pharmacy; ``todo`` is what is said to the patient."""
    for branch in protocol.logic.book.branches:
        when = _if_words(protocol, branch.when)
        yield Cause(branch.id, branch.case, when, todo=branch.sentence)


def product_causes(protocol: Protocol) -> Iterator[Cause]:
    """Yield the products of the protocol, in the order of preference."""
    for product in protocol.logic.book.products:
        when = _if_words(protocol, product.when)
        yield Cause(product.substance, product.label, when, sources=product.sources)
