"""The products on the paper form: for whom, what forbids each, how it is taken."""

from app.exchange.blank_form_blocks import Section, blank, table_line, tick
from app.exchange.blank_form_letters import BOLD, INSIDE, PLAIN, body, heading, said
from app.exchange.french import NBSP
from app.exchange.paper.blocks import Block, beside, column, paragraph, row
from app.exchange.paper.typeface import Run
from protocols.expression import Known
from protocols.logic import Contraindication, Dose, Product
from protocols.model import Protocol
from protocols.picture_words import condition_words

PREFERRED = "D’un même groupe, donner le premier qui n’est pas interdit."
FORBIDDEN = "Interdit, même dans le doute"
GIVEN = "Remis\u00a0: dose, quantité, lot"


def products(protocol: Protocol) -> Section:
    """Return the products of the protocol, in the order of preference."""
    rows = [_product(protocol, one) for one in protocol.logic.book.products]
    nothing = [said("Ce protocole ne propose aucun produit.")]
    return Section(heading("Produits possibles en pharmacie", PREFERRED), rows or nothing)


def _product(protocol: Protocol, product: Product) -> Block:
    when = f", si {condition_words(protocol, product.when)}" if product.when is not None else ""
    waiting = " Aussi en attendant le médecin." if product.waiting else ""
    doses = " ".join(_dose(protocol, one) for one in product.doses)
    shared = [one for one in protocol.logic.book.products if one.group == product.group]
    group = f" (groupe {product.group})" if len(shared) > 1 else ""
    runs = [Run(product.label, BOLD), Run(f"{group}{when}.{waiting} {doses}", PLAIN)]
    blocks = " · ".join(_forbids(protocol, one) for one in product.contraindications)
    if blocks:
        runs += [Run(f" {FORBIDDEN}{NBSP}: ", BOLD), Run(f"{blocks}.", PLAIN)]
    words = paragraph(runs, INSIDE, body(kind="TD"))
    return table_line(column([words, _given(product.limits)]))


def _given(limits: str) -> Block:
    """Return the limits of use, then where what was given is written."""
    half = INSIDE / 2
    told = said(limits, half - 8.0, body("encre2", "TD"))
    given = row([(0.0, tick()), (13.0, blank(GIVEN, half - 13.0, 0.0))])
    return beside(told, (half, given))


def _dose(protocol: Protocol, dose: Dose) -> str:
    whom = f"Si {condition_words(protocol, dose.population)}" if dose.population else "Pour tous"
    parts = (dose.form, _amount(dose), dose.times, dose.max_per_day)
    plural = "s" if dose.max_days > 1 else ""
    days = f"{dose.max_days}{NBSP}jour{plural} au plus" if dose.max_days else ""
    return f"{whom}{NBSP}: {', '.join(part for part in (*parts, days) if part)}."


def _amount(dose: Dose) -> str:
    """Return the dose in words; by weight, the calculation and its caps."""
    by = dose.by_weight
    if by is None:
        return dose.dose
    shared = f"par jour en {by.doses_per_day} prises" if by.per_day else "par prise"
    day = f"{by.day_mg_per_kg}{NBSP}mg/kg par jour, " if by.day_mg_per_kg else ""
    caps = f"{day}{by.maximum_dose}{NBSP}mg par prise, {by.maximum_day}{NBSP}mg par jour"
    return f"{by.mg_per_kg}{NBSP}mg/kg {shared}, arrondi en dessous, au plus {caps}"


def _forbids(protocol: Protocol, one: Contraindication) -> str:
    if isinstance(one.when, Known):
        return protocol.question(one.item).label
    return condition_words(protocol, one.when)
