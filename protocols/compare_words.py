"""The parts of a decision and their values, as a person says them in a comparison."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from protocols.diagram import Value
from protocols.logic import WeightDose
from protocols.model import Protocol
from protocols.terms import Flag, Level, Route
from protocols.witness import LEVELS

YES_MARK = 1
"""The value of a mark that is there, whether it was drawn as a number or as a truth."""

Told = tuple[object, ...]

LEVEL, BRANCH, POINTS, REMOTE, ROUTE = "level", "branch", "points", "teleconsultation", "route"

ROUTES: Mapping[Route, str] = MappingProxyType(
    {
        Route.PHARMACY: "pharmacie",
        Route.TREATING_DOCTOR: "médecin traitant",
        Route.TELECONSULTATION: "téléconsultation",
        Route.SPECIALIST: "spécialiste",
        Route.ON_CALL: "médecin de garde",
        Route.EMERGENCY_DEPARTMENT: "service des urgences",
        Route.MATERNITY: "maternité",
        Route.SAMU_15: "15",
    }
)

FLAGS: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.OUT_OF_SCOPE: "hors du champ",
        Flag.INSUFFICIENT: "recueil insuffisant",
        Flag.TEST_INCONCLUSIVE: "test non concluant",
        Flag.NO_ANTIBIOTIC_POSSIBLE: "aucun antibiotique possible",
        Flag.REFUSED: "orientation refusée",
    }
)

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        LEVEL: "niveau",
        BRANCH: "cas",
        REMOTE: "téléconsultation",
        ROUTE: "filière",
    }
)


def part_named(part: str) -> str:
    """Return the name of a part."""
    kind, _, name = part.partition(" ")
    if kind == "flag":
        return f"mention «\u00a0{FLAGS[Flag(name)]}\u00a0»"
    if kind == "action":
        return f"action «\u00a0{name}\u00a0»"
    if kind == "treatment":
        return f"produit {name}"
    if kind == POINTS:
        return "points au moins" if name == "least" else "points au plus"
    return f"score {name}" if kind == "score" else _NAMES[kind]


def value_said(protocol: Protocol, part: str, value: Value) -> str:
    """Return the value of a part."""
    kind = part.partition(" ")[0]
    if kind == LEVEL:
        return LEVELS[Level(cast("int", value))]
    if kind == BRANCH:
        cases = {branch.id: branch.case for branch in protocol.logic.book.branches}
        return cases.get(str(value), str(value))
    if kind == "treatment":
        return _treatment(value)
    if kind == ROUTE:
        return _route(value)
    return str(value) if kind == POINTS else _mark_or_bounds(value)


def _mark_or_bounds(value: Value) -> str:
    """Return a score, or a thing that is said or not."""
    if isinstance(value, tuple):
        low, high = value
        return str(low) if low == high else f"{low} à {high}"
    if value is None:
        return "non affiché"
    return "oui" if value == YES_MARK else "non"


def _route(value: Value) -> str:
    route, recipient = cast("tuple[Route, str]", value)
    return f"{ROUTES[route]} ({recipient})" if recipient else ROUTES[route]


def _treatment(value: Value) -> str:
    """Return how a product is taken, "non proposé" when it is not."""
    if value is None:
        return "non proposé"
    dose, times, most, days, quantity, form, by_weight, waiting, _ = cast(
        "tuple[object, ...]", value
    )
    told = [str(dose) or _by_weight(by_weight), str(times), str(most), str(quantity), str(form)]
    told += [f"{days}\u00a0jours au plus"] if days else []
    told += ["en attendant le médecin"] if waiting else []
    return ", ".join(one for one in told if one)


def _by_weight(dose: object) -> str:
    if not isinstance(dose, WeightDose):
        return ""
    each = "par jour" if dose.per_day else "par prise"
    return (
        f"{dose.mg_per_kg}\u00a0mg/kg {each} ({dose.doses_per_day} prises, "
        f"{dose.maximum_dose}\u00a0mg et {dose.maximum_day}\u00a0mg par jour au plus)"
    )
