"""A simulated blood pressure cuff: it inflates, deflates with its gauge, then says its result."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from hardware.codecs.blood_pressure import BloodPressure, encode_blood_pressure, mean_pressure
from hardware.codecs.characteristics import BLOOD_PRESSURE, CUFF_PRESSURE
from hardware.codecs.ieee11073 import Missing
from hardware.simulators.peripheral import Plate, SimulatedDevice, steps
from hardware.simulators.scenario import Faults, Vitals

PLATE = Plate(
    address="sim:cuff",
    name="Tensiomètre simulé",
    serial="SIM-CUFF-1",
    service="1810",
    result=BLOOD_PRESSURE,
    stream=CUFF_PRESSURE,
)
INFLATES_S, DEFLATES_S, GAUGE_EVERY_S = 3.0, 5.0, 0.25
ABOVE_SYSTOLIC, BELOW_DIASTOLIC = 40, 15
STORED_HIGHER = 23


class Cuff(SimulatedDevice):
    """A cuff on the arm of the patient of ``vitals``."""

    def __init__(
        self, vitals: Vitals, faults: Faults, now: Callable[[], datetime], plate: Plate = PLATE
    ) -> None:
        super().__init__(plate, faults, now)
        self._vitals = vitals

    def packet(self, ago: timedelta) -> bytes:
        """Return a 0x2A35 packet; stored ones are another patient's, visibly higher."""
        has_time, time = self.dated(ago)
        higher = STORED_HIGHER if ago else 0
        vitals, failed = self._vitals, self.faults.no_result and not ago
        systolic, diastolic = vitals.systolic + higher, vitals.diastolic + higher
        mean = mean_pressure(systolic, diastolic)
        return encode_blood_pressure(
            BloodPressure(
                systolic=Missing.NAN if failed else systolic,
                diastolic=Missing.NAN if failed else diastolic,
                mean=Missing.NAN if failed else mean,
                has_time=has_time,
                time=time,
                pulse=Missing.NAN if failed else vitals.pulse,
                user=self.faults.user,
                status=self.faults.flags,
            )
        )

    def stream(self) -> Iterator[tuple[float, bytes]]:
        """Yield the pressure of the cuff, up then down."""
        top = self._vitals.systolic + ABOVE_SYSTOLIC
        bottom = self._vitals.diastolic - BELOW_DIASTOLIC
        for share in steps(INFLATES_S, GAUGE_EVERY_S):
            yield GAUGE_EVERY_S, _gauge(top * Decimal(share))
        for share in steps(DEFLATES_S, GAUGE_EVERY_S):
            yield GAUGE_EVERY_S, _gauge(top - (top - bottom) * Decimal(share))


def _gauge(pressure: Decimal) -> bytes:
    whole = pressure.quantize(Decimal(1))
    return encode_blood_pressure(BloodPressure(whole, Missing.NAN, Missing.NAN))
