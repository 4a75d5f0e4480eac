"""The union of everything the consultation listens to."""

from dataclasses import dataclass

from app.encounter.ask import AskMessage
from app.encounter.call_messages import CallMessage
from app.encounter.choose import ComplaintChosen
from app.encounter.decide import DecideMessage
from app.encounter.exam_messages import ExamMessage
from app.encounter.identify import QuietMessage as IdentifyMessage
from app.encounter.identify import ScanAsked
from app.encounter.incoming_messages import IncomingMessage
from app.encounter.late import LateMessage
from app.encounter.measure import MeasureAsked, MeasureStopped
from app.encounter.measure import QuietMessage as MeasureMessage
from app.encounter.seal import SealMessage


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """The vault holds the consultation as it was at ``revision``."""

    encounter_id: str
    revision: int


Message = (
    IdentifyMessage
    | LateMessage
    | ScanAsked
    | ComplaintChosen
    | AskMessage
    | MeasureMessage
    | MeasureAsked
    | MeasureStopped
    | ExamMessage
    | CallMessage
    | IncomingMessage
    | DecideMessage
    | SealMessage
    | DraftSaved
)
