"""The hub's work on devices away from any patient: search, binding, who answered."""

from collections.abc import Callable

from hardware.drivers.driver import DeviceInfo
from hardware.instants import Instants
from hardware.readings import DeviceError, Kind
from hardware.registry import Registry
from hardware.sentences import stopped
from hardware.setup_messages import (
    Candidate,
    DevicesFound,
    DeviceTold,
    NotBound,
    SetupMessage,
)


class Workshop:
    """Answers by ``post``; runs in the hub's loop, one search at a time.

    ``clocks`` are those of ``hardware.intake.Ports``.
    """

    def __init__(
        self, instants: Instants, post: Callable[[SetupMessage], None], clocks: dict[str, int]
    ) -> None:
        self._instants = instants
        self._post = post
        self._clocks = clocks
        self._is_searching = False

    async def discover(self, registry: Registry, seconds: float) -> None:
        """Post what is found so far, then all of it; a search under way goes on alone."""
        if self._is_searching:
            return
        if registry.finder is None:
            self._post(DevicesFound((), is_over=True, sentence=stopped()))
            return
        self._is_searching = True
        try:
            async for found in registry.finder(self._instants).find(seconds):
                self._post(found)
        finally:
            self._is_searching = False

    async def bind(self, registry: Registry, candidate: Candidate) -> None:
        """Post the device as the settings keep it, or why it cannot be bound."""
        if registry.finder is None:
            self._post(NotBound(candidate.device_id, stopped()))
            return
        try:
            bound = await registry.finder(self._instants).bind(candidate)
            if bound.skew_s is not None:
                # what the device has kept so far was dated by that clock
                self._clocks.setdefault(candidate.device_id, bound.skew_s)
            self._post(bound)
        except DeviceError as refused:
            self._post(NotBound(candidate.device_id, refused.sentence))

    def tell(self, kind: Kind, info: DeviceInfo) -> None:
        """Post what the device of ``kind`` says of itself."""
        self._post(
            DeviceTold(
                kind=kind,
                device_id=info.device_id,
                model=info.model,
                serial=info.serial,
                firmware=info.firmware,
                battery_percent=info.battery_percent,
                skew_s=info.skew_s,
            )
        )
