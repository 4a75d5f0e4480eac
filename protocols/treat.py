"""The products offered, with their dose in words, and those put aside, with the reason."""

from fractions import Fraction

from protocols.decision import Excluded, Treatment
from protocols.logic import Dose, Product, State
from protocols.model import Protocol
from protocols.offers import (
    AGE,
    BODY_WEIGHT,
    WEIGHT_FOR_AGE,
    Barred,
    Offer,
    milligrams,
    weight,
)
from protocols.verdict import Verdict

_REASONS = {
    AGE: "Âge hors des limites",
    BODY_WEIGHT: "Poids inconnu",
    WEIGHT_FOR_AGE: "Poids à vérifier pour l’âge",
}


def treatments(protocol: Protocol, state: State, verdict: Verdict) -> tuple[Treatment, ...]:
    """Return the products offered, in the order of the protocol."""
    kilograms = weight(protocol.logic.book, state)
    return tuple(_treatment(protocol, one, kilograms) for one in verdict.offers)


def _treatment(protocol: Protocol, offer: Offer, kilograms: Fraction | None) -> Treatment:
    product = protocol.logic.book.products[offer.product]
    dose = product.doses[offer.dose]
    words, day = _in_words(dose, kilograms)
    return Treatment(
        substance=product.substance,
        label=product.label,
        form=dose.form,
        dose=words,
        times=dose.times,
        max_days=dose.max_days,
        max_per_day=day,
        quantity=dose.quantity,
        waiting=product.waiting,
        limits=product.limits,
        sources=dose.sources,
    )


def _in_words(dose: Dose, kilograms: Fraction | None) -> tuple[str, str]:
    """Return the dose and the most for a day."""
    if dose.by_weight is None or kilograms is None:
        return dose.dose, dose.max_per_day
    one, day = milligrams(dose.by_weight, kilograms)
    return _milligrams(one), f"{_milligrams(day)} par jour"


def _milligrams(number: int) -> str:
    return f"{number:,} mg".replace(",", " ").replace(" ", "\u00a0")


def excluded(protocol: Protocol, verdict: Verdict) -> tuple[Excluded, ...]:
    """Return the products of the branch that are put aside, each with what forbids it."""
    return tuple(_excluded(protocol, one) for one in verdict.barred)


def _excluded(protocol: Protocol, barred: Barred) -> Excluded:
    product: Product = protocol.logic.book.products[barred.product]
    place = protocol.logic.positions.get(barred.reason)
    if place is None:
        return Excluded(product.substance, product.label, barred.reason, _REASONS[barred.reason])
    label = protocol.questions[place].label
    reason = protocol.logic.book.items[place].concept or barred.reason
    words = label if barred.certain else f"{label}\u00a0: à vérifier"
    return Excluded(product.substance, product.label, reason, words)
