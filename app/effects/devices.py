"""The exam devices: the hub's words become the consultation's, each with its patient."""

from collections.abc import Callable, Iterable

from app.desk.messages import DeviceChanged
from app.encounter import measure as say
from app.encounter.effects import StopMeasure, TakeMeasure
from app.office import devices_messages as page
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
from hardware.setup_messages import (
    DeviceBound,
    DevicesFound,
    DeviceTold,
    NotBound,
    SetupMessage,
    TrialEnded,
    TrialShown,
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


def words_of_setup(message: SetupMessage) -> AnyMessage:
    """Return the word of the page of the devices for one that belongs to no patient."""
    match message:
        case DevicesFound(candidates, is_over, sentence):
            return page.CandidatesFound(candidates, is_over, sentence)
        case DeviceBound(binding, _, _, sentence):
            return page.CandidateBound(binding, sentence)
        case NotBound(_, sentence):
            return page.DevicesRefused(sentence)
        case DeviceTold(kind, _, model, _, _, battery_percent, skew_s):
            return page.DeviceTold(kind, model, battery_percent, skew_s)
        case TrialShown(kind, quantities, progress, quality):
            return page.TrialShown(kind, quantities, progress, quality)
        case TrialEnded(kind, works, sentence):
            return page.TrialEnded(kind, works, sentence)


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
