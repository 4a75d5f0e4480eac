"""The cost of one guess, set for the machine of the station and never under the floor."""

import itertools

import pytest

from app.records.keys import argon
from app.records.keys.argon import FLOOR_KIB, REAL_COST, ArgonCost, calibrated, require_cost
from app.records.station_file import Purpose


class Machine:
    """A clock that goes forward by the time a stretching would take here."""

    def __init__(self, ns_per_kib: float, noise: tuple[float, ...] = (1.0,)) -> None:
        self.now = 0
        self._speed = ns_per_kib
        self._noise = itertools.cycle(noise)

    def stretch(self, _secret: str, _salt: bytes, cost: ArgonCost) -> bytes:
        self.now += int(cost.memory_kib * cost.passes * self._speed * next(self._noise))
        return bytes(32)

    def ns(self) -> int:
        return self.now

    def takes(self, cost: ArgonCost) -> float:
        return cost.memory_kib * cost.passes * self._speed / 1e9


@pytest.mark.parametrize("ns_per_kib", [100, 400, 900, 2000, 3500])
def test_a_guess_takes_half_a_second_to_one_second(
    ns_per_kib: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(ns_per_kib, noise=(3.0, 1.0))
    monkeypatch.setattr(argon, "stretch", machine.stretch)
    cost = calibrated(machine.ns)
    assert cost.memory_kib == REAL_COST.memory_kib
    # Twelve passes at most: a machine six times faster than today's takes a little less.
    assert machine.takes(cost) <= 1.0
    assert machine.takes(cost) >= (0.15 if ns_per_kib == 100 else 0.45)


@pytest.mark.parametrize("ns_per_kib", [9_000, 60_000, 1e7])
def test_a_slow_machine_never_goes_under_the_floor(
    ns_per_kib: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(ns_per_kib)
    monkeypatch.setattr(argon, "stretch", machine.stretch)
    cost = calibrated(machine.ns)
    assert (cost.memory_kib, cost.passes) == (FLOOR_KIB, 1)
    require_cost(cost, Purpose.REAL)


def test_a_clock_that_stands_still_does_not_stop_a_creation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(0)
    monkeypatch.setattr(argon, "stretch", machine.stretch)
    require_cost(calibrated(machine.ns), Purpose.REAL)
