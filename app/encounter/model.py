"""The consultation as one frozen value, and what it may ask of the world."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from app.encounter.call_state import NO_CALL, Call
from app.encounter.exam_state import NO_EXAM, Exam
from app.encounter.incoming import NO_INCOMING, Incoming
from app.encounter.same_person import NOBODY_ELSE, SamePeople
from app.encounter.viewer import NO_VIEWER, Viewer
from app.identity import IdentitySource, Patient
from app.station import Professional, Station
from hardware.readings import Kind, Quantity, Reading
from protocols.model import Answer, Decision, Level, Protocol, Question, Route


class Stage(StrEnum):
    """Whether clinical fields may still change."""

    OPEN = "open"
    SEALING = "sealing"
    SEALED = "sealed"


class Step(StrEnum):
    """Which screen of the consultation is shown."""

    IDENTIFY = "identify"
    CHOOSE = "choose"
    SIGNS = "signs"
    ASK = "ask"
    EMERGENCY = "emergency"
    MEASURE = "measure"
    DECIDE = "decide"
    SEAL = "seal"


class Consent(StrEnum):
    """The five separate consents (clinical-texts.md §0.4); the id is that of the gate item."""

    INTERVIEW = "g_cons_entretien"
    DOCTOR = "g_cons_medecin"
    RECALL = "g_cons_rappel"
    PHOTO = "g_cons_photo"
    RECORD = "g_cons_dmp"


class Alternative(StrEnum):
    """What the patient would have done without the service (clinical.md §4.2, asked on day 0)."""

    DOCTOR = "doctor"
    EMERGENCY = "emergency"
    NOTHING = "nothing"
    OTHER = "other"


class SlotState(StrEnum):
    """Where one measurement stands."""

    IDLE = "idle"
    RUNNING = "running"
    TAKEN = "taken"
    CONFIRM = "confirm"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class MeasureSlot:
    """One kind of measurement for this patient.

    ``progress`` is 0 to 100; ``quality`` are the flags of the live signal, empty when it is
    good; ``pending`` waits for « prise à l’instant sur ce patient »; ``set_aside`` counts
    readings that were refused as another patient's.
    """

    kind: Kind
    state: SlotState = SlotState.IDLE
    live: tuple[Quantity, ...] = ()
    progress: int = 0
    quality: tuple[str, ...] = ()
    reading: Reading | None = None
    pending: Reading | None = None
    set_aside: int = 0
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """One answer as it was given; the list of them is append-only."""

    at: datetime
    question_id: str
    answer: Answer
    origin: str


@dataclass(frozen=True, slots=True)
class WithdrawnSign:
    """A red sign taken back, with the pharmacist's reason."""

    question_id: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """The orientation the pharmacist keeps."""

    level: Level
    route: Route
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the vault answered: the number of the sheet and the tree head after it."""

    number: int
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Traits:
    """The identity form as it is typed, before it is accepted.

    ``link`` is who the companion is, one of ``CompanionLink``; ``visitor`` is ``VISITOR`` for
    somebody from abroad, who has no INS.
    """

    family: str = ""
    givens: str = ""
    birth_date: str = ""
    sex: str = ""
    place: str = ""
    matricule: str = ""
    used_family: str = ""
    phone: str = ""
    doctor: str = ""
    doctor_mail: str = ""
    companion: str = ""
    root: str = ""
    link: str = ""
    interpreter: str = ""
    language: str = ""
    visitor: str = ""


VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class LateEntry:
    """An act done on paper, as the form dates it; ``opened_at`` is when its typing began."""

    performer: Professional
    ended_at: datetime
    called_at: datetime | None
    opened_at: datetime


NO_TEXT: Mapping[str, str] = MappingProxyType({})


def _no_text() -> Mapping[str, str]:
    return NO_TEXT


@dataclass(frozen=True, slots=True)
class Encounter:
    """One consultation, from the first trait of identity to the sealed sheet.

    ``path`` are the questions of this patient, ``ahead`` those still to ask, both in order.

    ``current`` is the id of the question shown; ``revision`` counts the clinical changes and
    ``acknowledged`` the last one the vault confirmed as saved.
    """

    encounter_id: str
    act_ref: str
    started_at: datetime
    station: Station
    author: Professional
    late: LateEntry | None = None
    stage: Stage = Stage.OPEN
    step: Step = Step.IDENTIFY
    traits: Traits = Traits()
    source: IdentitySource = IdentitySource.TYPED
    same: SamePeople = NOBODY_ELSE
    field_errors: Mapping[str, str] = field(default_factory=_no_text)
    patient: Patient | None = None
    identity_confirmed: bool = False
    paper_seen: bool = False
    consents: Mapping[Consent, bool] = field(default_factory=lambda: MappingProxyType({}))
    alternative: Alternative | None = None
    protocol: Protocol | None = None
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    events: tuple[AnswerEvent, ...] = ()
    put_aside: tuple[str, ...] = ()
    withdrawn: tuple[WithdrawnSign, ...] = ()
    current: str = ""
    path: tuple[Question, ...] = ()
    ahead: tuple[Question, ...] = ()
    decision: Decision | None = None
    measures: Mapping[Kind, MeasureSlot] = field(default_factory=lambda: MappingProxyType({}))
    measures_passed: bool = False
    exam: Exam = NO_EXAM
    call: Call = NO_CALL
    incoming: Incoming = NO_INCOMING
    viewer: Viewer = NO_VIEWER
    alarm_seen: Level | None = None
    call_asked: bool = False
    before_call: Step = Step.IDENTIFY
    called_at: datetime | None = None
    kept: Kept | None = None
    patient_refused: bool = False
    lots: Mapping[str, str] = field(default_factory=_no_text)
    notice: str = ""
    revision: int = 0
    acknowledged: int = 0
    receipt: Receipt | None = None

    @property
    def scanned(self) -> bool:
        """True when the traits are those of an INS code."""
        return self.source is IdentitySource.DATAMATRIX

    @property
    def question(self) -> Question | None:
        """The question shown, when the step shows one."""
        if self.protocol is None:
            return None
        return next((one for one in self.protocol.questions if one.id == self.current), None)

    @property
    def is_saved(self) -> bool:
        """True when the vault holds the last clinical change."""
        return self.acknowledged == self.revision
