"""What the hub posts: frozen messages, each with the session it belongs to. Pure.

``session_id`` is what the caller gave to ``Hub.measure``: the id of the consultation.
A value is only ever in ``Live``, ``Taken`` and ``NeedsConfirmation``.
"""

from dataclasses import dataclass

from hardware.readings import DeviceState, Kind, Quantity, Reading


@dataclass(frozen=True, slots=True)
class Live:
    """What the device shows at this moment: never kept, never clinical.

    ``progress`` is 0 to 100; ``quality`` are flags of the signal, empty when it is good.
    """

    session_id: str
    kind: Kind
    quantities: tuple[Quantity, ...]
    progress: int
    quality: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The measurement of this patient, accepted by the guard. The session is closed."""

    session_id: str
    kind: Kind
    reading: Reading


@dataclass(frozen=True, slots=True)
class NeedsConfirmation:
    """A measurement that counts only once the pharmacist says it was just taken on this patient.

    The session is closed: what follows is between the pharmacist and the consultation.
    """

    session_id: str
    kind: Kind
    reading: Reading


@dataclass(frozen=True, slots=True)
class SetAside:
    """One more reading was refused, the ``count``-th of this session; its value is never given."""

    session_id: str
    kind: Kind
    count: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was kept; ``sentence`` says what to do, in French. The session is closed."""

    session_id: str
    kind: Kind
    sentence: str


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """The state of the device of ``kind`` changed. Belongs to no session."""

    kind: Kind
    state: DeviceState
    sentence: str


HubMessage = Live | Taken | NeedsConfirmation | SetAside | Failed | DeviceSeen
