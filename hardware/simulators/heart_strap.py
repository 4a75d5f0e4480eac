"""A simulated heart strap: it streams the rate, and says when it lost the skin."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from hardware.codecs.characteristics import HEART_RATE
from hardware.codecs.heart_rate import CONTACT, NO_CONTACT, HeartRate, encode_heart_rate
from hardware.simulators.peripheral import Plate, SimulatedDevice
from hardware.simulators.scenario import Faults, Vitals

PLATE = Plate(
    address="sim:heart_strap",
    name="Ceinture cardiaque simulée",
    serial="SIM-STRAP-1",
    service="180d",
    result="",
    stream=HEART_RATE,
)
EVERY_S = 1.0
SEARCHES, STREAMS = 2, 60
SWAY = (0, 1, 0, -1)
INTERVALS_A_SECOND = 1024


class HeartStrap(SimulatedDevice):
    """A strap around the chest of the patient of ``vitals``."""

    def __init__(
        self, vitals: Vitals, faults: Faults, now: Callable[[], datetime], plate: Plate = PLATE
    ) -> None:
        super().__init__(plate, faults, now)
        self._vitals = vitals

    def packet(self, ago: timedelta) -> bytes:
        """Return a 0x2A37 packet of this moment: a strap keeps nothing."""
        return self._moment(0)

    def stream(self) -> Iterator[tuple[float, bytes]]:
        """Yield the rate once a second for a minute, first without contact."""
        for _ in range(SEARCHES):
            yield EVERY_S, encode_heart_rate(HeartRate(0, NO_CONTACT))
        for rank in range(STREAMS):
            yield EVERY_S, self._moment(rank)

    def _moment(self, rank: int) -> bytes:
        if self.faults.no_result:
            return encode_heart_rate(HeartRate(0, NO_CONTACT))
        rate = int(self._vitals.pulse) + SWAY[rank % len(SWAY)]
        interval = 60 * INTERVALS_A_SECOND // rate
        return encode_heart_rate(HeartRate(rate, CONTACT, intervals=(interval,)))
