"""A simulated scale: one steps on it, it says the weight."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from hardware.codecs.characteristics import WEIGHT
from hardware.codecs.weight import FAILED, Weight, encode_weight, weight_steps
from hardware.simulators.peripheral import Plate, SimulatedDevice
from hardware.simulators.scenario import Faults, Vitals

PLATE = Plate(
    address="sim:scale",
    name="Balance simulée",
    serial="SIM-SCALE-1",
    service="181d",
    result=WEIGHT,
)
STORED_HEAVIER = 17


class Scale(SimulatedDevice):
    """A scale under the patient of ``vitals``."""

    def __init__(
        self, vitals: Vitals, faults: Faults, now: Callable[[], datetime], plate: Plate = PLATE
    ) -> None:
        super().__init__(plate, faults, now)
        self._vitals = vitals

    def packet(self, ago: timedelta) -> bytes:
        """Return a 0x2A9D packet; stored ones are another patient's, visibly heavier."""
        has_time, time = self.dated(ago)
        weight = self._vitals.weight + (STORED_HEAVIER if ago else 0)
        failed = self.faults.no_result and not ago
        return encode_weight(
            Weight(
                steps=FAILED if failed else weight_steps(weight),
                has_time=has_time,
                time=time,
                user=self.faults.user,
            )
        )

    def stream(self) -> Iterator[tuple[float, bytes]]:
        """Yield nothing: this scale only speaks once the weight is steady."""
        return iter(())
