"""Which lane an effect takes, and which message says that it did not happen."""

from app.desk.effects import OpenVault, StudyProtocol
from app.desk.messages import LoginRefused, NotStudied, Refused
from app.encounter.effects import ReadCode, SealSheet, StopMeasure, TakeMeasure
from app.encounter.identify import CodeRefused
from app.encounter.measure import MeasureFailed
from app.encounter.seal import SealFailed
from app.traffic import AnyEffect, AnyMessage

UNFORESEEN = (
    "L’opération n’a pas abouti et rien n’a été perdu. Recommencez\u00a0; "
    "si cela se reproduit, redémarrez le poste."
)


def is_pooled(effect: AnyEffect) -> bool:
    """True for what may run beside the vault."""
    return isinstance(effect, ReadCode | TakeMeasure | StopMeasure | StudyProtocol)


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
        case StudyProtocol(protocol_id=protocol_id):
            return NotStudied(protocol_id, sentence)
        case _:
            return Refused(sentence)
