"""What the answers to a protocol lead to, with the trace of every rule that counted."""

from dataclasses import dataclass

from protocols.terms import Flag, Level, Route, Severity


@dataclass(frozen=True, slots=True)
class Action:
    """Something the pharmacist is advised to do, without points."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """Orientation points: bounds over the answers still possible, and the sum decided on."""

    minimum: int
    maximum: int
    used: int


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """A published score: bounds reached, bounds of the scale, and whether all was answered."""

    id: str
    label: str
    minimum: int
    maximum: int
    range_minimum: int
    range_maximum: int
    source: str
    complete: bool


@dataclass(frozen=True, slots=True)
class FiredRule:
    """One item or rule that weighed; ``certain`` is false when it is only possible.

    ``severity`` is the class that counted: the class declared for an item, the class of the
    branch that held for a derived one. ``points`` is what entered the sum after the drop
    of unknowns and the families.
    """

    id: str
    severity: Severity
    certain: bool
    points: int
    label: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Treatment:
    """A product offered; its contraindications are certainly absent.

    ``max_days`` is the longest use without a doctor, 0 when the label gives none;
    ``waiting`` marks a product given while the doctor is awaited.
    """

    substance: str
    label: str
    form: str
    dose: str
    times: str
    max_days: int
    max_per_day: str
    quantity: str
    waiting: bool
    limits: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A product of the branch that is not offered; ``reason`` is the id that blocks it."""

    substance: str
    label: str
    reason: str
    reason_label: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the answers lead to, with the trace of every rule that counted.

    ``stopped`` is true when a certain red flag ends the questions. ``sentence`` is what to
    say to the patient, ``remote_reason`` why teleconsultation is proposed or not, ``recipient``
    the service or specialty named by the rule, ``""`` when the route says enough.
    """

    level: Level
    route: Route
    recipient: str
    teleconsultation: bool
    remote_reason: str
    flags: tuple[Flag, ...]
    points: Points
    scores: tuple[ScoreResult, ...]
    rules: tuple[FiredRule, ...]
    treatments: tuple[Treatment, ...]
    excluded: tuple[Excluded, ...]
    missing: tuple[str, ...]
    stopped: bool
    actions: tuple[Action, ...]
    case: str
    sentence: str
    branch: str
