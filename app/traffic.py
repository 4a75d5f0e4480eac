"""Everything that may be said to the station, and everything it may ask of the world."""

from collections.abc import Callable

from app.desk.effects import DeskEffect
from app.desk.messages import DeskMessage
from app.doctor_frame import DoctorFrame
from app.encounter.effects import Effect
from app.encounter.messages import Message as EncounterMessage
from app.office.office import OfficeEffect, OfficeMessage
from hardware.media.messages import CameraSeen, FrameShown, SoundShown

AnyMessage = DeskMessage | OfficeMessage | EncounterMessage
AnyEffect = DeskEffect | OfficeEffect | Effect
LiveMessage = CameraSeen | FrameShown | SoundShown | DoctorFrame
Posted = AnyMessage | LiveMessage
Post = Callable[[Posted], None]
