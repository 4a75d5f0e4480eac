"""What a protocol must hold before it may run, beyond being well written."""

from collections.abc import Iterable, Mapping

from protocols.expression import (
    Compare,
    Expression,
    OneOf,
    Opposite,
    walk,
)
from protocols.fields import Fields, Written
from protocols.logic import Branch, Product, Rule, Score
from protocols.read_products import CatalogueEntry
from protocols.read_question import WrittenQuestion
from protocols.refusals import quoted
from protocols.terms import Kind, Severity

MAXIMUM_QUESTIONS = 160
MAXIMUM_RULES = 200
UNVALIDATED = frozenset({"G", "X"})
"""Tags of what no published text that was read supports. Source: clinical.md, head and §6."""

_RED = frozenset({Severity.R15, Severity.R})


def check_sources(tags: Iterable[str], known: Mapping[str, str], place: Written) -> None:
    """Refuse a source tag that has no title."""
    for tag in tags:
        if tag not in known:
            raise place.refuse(f"la source {quoted(tag)} n’a pas de titre.")


def check_question(one: WrittenQuestion, by_id: Mapping[str, WrittenQuestion]) -> None:
    """Refuse a question whose links, class or texts do not hold together."""
    _check_links(one, by_id)
    question, place = one.question, one.place
    if question.derived != bool(one.rules):
        raise place.refuse("la classe D demande des règles, et elle seule en a.")
    counts = question.severity not in {Severity.I, Severity.F}
    if question.kind is not Kind.BOOLEAN and (counts or one.action):
        raise place.refuse("un item qui compte se répond par oui ou non.")
    if _may_be_red(one) and not one.action:
        raise place.refuse("un signe R ou R15 dit quoi faire («\u00a0action\u00a0»).")
    if question.optional and question.kind is Kind.BOOLEAN and not one.assume:
        raise place.refuse(
            "une mesure facultative dit ce que vaut son absence («\u00a0assume\u00a0»)."
        )


def _check_links(one: WrittenQuestion, by_id: Mapping[str, WrittenQuestion]) -> None:
    """Refuse a parent, a twin or a narrower fact that does not exist or fit."""
    for name in filter(None, (one.child_of, one.same_as, *one.absorbs)):
        if name not in by_id:
            raise one.place.refuse(f"{quoted(name)} n’est pas une question de ce protocole.")
        is_twin = name == one.same_as
        wanted = one.question.kind if is_twin else Kind.BOOLEAN
        if by_id[name].question.kind is not wanted:
            raise one.place.refuse(f"{quoted(name)} ne se répond pas de la même façon.")


def _may_be_red(one: WrittenQuestion) -> bool:
    return one.question.severity in _RED or any(severity in _RED for severity, _ in one.rules)


def check_measures(expression: Expression, optional: frozenset[str], place: Written) -> None:
    """Refuse a condition that would hold because a measure was not taken."""
    for part in walk(expression):
        inside = walk(part.part) if isinstance(part, Opposite) else ()
        if any(isinstance(one, Compare | OneOf) and one.id in optional for one in inside):
            raise place.refuse("une mesure non prise ne doit rien prouver\u00a0: pas de not ici.")


def check_products(
    products: Iterable[Product],
    catalogue: Mapping[str, CatalogueEntry],
    protocol: str,
    asked: frozenset[str],
) -> None:
    """Refuse a product advised without asking what forbids it, or where it is never given."""
    for product in products:
        entry = catalogue[product.substance]
        if protocol in entry.never_in:
            raise entry.place.refuse(f"{quoted(product.substance)} n’est jamais donné ici.")
        if not product.doses:
            raise entry.place.refuse(f"{quoted(product.substance)} n’a pas de dose.")
        for block in product.contraindications:
            if block.item not in asked:
                said = f"{quoted(protocol)} propose {product.label} sans demander"
                raise entry.place.refuse(f"{said} {quoted(block.item)}.")


def check_cautions(scores: Iterable[Score], asked: Iterable[str], place: Written) -> None:
    """Refuse a caution beside a score that hangs on anything but an item."""
    known = frozenset(asked)
    for score in scores:
        if score.caution is not None and score.caution.item not in known:
            raise place.refuse(f"la réserve de {quoted(score.id)} dépend d’un item oui ou non.")


def check_rules(
    rules: tuple[Rule, ...], branches: tuple[Branch, ...], groups: frozenset[str], fields: Fields
) -> None:
    """Refuse rules and branches that do not hold together."""
    if len(rules) > MAXIMUM_RULES:
        raise fields.refuse(f"plus de {MAXIMUM_RULES} règles.", "rules")
    for rule in rules:
        if rule.requires and rule.requires not in groups:
            raise fields.refuse(f"aucun produit n’est du groupe {quoted(rule.requires)}.", "rules")
        if not rule.sources:
            raise fields.refuse(f"la règle {quoted(rule.id)} n’a pas de source.", "rules")
    if not branches or branches[-1].when is not None:
        raise fields.refuse("la dernière branche n’a pas de condition.", "branches")
    if any(branch.when is None for branch in branches[:-1]):
        raise fields.refuse("seule la dernière branche est sans condition.", "branches")
