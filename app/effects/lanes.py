"""Which lane an effect takes, and which message says that it did not happen."""

from app.desk.archive_captures import CaptureRefused, OpenCapture
from app.desk.archive_messages import (
    ActFailed,
    ArchiveEffect,
    DoAct,
    OpenSheet,
    SearchArchive,
    SearchFailed,
    SheetRefused,
)
from app.desk.effects import OpenVault, StudyProtocol
from app.desk.messages import LoginRefused, NotStudied, Refused
from app.desk.veil import CheckPin, PinMissed
from app.encounter.call_effects import CallEffect, KeepPaper, OpenCall
from app.encounter.call_messages import CallChanged, CallFailed, PaperLost
from app.encounter.call_state import CallStage
from app.encounter.effects import ReadCode, SealSheet, StopMeasure, TakeMeasure
from app.encounter.exam_effects import (
    ExamEffect,
    FindEarlier,
    KeepCapture,
    ReadCapture,
    RecordSound,
    TakePicture,
)
from app.encounter.exam_messages import CaptureFailed, CaptureUnread, EarlierFound
from app.encounter.identify import CodeRefused
from app.encounter.incoming_effects import (
    IncomingEffect,
    KeepIncoming,
    ReadIncoming,
    ReadPages,
    StopIncoming,
)
from app.encounter.incoming_messages import DocumentUnread, IncomingRefused
from app.encounter.measure import MeasureFailed
from app.encounter.same_person import FindSame, SameFound
from app.encounter.seal import SealFailed
from app.office.card import (
    CardEffect,
    CardRefused,
    DrawStatement,
    FindCards,
    KeepSignature,
    SignStatement,
)
from app.office.copies import (
    FinishBackup,
    KeepDrill,
    RunBackup,
    RunDrill,
    RunRestore,
    StopTask,
    TaskFailed,
)
from app.office.devices_effects import DevicesEffect
from app.office.devices_messages import DevicesRefused
from app.office.emergency import AlarmRaised, RaiseAlarm
from app.office.emergency_steps import STEPS
from app.office.first_run import FirstRunEffect, FoundingRefused
from app.office.mail import MailEffect, MailRefused, TryMail
from app.office.office import OfficeEffect, OfficeFailed
from app.office.outbox_messages import (
    BeginRound,
    OutboxEffect,
    OutboxRefused,
    StopRound,
    SubmitMail,
)
from app.office.people import PeopleEffect, PeopleRefused
from app.office.recovery import RecoveryEffect, RecoveryRefused
from app.office.relay import TryRelay
from app.office.rescue import RescueRefused, RunRescue
from app.traffic import AnyEffect, AnyMessage

UNFORESEEN = (
    "L’opération n’a pas abouti et rien n’a été perdu. Recommencez\u00a0; "
    "si cela se reproduit, redémarrez le poste."
)

BESIDE = RunBackup | RunDrill | RunRestore | StopTask
"""Long works on copies: they need no key, and run while the station seals."""

BESIDE_VISIT = ExamEffect | CallEffect | IncomingEffect | FindSame
"""What a consultation asks beside its own questions."""

APART = KeepIncoming | ReadPages | StopIncoming
"""What a document received asks without the vault."""

SLOW_CARD = FindCards | SignStatement
"""What waits for a card: the vault goes on meanwhile."""


AWAY = BeginRound | SubmitMail | StopRound | TryMail
"""What speaks to a server, and what stops it: the vault goes on meanwhile."""


def is_pooled(effect: AnyEffect) -> bool:
    """True for what may run beside the vault."""
    brief = ReadCode | TakeMeasure | StopMeasure | StudyProtocol | CheckPin | TryRelay
    return isinstance(effect, brief | BESIDE | SLOW_CARD | AWAY | APART)


def failure(effect: AnyEffect, sentence: str) -> AnyMessage:
    """Return the message that says ``effect`` did not happen."""
    match effect:
        case SealSheet(encounter_id=encounter_id):
            return SealFailed(encounter_id, sentence)
        case ReadCode(encounter_id=encounter_id):
            return CodeRefused(encounter_id, sentence)
        case TakeMeasure(encounter_id=encounter_id, kind=kind):
            return MeasureFailed(encounter_id, kind, sentence)
        case OpenVault():
            return LoginRefused(sentence, counts=False)
        case CheckPin():
            return PinMissed()
        case StudyProtocol(protocol_id=protocol_id):
            return NotStudied(protocol_id, sentence)
        case _ if isinstance(effect, BESIDE_VISIT):
            return _visit_failure(effect, sentence)
        case _:
            return _page_failure(effect, sentence)


def _visit_failure(effect: BESIDE_VISIT, sentence: str) -> AnyMessage:
    if isinstance(effect, FindSame):
        return SameFound(effect.encounter_id, effect.known, (), sentence)
    if isinstance(effect, IncomingEffect):
        return _incoming_failure(effect, sentence)
    if isinstance(effect, CallEffect):
        return _call_failure(effect, sentence)
    return _exam_failure(effect, sentence)


def _incoming_failure(effect: IncomingEffect, sentence: str) -> AnyMessage:
    match effect:
        case ReadIncoming(encounter_id, capture_id):
            return DocumentUnread(encounter_id, capture_id, sentence)
        case ReadPages(encounter_id, shown):
            return DocumentUnread(encounter_id, shown.capture_id, sentence)
        case _:
            return IncomingRefused(effect.encounter_id, sentence)


def _call_failure(effect: CallEffect, sentence: str) -> AnyMessage:
    match effect:
        case OpenCall(encounter_id=encounter_id):
            return CallChanged(encounter_id, CallStage.REFUSED, sentence)
        case KeepPaper(encounter_id, digest):
            return PaperLost(encounter_id, digest, sentence)
        case _:
            return CallFailed(effect.encounter_id, sentence)


def _exam_failure(effect: ExamEffect, sentence: str) -> AnyMessage:
    match effect:
        case TakePicture() | RecordSound() | KeepCapture():
            return CaptureFailed(effect.encounter_id, effect.request_id, sentence)
        case ReadCapture(encounter_id, capture_id):
            return CaptureUnread(encounter_id, capture_id, sentence)
        case FindEarlier(encounter_id=encounter_id):
            return EarlierFound(encounter_id, (), sentence)
        case _:
            return Refused(sentence)


def _page_failure(effect: AnyEffect, sentence: str) -> AnyMessage:
    if isinstance(effect, DevicesEffect):
        return DevicesRefused(sentence)
    if isinstance(effect, OutboxEffect):
        return OutboxRefused(sentence)
    if isinstance(effect, MailEffect):
        return MailRefused(sentence)
    return _failure_around(effect, sentence)


def _failure_around(effect: AnyEffect, sentence: str) -> AnyMessage:
    if isinstance(effect, PeopleEffect):
        return PeopleRefused(sentence)
    if isinstance(effect, RecoveryEffect):
        return RecoveryRefused(sentence)
    if isinstance(effect, FirstRunEffect):
        return FoundingRefused(sentence)
    if isinstance(effect, RunRescue):
        return RescueRefused(sentence)
    if isinstance(effect, ArchiveEffect | CardEffect):
        return _archive_failure(effect, sentence)
    if isinstance(effect, BESIDE | FinishBackup | KeepDrill):
        return TaskFailed(sentence)
    if isinstance(effect, RaiseAlarm):  # the keys are gone already: say so, and what to do
        return AlarmRaised("", STEPS[effect.danger], sentence)
    return OfficeFailed(sentence) if isinstance(effect, OfficeEffect) else Refused(sentence)


def _archive_failure(effect: ArchiveEffect | CardEffect, sentence: str) -> AnyMessage:
    match effect:
        case SearchArchive(serial=serial):
            return SearchFailed(serial, sentence)
        case OpenSheet(sheet_id=sheet_id):
            return SheetRefused(sheet_id, sentence)
        case DoAct():
            return ActFailed(sentence)
        case OpenCapture(sheet_id, capture_id):
            return CaptureRefused(sheet_id, capture_id, sentence)
        case FindCards() | DrawStatement() | SignStatement() | KeepSignature():
            return CardRefused(effect.sheet_id, sentence)
        case _:
            return Refused(sentence)
