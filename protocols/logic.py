"""The part of a protocol that decides: items, conditions, scores, rules, products.

Values. A yes/no answer is the set of what it may still be, as bits: 1 no, 2 yes, 3 unknown.
A choice has one bit per value, in the order of the file. A number is an interval of whole steps
(38.5 with one decimal is 385). Conditions use the bits of yes/no: 1 certainly false, 3 possible,
2 certainly true. ``protocols.program`` turns a ``Rulebook`` into the function of a ``Logic``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from protocols.expression import Expression
from protocols.terms import Flag, Kind, Level, Remote, Route, Severity

FALSE, TRUE, MAYBE = 1, 2, 3
PHARMACY_SO_FAR = "pharmacy_so_far"
"""Condition: the classes and the collection of answers leave the patient at the pharmacy."""

Interval = tuple[int, int]
Raw = int | Interval | None
"""One answer as the engine reads it: bits (0 not answered), or an interval (None unknown)."""


@dataclass(frozen=True, slots=True)
class DerivedRule:
    """``when`` holds: the derived item counts as ``severity``, unless an earlier rule holds."""

    severity: Severity
    when: Expression


@dataclass(frozen=True, slots=True)
class Assumption:
    """What an unknown answer counts as when ``when`` is certain (``None``: always)."""

    value: int
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the engine counts it, at the place of its question.

    ``otherwise`` is its value when ``only_if`` is certainly false. ``parent`` is the yes/no item
    it details; ``children`` are all items that detail it: their explicit yes makes it yes.
    ``auto`` makes it yes by a measure. ``twin`` asks the same fact; ``absorbs`` are narrower
    facts whose yes is a yes here; ``absorbed_by`` the converse. ``stands_once_said``: it details
    a deduced fact, so its explicit yes stands even when the measure no longer holds.
    """

    id: str
    kind: Kind
    severity: Severity
    counted: bool = False
    choices: tuple[str, ...] = ()
    decimals: int = 0
    low: int = 0
    high: int = 0
    optional: bool = False
    only_if: Expression | None = None
    otherwise: int = FALSE
    parent: str = ""
    stands_once_said: bool = False
    children: tuple[str, ...] = ()
    safe_value: int = 0
    auto: Expression | None = None
    assumptions: tuple[Assumption, ...] = ()
    rules: tuple[DerivedRule, ...] = ()
    twin: str = ""
    follows_twin: bool = False
    absorbs: tuple[str, ...] = ()
    absorbed_by: str = ""
    remote: Remote = Remote.HANDS_ON
    route: Route | None = None
    recipient: str = ""
    out_of_scope: bool = False
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A named condition."""

    id: str
    when: Expression


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """Points added when ``when`` holds."""

    when: Expression
    points: int


@dataclass(frozen=True, slots=True)
class Caution:
    """What is said beside a score unless the yes/no fact ``item`` is certainly absent."""

    item: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A published score; ``measures`` are the items of which one at least must be taken."""

    id: str
    label: str
    source: str
    low: int
    high: int
    entries: tuple[ScoreEntry, ...]
    applies: Expression | None = None
    measures: tuple[str, ...] = ()
    caution: Caution | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Raises the level when ``when`` is certain or possible.

    ``uncertain_only``: only while ``when`` is possible without being certain. ``requires``: only
    when ``when`` is certain and no product of that group can be offered.
    """

    id: str
    label: str
    when: Expression
    level: Level
    flag: Flag | None = None
    uncertain_only: bool = False
    requires: str = ""
    remote: Remote = Remote.HANDS_ON
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """How the case is called, and what is said at the pharmacy, when ``when`` is certain."""

    id: str
    when: Expression | None
    case: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ActionRule:
    """The action of ``Protocol.actions`` at the same place is advised when ``when`` is certain."""

    id: str
    when: Expression


@dataclass(frozen=True, slots=True)
class WeightDose:
    """A dose by weight: ``mg_per_kg`` in ``doses_per_day`` shares when ``per_day``, else each.

    ``maximum_dose`` and ``maximum_day`` are caps in milligrams. Results are rounded down.
    """

    mg_per_kg: int
    per_day: bool
    doses_per_day: int
    maximum_dose: int
    maximum_day: int
    day_mg_per_kg: int


@dataclass(frozen=True, slots=True)
class Dose:
    """How a product is taken by the people for whom ``population`` is certain."""

    population: Expression | None
    dose: str
    times: str
    max_per_day: str
    max_days: int
    quantity: str
    form: str
    by_weight: WeightDose | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contraindication:
    """``when`` must be certainly false for the product to be offered; ``item`` names the fact."""

    item: str
    when: Expression


@dataclass(frozen=True, slots=True)
class Product:
    """A product the protocol may offer; of one ``group`` only the first possible is offered."""

    substance: str
    label: str
    antibiotic: bool
    waiting: bool
    limits: str
    sources: tuple[str, ...]
    group: str
    when: Expression | None
    contraindications: tuple[Contraindication, ...]
    doses: tuple[Dose, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that decides, before compilation.

    ``families`` are groups of items telling the same story: at most one of each counts.
    ``thresholds`` are (points, level), the highest first. ``reliable`` is the item that says
    whether the collection can be trusted, ``weight`` the item every dose by weight reads.
    """

    items: tuple[Item, ...]
    conditions: tuple[Condition, ...]
    scores: tuple[Score, ...]
    rules: tuple[Rule, ...]
    branches: tuple[Branch, ...]
    actions: tuple[ActionRule, ...]
    products: tuple[Product, ...]
    families: tuple[tuple[str, ...], ...]
    thresholds: tuple[tuple[int, Level], ...]
    insufficient_level: Level
    insufficient_from: int
    reliable: str
    weight: str


class State(NamedTuple):
    """What one run gives, each tuple in the order of the ``Rulebook``.

    ``values`` and ``relevance`` are by item, ``derived`` the rules of each item, ``products``
    (when, contraindications, populations), ``scores`` (low, high, applies). ``points`` is
    (used, least, most); ``red15`` and ``red`` tell whether such an item is positive;
    ``unknown`` counts the red and urgent items answered "unknown".
    """

    values: tuple[int | Interval, ...]
    relevance: tuple[int, ...]
    derived: tuple[tuple[int, ...], ...]
    conditions: tuple[int, ...]
    scores: tuple[tuple[int, int, int], ...]
    rules: tuple[int, ...]
    branches: tuple[int, ...]
    actions: tuple[int, ...]
    products: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]
    points: tuple[int, int, int]
    red15: int
    red: int
    unknown: int
    insufficient: int


Engine = Callable[[Sequence[Raw]], State]


@dataclass(frozen=True, slots=True)
class Logic:
    """A rulebook made ready to run.

    ``positions`` gives the place of each item; ``groups`` the ways of counting each family;
    ``decide`` runs on the answers as they are, ``foresee`` on what they may still become;
    ``reads`` says what each item, condition and score depends on.
    """

    book: Rulebook
    positions: Mapping[str, int]
    groups: tuple[tuple[tuple[int, ...], ...], ...]
    reads: Mapping[str, tuple[str, ...]]
    decide: Engine
    foresee: Engine
