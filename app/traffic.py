"""Everything that may be said to the station, and everything it may ask of the world."""

from collections.abc import Callable

from app.desk.effects import DeskEffect
from app.desk.messages import DeskMessage
from app.encounter.effects import Effect
from app.encounter.messages import Message as EncounterMessage
from app.office.office import OfficeEffect, OfficeMessage

AnyMessage = DeskMessage | OfficeMessage | EncounterMessage
AnyEffect = DeskEffect | OfficeEffect | Effect
Post = Callable[[AnyMessage], None]
