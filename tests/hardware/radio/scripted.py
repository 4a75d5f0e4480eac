"""A cuff whose every word is chosen by the test, its bytes still those of the simulator."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from hardware.codecs.blood_pressure import BloodPressure, encode_blood_pressure
from hardware.codecs.characteristics import BLOOD_PRESSURE, CUFF_PRESSURE
from hardware.links.direct import Air
from hardware.readings import Kind
from hardware.simulators.cuff import Cuff
from hardware.simulators.scenario import Faults, Vitals
from tests.hardware.radio.radio_room import SIMULATORS

Script = Callable[["ScriptedCuff", Air], Awaitable[None]]


class ScriptedCuff(Cuff):
    """``script`` runs at each connection, once results are listened to."""

    def __init__(
        self, now: Callable[[], datetime], script: Script, faults: Faults, **plate: str
    ) -> None:
        usual = SIMULATORS[Kind.BLOOD_PRESSURE][1]
        super().__init__(Vitals(), faults, now, replace(usual, **plate))
        self._script = script
        self.connections = 0

    async def speak(self, air: Air) -> None:
        self.connections += 1
        await air.listened(BLOOD_PRESSURE).wait()
        await self._script(self, air)

    async def watched(self, air: Air) -> None:
        """Wait until the station is done with what is old: it then listens to the gauge."""
        await air.listened(CUFF_PRESSURE).wait()

    def say(self, air: Air, systolic: int, ago: timedelta = timedelta(), **said: object) -> None:
        """Send a result measured ``ago``; ``said`` changes its other fields."""
        air.send(BLOOD_PRESSURE, self.result(systolic, ago, **said))

    def result(self, systolic: int, ago: timedelta = timedelta(), **said: object) -> bytes:
        fields = BloodPressure(
            Decimal(systolic),
            Decimal(80),
            Decimal(95),
            has_time=True,
            time=self.local_time(ago),
            user=1,
            status=(),
        )
        return encode_blood_pressure(replace(fields, **said))
