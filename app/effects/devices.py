"""The exam devices: the hub's words become the consultation's, each with its patient."""

from collections.abc import Callable, Iterable

from app.desk.messages import DeviceChanged
from app.encounter import measure as say
from app.encounter.effects import StopMeasure, TakeMeasure
from app.traffic import AnyMessage
from hardware.hub import Hub
from hardware.messages import (
    DeviceSeen,
    Failed,
    HubMessage,
    Live,
    NeedsConfirmation,
    SetAside,
    Taken,
)


class Devices:
    """Arms devices for one consultation at a time."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def take(self, effect: TakeMeasure) -> Iterable[AnyMessage]:
        """Arm the device; what it gives comes back by the hub."""
        self._hub.measure(effect.encounter_id, effect.kind)
        return ()

    def stop(self, effect: StopMeasure) -> Iterable[AnyMessage]:
        """Disarm the device."""
        self._hub.cancel(effect.encounter_id, effect.kind)
        return ()

    def close(self) -> None:
        """Stop the hub and its devices."""
        self._hub.stop()


def post_from_hub(post: Callable[[AnyMessage], None]) -> Callable[[HubMessage], None]:
    """Return what the hub calls: it translates each word and posts it."""
    return lambda message: post(translate(message))


def translate(message: HubMessage) -> AnyMessage:
    """Return the consultation's message for one of the hub's."""
    match message:
        case Live(session_id, kind, quantities, progress, quality):
            return say.LiveShown(session_id, kind, quantities, progress, quality)
        case Taken(session_id, kind, reading):
            return say.Measured(session_id, kind, reading)
        case NeedsConfirmation(session_id, kind, reading):
            return say.MeasureDoubtful(session_id, kind, reading)
        case SetAside(session_id, kind, count):
            return say.ReadingsSetAside(session_id, kind, count)
        case Failed(session_id, kind, sentence):
            return say.MeasureFailed(session_id, kind, sentence)
        case DeviceSeen(kind, state, sentence):
            return DeviceChanged(kind, state, sentence)
