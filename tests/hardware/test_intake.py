"""What is shown, set aside or taken, packet by packet."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from hardware.codecs.measured import Measured
from hardware.drivers.driver import DeviceInfo, Packet
from hardware.guard import Arming, Guard, arm
from hardware.intake import Intake, MeasureFailed, Ports
from hardware.messages import Live, NeedsConfirmation, SetAside, Taken
from hardware.readings import Kind, Origin, quantity
from hardware.sources import PACES, Source

ARMED_AT = datetime.fromisoformat("2026-03-14T08:26:00+00:00")
SECOND = 1_000_000_000


class Desk:
    """An intake armed for one oximetry, and what it posted."""

    def __init__(self, kind: Kind = Kind.OXIMETRY) -> None:
        self.posted = []
        source = Source(kind, "oxy", Origin.LIVE, self._no_driver, PACES[kind])
        arming = Arming("a", "oxy", kind, ARMED_AT, 0, lasts_s=120)
        ports = Ports(self.posted.append, lambda: "r1", {"oxy": arm(Guard(), arming)})
        self.intake = Intake("a", source, ports)
        self.intake.connected(DeviceInfo("oxy", "Oxy", "S1", "1.0", 80, skew_s=3600))
        self.kind = kind

    @staticmethod
    def _no_driver(instants):
        raise AssertionError(instants)

    def take(self, measured: Measured, at_s: float, *, draining: bool = False) -> bool:
        at = ARMED_AT + timedelta(seconds=at_s)
        packet = Packet(measured, f"{measured}".encode(), at, int(at_s * SECOND))
        return self.intake.take(packet, draining=draining)

    def shown(self):
        return [one.quantities for one in self.posted if isinstance(one, Live)]


def spot(spo2: int = 97, taken_s: float = 9, flags: tuple[str, ...] = ()) -> Measured:
    local = (ARMED_AT + timedelta(seconds=3600 + taken_s)).replace(tzinfo=None)
    values = (quantity("spo2", Decimal(spo2)),)
    return Measured(Kind.OXIMETRY, values, "plx_spot/1", device_time=local, quality=flags)


def flowing(spo2: int = 97, flags: tuple[str, ...] = ()) -> Measured:
    return replace(spot(spo2, flags=flags), device_time=None, streamed=True)


def test_a_first_estimate_is_shown_and_not_kept():
    desk = Desk()
    assert not desk.take(spot(flags=("early_estimate",)), 10)
    assert [[one.value for one in values] for values in desk.shown()] == [[97]]
    assert desk.take(spot(98), 10.5)
    assert isinstance(desk.posted[-1], Taken)


def test_a_stored_first_estimate_is_set_aside_and_not_shown():
    desk = Desk()
    assert not desk.take(spot(taken_s=-600, flags=("early_estimate",)), 1, draining=True)
    assert not desk.take(spot(flags=("early_estimate", "stored")), 1, draining=True)
    assert desk.shown() == []
    assert [one.count for one in desk.posted] == [1, 2]
    assert all(isinstance(one, SetAside) for one in desk.posted)


@pytest.mark.parametrize("flag", ["demonstration_data", "test_data", "sensor_off", "stored"])
def test_a_stream_that_can_never_count_shows_its_flag_and_no_number(flag):
    desk = Desk()
    desk.take(flowing(flags=(flag,)), 1)
    assert desk.shown() == [()]
    assert desk.posted[-1].quality == (flag,)


def test_an_impossible_number_is_not_shown():
    desk = Desk()
    desk.take(flowing(spo2=127), 1)
    assert desk.shown() == [()]


def test_a_fast_stream_is_shown_ten_times_a_second():
    desk = Desk()
    for rank in range(120):
        desk.take(flowing(), rank / 60)
    assert 18 <= len(desk.shown()) <= 21


def test_a_reading_measured_after_the_arming_counts_even_if_sent_at_connection():
    desk = Desk()
    assert desk.take(spot(taken_s=3), 5, draining=True)
    assert isinstance(desk.posted[-1], Taken)


def test_a_reconnection_forgets_what_was_streamed_before():
    desk = Desk()
    for second in range(8):
        desk.take(flowing(), second)
    desk.intake.connected(DeviceInfo("oxy", "Oxy", "S1", "1.0", 80, skew_s=3600))
    assert not any(desk.take(flowing(), 8 + second) for second in range(8))
    assert desk.take(flowing(), 16)


def test_a_result_without_the_saturation_fails():
    desk = Desk()
    with pytest.raises(MeasureFailed) as refused:
        desk.take(replace(spot(), values=(quantity("pulse", Decimal(72)),)), 10)
    assert "échoué" in refused.value.sentence


def test_a_device_that_rejects_its_own_measure_says_why():
    desk = Desk()
    with pytest.raises(MeasureFailed) as refused:
        desk.take(spot(flags=("sensor_displaced",)), 10)
    assert "capteur déplacé" in refused.value.sentence


def test_a_heart_rate_is_kept_from_its_stream():
    desk = Desk(Kind.HEART_RATE)
    beat = Measured(
        Kind.HEART_RATE, (quantity("pulse", Decimal(72)),), "heart_rate/1", streamed=True
    )
    assert [desk.take(beat, second) for second in range(9)].count(True) == 1
    assert desk.posted[-1].reading.value("pulse") == 72


def test_a_device_nobody_identified_gives_a_reading_to_confirm():
    desk = Desk()
    desk.intake.connected(DeviceInfo("oxy", "", "", "", None, None))
    assert desk.take(spot(), 10)
    assert isinstance(desk.posted[-1], NeedsConfirmation)
