"""A simulated glucose meter: it keeps its records and gives one only when asked."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from hardware.codecs.characteristics import GLUCOSE
from hardware.codecs.glucose import (
    CONTROL_LOCATION,
    CONTROL_SAMPLE,
    KG_PER_LITRE,
    Glucose,
    encode_glucose,
)
from hardware.codecs.record_access import (
    ASK_LAST,
    ASK_NUMBER,
    CHARACTERISTIC,
    Outcome,
    RecordNumber,
    Response,
    encode_answer,
)
from hardware.links.direct import Air
from hardware.simulators.peripheral import (
    GARBAGE,
    PRESSED_AFTER_S,
    STORED_AGE,
    Plate,
    SimulatedDevice,
)
from hardware.simulators.scenario import Faults, Vitals

PLATE = Plate(
    address="sim:glucometer",
    name="Lecteur de glycémie simulé",
    serial="SIM-GLUCO-1",
    service="1808",
    result=GLUCOSE,
)
STORED_HIGHER = 61
CAPILLARY, FINGER = 1, 1
CONTROL = "control_solution"
# 1 mg/dL is 0.00001 kg/L; 1 mmol/L is 18.016 mg/dL and 0.001 mol/L (hardware.units).
MG_PER_DL_IN_KG_PER_LITRE = Decimal("0.00001")
MG_PER_DL_IN_A_MMOL = Decimal("18.016")
TENTH_OF_A_MMOL = Decimal("0.0001")


class Glucometer(SimulatedDevice):
    """A glucose meter and a drop of blood of the patient of ``vitals``, in mg/dL.

    ``unit`` is that of the packets: ``kg/L`` or ``mol/L``.
    """

    def __init__(
        self,
        vitals: Vitals,
        faults: Faults,
        now: Callable[[], datetime],
        plate: Plate = PLATE,
        unit: str = KG_PER_LITRE,
    ) -> None:
        super().__init__(plate, faults, now)
        self._vitals = vitals
        self._unit = unit
        self._records: list[bytes] = []
        for rank in range(faults.stored, 0, -1):
            self._records.append(self.packet(ago=rank * STORED_AGE))

    @property
    def characteristics(self) -> frozenset[str]:
        """The records, and the answers to what is asked."""
        return super().characteristics | {CHARACTERISTIC}

    @property
    def writable(self) -> frozenset[str]:
        """The clock, and the point where records are asked for."""
        return super().writable | {CHARACTERISTIC}

    async def speak(self, air: Air) -> None:
        """Live one connection: a strip is used after a while; its record waits to be asked for."""
        await air.listened(CHARACTERISTIC).wait()
        if self.faults.silent:
            return
        await asyncio.sleep(PRESSED_AFTER_S)
        if self.faults.drop_after_s is not None and not self._has_dropped:
            self._has_dropped = True
            await asyncio.sleep(self.faults.drop_after_s)
            air.drop()
            return
        self._records.append(self.packet(ago=timedelta()))

    def obey(self, characteristic: str, data: bytes, air: Air) -> None:
        """Answer how many records are kept, or give the last one; refuse the rest."""
        if characteristic != CHARACTERISTIC:
            super().obey(characteristic, data, air)
        elif self.faults.refuses or data not in {ASK_LAST, ASK_NUMBER}:
            self._answer(air, data, Outcome.REQUEST_NOT_SUPPORTED)
        elif data == ASK_NUMBER:
            air.send(CHARACTERISTIC, encode_answer(RecordNumber(len(self._records))))
        elif self._records:
            copies = 2 if self.faults.twice else 1
            for packet in [GARBAGE] * self.faults.garbage + [self._records[-1]] * copies:
                air.send(GLUCOSE, packet)
            self._answer(air, data, Outcome.SUCCESS)
        else:
            self._answer(air, data, Outcome.NO_RECORD)

    def packet(self, ago: timedelta) -> bytes:
        """Return the next record; former ones are another patient's, visibly higher."""
        dated, time = self.dated(ago)
        failed = self.faults.no_result and not ago
        value = self._vitals.glucose + (STORED_HIGHER if ago else 0)
        is_control = CONTROL in self.faults.flags and not ago
        status = tuple(flag for flag in self.faults.flags if flag != CONTROL)
        return encode_glucose(
            Glucose(
                sequence=len(self._records) + 1,
                base_time=time if dated else None,
                concentration=None if failed else self._on_air(value),
                unit=self._unit,
                sample=CONTROL_SAMPLE if is_control else CAPILLARY,
                location=CONTROL_LOCATION if is_control else FINGER,
                status=status or None,
            )
        )

    def stream(self) -> Iterator[tuple[float, bytes]]:
        """Yield nothing: this device only speaks when asked."""
        return iter(())

    def _on_air(self, value: Decimal) -> Decimal:
        if self._unit == KG_PER_LITRE:
            return value * MG_PER_DL_IN_KG_PER_LITRE
        return (value / MG_PER_DL_IN_A_MMOL / 1000).quantize(TENTH_OF_A_MMOL)

    def _answer(self, air: Air, request: bytes, outcome: Outcome) -> None:
        air.send(CHARACTERISTIC, encode_answer(Response(request[0] if request else 0, outcome)))
