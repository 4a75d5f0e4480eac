"""What the simulated devices will say, and how they will misbehave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from hardware.readings import Kind

PARIS_WINTER_S = 3600


@dataclass(frozen=True, slots=True)
class Vitals:
    """The values of an invented patient, in the units of ``hardware.units``."""

    temperature: Decimal = Decimal("38.4")
    systolic: Decimal = Decimal(128)
    diastolic: Decimal = Decimal(82)
    pulse: Decimal = Decimal(92)
    spo2: Decimal = Decimal(98)
    perfusion: Decimal = Decimal("3.1")
    weight: Decimal = Decimal("64.2")
    glucose: Decimal = Decimal(105)


@dataclass(frozen=True, slots=True)
class Faults:
    """How one device misbehaves; the defaults are a device in order.

    ``stored`` readings of an hour ago are sent at connection; ``drop_after_s`` the connection is
    dropped once, that long after the measure began; ``garbage`` packets come before the result;
    ``twice`` sends the result twice; ``no_result`` ends with "not a number" and its causes;
    ``undated`` leaves the time out; ``skew_s`` is the device's wall clock minus UTC; ``user`` is
    the memory slot; ``flags`` are added to the status of the result; ``refuses`` the records asked
    for are not given.
    """

    stored: int = 0
    drop_after_s: float | None = None
    garbage: int = 0
    twice: bool = False
    no_result: bool = False
    undated: bool = False
    clock_unreadable: bool = False
    away: bool = False
    silent: bool = False
    refuses: bool = False
    skew_s: int = PARIS_WINTER_S
    battery: int = 84
    user: int = 1
    flags: tuple[str, ...] = ()


IN_ORDER = Faults()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole room: the patient's values and the faults by kind of device."""

    vitals: Vitals = Vitals()
    faults: Mapping[Kind, Faults] = field(default_factory=lambda: MappingProxyType({}))

    def faults_of(self, kind: Kind) -> Faults:
        """Return how the device of ``kind`` misbehaves."""
        return self.faults.get(kind, IN_ORDER)
