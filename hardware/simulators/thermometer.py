"""A simulated ear thermometer: the temperature rises, then it beeps and says its result."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from hardware.codecs.characteristics import INTERMEDIATE_TEMPERATURE, TEMPERATURE
from hardware.codecs.ieee11073 import Missing
from hardware.codecs.thermometer import Temperature, encode_temperature
from hardware.simulators.peripheral import Plate, SimulatedDevice, steps
from hardware.simulators.scenario import Faults, Vitals

PLATE = Plate(
    address="sim:thermometer",
    name="Thermomètre simulé",
    serial="SIM-THERMO-1",
    service="1809",
    result=TEMPERATURE,
    stream=INTERMEDIATE_TEMPERATURE,
)
RISES_S, EVERY_S = 2.0, 0.5
RISES_FROM = Decimal(3)
TYMPANUM = 9
STORED_HIGHER = Decimal("0.9")
TENTH = Decimal("0.1")


class Thermometer(SimulatedDevice):
    """A thermometer in the ear of the patient of ``vitals``."""

    def __init__(
        self, vitals: Vitals, faults: Faults, now: Callable[[], datetime], plate: Plate = PLATE
    ) -> None:
        super().__init__(plate, faults, now)
        self._vitals = vitals

    def packet(self, ago: timedelta) -> bytes:
        """Return a 0x2A1C packet; stored ones are another patient's, visibly higher."""
        has_time, time = self.dated(ago)
        value = self._vitals.temperature + (STORED_HIGHER if ago else 0)
        failed = self.faults.no_result and not ago
        return encode_temperature(
            Temperature(
                value=Missing.NAN if failed else value,
                has_time=has_time,
                time=time,
                site=TYMPANUM,
            )
        )

    def stream(self) -> Iterator[tuple[float, bytes]]:
        """Yield the temperature while it rises."""
        for share in steps(RISES_S, EVERY_S):
            value = self._vitals.temperature - RISES_FROM * (1 - Decimal(share))
            shown = Temperature(value=value.quantize(TENTH), site=TYMPANUM)
            yield EVERY_S, encode_temperature(shown)
