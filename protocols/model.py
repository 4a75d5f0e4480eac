"""The words of a protocol and of the decision it gives.

Everything here is frozen, comparable and free of any library: screens, sheets and proofs
read it, only ``protocols.load`` and ``protocols.evaluate`` make it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from protocols.decision import (
    Action,
    Decision,
    Excluded,
    FiredRule,
    Points,
    ScoreResult,
    Treatment,
)
from protocols.logic import Logic
from protocols.terms import (
    Block,
    Flag,
    Framework,
    Kind,
    Level,
    ProtocolStatus,
    Remote,
    Route,
    Severity,
)

__all__ = [
    "NO",
    "UNKNOWN",
    "YES",
    "Action",
    "Answer",
    "Block",
    "CallScript",
    "Choice",
    "Decision",
    "English",
    "Excluded",
    "Expectation",
    "FiredRule",
    "Flag",
    "FollowUp",
    "Framework",
    "Kind",
    "Level",
    "Points",
    "Protocol",
    "ProtocolStatus",
    "Question",
    "Remote",
    "Route",
    "ScoreResult",
    "Severity",
    "Treatment",
    "Vignette",
]

Answer = str | Decimal
"""``"yes"``, ``"no"``, ``"unknown"``, a value of a choice, or a number."""

YES, NO, UNKNOWN = "yes", "no", "unknown"


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
    ``text_child`` is what is said to the companion of a child, ``""`` when it is ``text``.
    ``optional`` marks a measure whose absence has no effect. ``asked_as`` names the question of
    the protocol that asks the same fact in its place, ``""`` when it is asked itself.
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
    asked_as: str = ""
    text_child: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One contact planned after the visit, ``day`` days later."""

    day: int
    kind: str
    photo: bool = False


@dataclass(frozen=True, slots=True)
class CallScript:
    """What to say to the 15 and what to do meanwhile, for one sign of ``g_urg_signe``."""

    sign: str
    sentence: str
    wait: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a vignette must give; ``None`` or empty leaves that part of the decision free.

    ``case`` is the id of a branch. A score of ``scores`` that is ``None`` must not be given, nor
    an action of ``not_done``.
    """

    level: Level
    case: str = ""
    points: tuple[int, int] | None = None
    teleconsultation: str = ""
    route: Route | None = None
    flags: tuple[Flag, ...] | None = None
    scores: Mapping[str, tuple[int, int] | None] = field(default_factory=dict)
    treatments: tuple[str, ...] | None = None
    doses: Mapping[str, str] = field(default_factory=dict)
    not_offered: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vignette:
    """One invented patient, the answers as an answers file writes them, and what must come out."""

    name: str
    answers: Mapping[str, str | Decimal]
    expect: Expectation


@dataclass(frozen=True, slots=True)
class English:
    """What is shown or read to a patient in English; what is missing is said in French.

    The record stays in French. ``questions`` are by id.
    """

    questions: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[Level, str] = field(default_factory=dict)
    advice: tuple[str, ...] = ()
    return_if: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    patient_page: tuple[str, ...] = ()
    follow_up_script: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Protocol:
    """One version of one protocol with everything its evaluation depends on.

    ``package`` is the deterministic serialisation of all its files and ``sha256`` the
    hexadecimal digest of these bytes: ``load_package(package)`` gives this protocol back.
    ``unvalidated_rules`` counts the rules tagged X (ours) or G (general knowledge, not read).
    ``call_steps`` is what to say to the 15, in order; ``outcomes`` what to say to the patient.
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
    call_steps: tuple[str, ...]
    flag_sentences: Mapping[Flag, str]
    vignettes: tuple[Vignette, ...]
    logic: Logic = field(repr=False, compare=False)
    package: bytes = field(repr=False)
    sha256: str
    semantics: int = 1
    english: English = field(default_factory=English)

    def question(self, question_id: str) -> Question:
        """Return the question named ``question_id``.

        Raises:
            KeyError: the protocol has no such item.
        """
        return self.questions[self.logic.positions[question_id]]
