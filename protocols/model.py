"""The words of a protocol and of the decision it gives.

Everything here is frozen, comparable and free of any library: screens, sheets and proofs
read it, only ``protocols.load`` and ``protocols.evaluate`` make it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum

from protocols.logic import Logic

Answer = str | Decimal
"""``"yes"``, ``"no"``, ``"unknown"``, a value of a choice, or a number."""

YES, NO, UNKNOWN = "yes", "no", "unknown"


class Level(IntEnum):
    """Where the patient is seen; a greater value is more urgent and never lowered."""

    PHARMACY = 0
    DOCTOR_48H = 1
    DOCTOR_SAME_DAY = 2
    EMERGENCY = 3
    SAMU_15 = 4


class Route(StrEnum):
    """Who sees the patient."""

    PHARMACY = "pharmacy"
    TREATING_DOCTOR = "treating_doctor"
    TELECONSULTATION = "teleconsultation"
    SPECIALIST = "specialist"
    ON_CALL = "on_call"
    EMERGENCY_DEPARTMENT = "emergency_department"
    MATERNITY = "maternity"
    SAMU_15 = "samu_15"


class Flag(StrEnum):
    """What is printed beside a level without being one."""

    OUT_OF_SCOPE = "out_of_scope"
    INSUFFICIENT = "insufficient"
    TEST_INCONCLUSIVE = "test_inconclusive"
    NO_ANTIBIOTIC_POSSIBLE = "no_antibiotic_possible"
    REFUSED = "refused"


class Severity(StrEnum):
    """Class of an item: what a positive answer weighs."""

    R15 = "R15"
    R = "R"
    U = "U"
    M = "M"
    C = "C"
    A = "A"
    F = "F"
    I = "I"  # noqa: E741 - the class is named so in every table
    D = "D"


class ProtocolStatus(StrEnum):
    """Where a protocol stands in its approval."""

    DRAFT = "draft"
    REVIEW = "review"
    VALID = "valid"
    WITHDRAWN = "withdrawn"
    DEMONSTRATION = "demonstration"


class Framework(StrEnum):
    """Legal ground on which the pharmacist acts."""

    OSYS_TRANSITIONAL = "osys_transitional"
    COMMON_LAW = "common_law"
    OSYS_HISTORICAL = "osys_historical"
    OUTSIDE_OSYS = "outside_osys"


class Block(StrEnum):
    """Part of the interview a question belongs to."""

    IDENTITY = "identity"
    RED_FLAGS = "red_flags"
    SYMPTOMS = "symptoms"
    MEASURES = "measures"
    CONTEXT = "context"
    TREATMENT = "treatment"


class Kind(StrEnum):
    """What an answer is made of."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    NUMBER = "number"


class Remote(StrEnum):
    """What a doctor at a distance can do with a positive answer."""

    SUITABLE = "suitable"
    PHOTO = "photo"
    HANDS_ON = "hands_on"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice and the words shown for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a protocol; a derived item is computed and never asked.

    ``minimum`` and ``maximum`` bound a number in ``unit`` (UCUM), with ``decimals`` digits.
    ``reassuring`` is the answer that carries no risk, ``""`` when there is none.
    ``only_if`` is the condition under which it is asked, ``""`` for always.
    ``optional`` marks a measure whose absence has no effect.
    """

    id: str
    kind: Kind
    block: Block
    severity: Severity
    text: str
    help: str = ""
    label: str = ""
    why: str = ""
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    unit_label: str = ""
    decimals: int = 0
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(0)
    remote: Remote = Remote.HANDS_ON
    sources: tuple[str, ...] = ()
    quantity: str = ""
    reassuring: Answer = ""
    derived: bool = False
    from_identity: bool = False
    optional: bool = False
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One contact planned after the visit, ``day`` days later."""

    day: int
    kind: str
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """Something the pharmacist is advised to do, without points."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class CallScript:
    """What to say to the 15 and what to do meanwhile, for one sign of ``g_urg_signe``."""

    sign: str
    sentence: str
    wait: str


@dataclass(frozen=True, slots=True)
class Protocol:
    """One version of one protocol with everything its evaluation depends on.

    ``package`` is the deterministic serialisation of all its files and ``sha256`` the
    hexadecimal digest of these bytes: ``load_package(package)`` gives this protocol back.
    ``unvalidated_rules`` counts the rules that rest on no published source.
    """

    id: str
    version: str
    status: ProtocolStatus
    framework: Framework
    title: str
    short_title: str
    icon: str
    regions: tuple[str, ...]
    valid_from: str
    valid_to: str
    icpc2: tuple[str, ...]
    cim10: tuple[str, ...]
    questions: tuple[Question, ...]
    sources: Mapping[str, str]
    unvalidated_rules: int
    outcomes: Mapping[Level, str]
    advice: tuple[str, ...]
    return_if: tuple[str, ...]
    limits: tuple[str, ...]
    patient_page: tuple[str, ...]
    follow_up: tuple[FollowUp, ...]
    follow_up_script: tuple[str, ...]
    actions: tuple[Action, ...]
    emergency_wait: tuple[str, ...]
    call_scripts: tuple[CallScript, ...]
    logic: Logic = field(repr=False, compare=False)
    package: bytes = field(repr=False)
    sha256: str
    semantics: int = 1

    def question(self, question_id: str) -> Question:
        """Return the question named ``question_id``.

        Raises:
            KeyError: the protocol has no such item.
        """
        return self.questions[self.logic.positions[question_id]]


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
    say to the patient, ``remote_reason`` why teleconsultation is proposed or not.
    """

    level: Level
    route: Route
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
