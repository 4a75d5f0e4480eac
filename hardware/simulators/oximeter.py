"""A simulated finger oximeter: it searches the pulse, then streams the saturation."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from hardware.codecs.characteristics import PLX_CONTINUOUS, PLX_SPOT
from hardware.codecs.ieee11073 import Missing
from hardware.codecs.pulse_oximeter import (
    Continuous,
    SpotCheck,
    encode_continuous,
    encode_spot,
)
from hardware.simulators.peripheral import Plate, SimulatedDevice
from hardware.simulators.scenario import Faults, Vitals

PLATE = Plate(
    address="sim:oximeter",
    name="Oxymètre simulé",
    serial="SIM-OXY-1",
    service="1822",
    result=PLX_SPOT,
    stream=PLX_CONTINUOUS,
)
EVERY_S = 0.5
SEARCHES, STREAMS = 4, 60
PULSE_SWAY = (0, 1, 1, 0, -1)
STORED_LOWER = 6


class Oximeter(SimulatedDevice):
    """An oximeter on the finger of the patient of ``vitals``."""

    def __init__(
        self, vitals: Vitals, faults: Faults, now: Callable[[], datetime], plate: Plate = PLATE
    ) -> None:
        super().__init__(plate, faults, now)
        self._vitals = vitals

    def packet(self, ago: timedelta) -> bytes:
        """Return a 0x2A5E packet; stored ones are another patient's, flagged as stored."""
        has_time, time = self.dated(ago)
        failed = self.faults.no_result and not ago
        spo2 = self._vitals.spo2 - (STORED_LOWER if ago else 0)
        return encode_spot(
            SpotCheck(
                spo2=Missing.NAN if failed else spo2,
                pulse=Missing.NAN if failed else self._vitals.pulse,
                has_time=has_time,
                time=time,
                measurement_status=("stored",) if ago else ("fully_qualified",),
                device_status=self.faults.flags,
                amplitude=self._vitals.perfusion,
            )
        )

    def stream(self) -> Iterator[tuple[float, bytes]]:
        """Yield the search of the pulse, then the saturation twice a second for 30 s."""
        for _ in range(SEARCHES):
            yield EVERY_S, encode_continuous(_SEARCHING)
        for rank in range(STREAMS):
            yield EVERY_S, encode_continuous(self._moment(rank))

    def _moment(self, rank: int) -> Continuous:
        if self.faults.no_result:
            return _SEARCHING
        return Continuous(
            spo2=self._vitals.spo2,
            pulse=self._vitals.pulse + PULSE_SWAY[rank % len(PULSE_SWAY)],
            measurement_status=("validated",),
            device_status=self.faults.flags,
            amplitude=self._vitals.perfusion,
        )


_SEARCHING = Continuous(
    spo2=Missing.NAN,
    pulse=Missing.NAN,
    measurement_status=("measurement_ongoing",),
    device_status=("signal_analysis_ongoing",),
)
