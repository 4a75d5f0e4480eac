"""A simulated Nonin 3230: its own service, one frame a second, no result and no clock."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from hardware.codecs.characteristics import BATTERY_LEVEL, DATE_TIME
from hardware.codecs.nonin import CHARACTERISTIC, SERVICE, Nonin, encode_nonin
from hardware.simulators.peripheral import Plate, SimulatedDevice
from hardware.simulators.scenario import Faults, Vitals

PLATE = Plate(
    address="sim:nonin",
    name="Nonin3230 simulé",
    serial="SIM-NONIN-1",
    service=SERVICE,
    result="",
    stream=CHARACTERISTIC,
)
EVERY_S = 1.0
SEARCHES, STREAMS = 3, 60
PULSE_SWAY = (0, 1, -1)
FULL, LOW = 30, 22
LOW_UNDER_PERCENT = 20


class NoninOximeter(SimulatedDevice):
    """An oximeter on the finger of the patient of ``vitals``.

    Its battery is a bit of the frame, set under 20 %; ``no_result`` is the finger taken out.
    """

    def __init__(
        self, vitals: Vitals, faults: Faults, now: Callable[[], datetime], plate: Plate = PLATE
    ) -> None:
        super().__init__(plate, faults, now)
        self._vitals = vitals

    @property
    def writable(self) -> frozenset[str]:
        """Nothing: there is no clock to set."""
        return frozenset()

    def values(self) -> Mapping[str, bytes]:
        """Return who it is; battery and clock are not readable."""
        silent = {BATTERY_LEVEL, DATE_TIME}
        return {name: data for name, data in super().values().items() if name not in silent}

    def packet(self, ago: timedelta) -> bytes:
        """Return a frame of this moment: this device keeps nothing."""
        return self._moment(0)

    def stream(self) -> Iterator[tuple[float, bytes]]:
        """Yield the search of the pulse, then the saturation for a minute."""
        for rank in range(SEARCHES):
            yield EVERY_S, encode_nonin(self._empty(rank, ("searching", "sensor_on")))
        for rank in range(STREAMS):
            yield EVERY_S, self._moment(SEARCHES + rank)

    def _moment(self, counter: int) -> bytes:
        if self.faults.no_result:
            return encode_nonin(self._empty(counter, ()))
        sway = PULSE_SWAY[counter % len(PULSE_SWAY)]
        return encode_nonin(
            Nonin(
                spo2=int(self._vitals.spo2),
                pulse=int(self._vitals.pulse) + sway,
                amplitude=int(self._vitals.perfusion * 100),
                counter=counter,
                battery=LOW if self._is_low else FULL,
                status=("sensor_on", *self._signs),
            )
        )

    def _empty(self, counter: int, status: tuple[str, ...]) -> Nonin:
        battery = LOW if self._is_low else FULL
        return Nonin(None, None, 0, counter, battery, (*status, *self._signs))

    @property
    def _is_low(self) -> bool:
        return self.faults.battery < LOW_UNDER_PERCENT

    @property
    def _signs(self) -> tuple[str, ...]:
        return (*self.faults.flags, "low_battery") if self._is_low else self.faults.flags
