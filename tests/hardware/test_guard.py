"""A reading counts only for the patient it was taken on: the fault cases, one by one."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.codecs.measured import Measured
from hardware.guard import Arming, Arrival, Guard, StillArmed, Verdict, arm, disarm, judge
from hardware.quality import FOREIGN, LABELS, NEVER, PROVISIONAL, TO_CONFIRM
from hardware.readings import Kind, quantity

ARMED_AT = datetime.fromisoformat("2026-03-14T08:26:00+00:00")
PARIS_S = 3600
SECOND = 1_000_000_000

ARMING = Arming("session-a", "cuff-1", Kind.BLOOD_PRESSURE, ARMED_AT, 10 * SECOND, lasts_s=180)
ARMED = arm(Guard(), ARMING)


def taken(after_s: float = 40, skew_s: int = PARIS_S, **fields) -> Measured:
    """A cuff result whose device clock says ``after_s`` after the arming."""
    local = (ARMED_AT + timedelta(seconds=after_s + skew_s)).replace(tzinfo=None)
    values = (quantity("systolic", Decimal(128)), quantity("diastolic", Decimal(82)))
    result = Measured(Kind.BLOOD_PRESSURE, values, "test", device_time=local, user_index=1)
    return replace(result, **fields)


def arrival(measured: Measured, after_s: float = 42, **fields) -> Arrival:
    at = ARMED_AT + timedelta(seconds=after_s)
    came = Arrival(
        "session-a",
        "cuff-1",
        measured,
        b"packet",
        at,
        ARMING.armed_ns + int(after_s * SECOND),
        skew_s=PARIS_S,
    )
    return replace(came, **fields)


def verdict(came: Arrival, guard: Guard = ARMED) -> tuple[Verdict, str]:
    _, judgement = judge(guard, came)
    return judgement.verdict, judgement.reason


def test_a_reading_taken_in_the_window_is_accepted():
    assert verdict(arrival(taken())) == (Verdict.ACCEPT, "")


@pytest.mark.parametrize("after_s", [-86_400, -600, -90, -6])
def test_a_reading_taken_before_the_arming_is_set_aside(after_s):
    assert verdict(arrival(taken(after_s))) == (Verdict.SET_ASIDE, "stale")


@pytest.mark.parametrize("after_s", [-5, 0, 42, 47])
def test_five_seconds_of_tolerance_are_given_on_both_sides(after_s):
    assert verdict(arrival(taken(after_s)))[0] is Verdict.ACCEPT


def test_a_reading_of_the_future_is_set_aside():
    assert verdict(arrival(taken(48))) == (Verdict.SET_ASIDE, "future")


@pytest.mark.parametrize("skew_s", [PARIS_S + 3600, PARIS_S - 347_155_200, 0])
def test_a_device_clock_that_is_wrong_but_measured_does_not_matter(skew_s):
    came = arrival(taken(skew_s=skew_s), skew_s=skew_s)
    assert verdict(came)[0] is Verdict.ACCEPT


def test_an_unmeasured_device_clock_asks_for_confirmation():
    assert verdict(arrival(taken(), skew_s=None)) == (Verdict.CONFIRM, "undated")


def test_a_cuff_without_time_asks_for_confirmation():
    assert verdict(arrival(taken(device_time=None))) == (Verdict.CONFIRM, "undated")


def test_a_live_stream_without_time_is_accepted():
    flowing = taken(device_time=None, streamed=True)
    assert verdict(arrival(flowing))[0] is Verdict.ACCEPT


@pytest.mark.parametrize("fields", [{"skew_s": None}, {"measured": taken(device_time=None)}])
def test_an_undated_record_flushed_at_connection_is_set_aside(fields):
    came = replace(arrival(taken(), draining=True), **fields)
    assert verdict(came) == (Verdict.SET_ASIDE, "undated_while_draining")


def test_a_dated_record_of_the_window_counts_even_when_flushed_at_connection():
    assert verdict(arrival(taken(), draining=True))[0] is Verdict.ACCEPT


def test_a_packet_of_another_session_is_late():
    assert verdict(arrival(taken(), session_id="session-b")) == (Verdict.SET_ASIDE, "late")


def test_a_packet_after_the_session_is_closed_is_late():
    closed = disarm(ARMED, "session-a")
    assert verdict(arrival(taken()), closed) == (Verdict.SET_ASIDE, "late")


def test_closing_another_session_leaves_mine_armed():
    assert disarm(ARMED, "session-b") == ARMED


def test_nobody_arms_a_device_whose_session_is_open():
    with pytest.raises(StillArmed):
        arm(ARMED, replace(ARMING, session_id="session-b"))


def test_the_device_of_the_neighbour_is_set_aside():
    assert verdict(arrival(taken(), device_id="cuff-2")) == (Verdict.SET_ASIDE, "neighbour")


def test_another_kind_of_measure_is_set_aside():
    assert verdict(arrival(taken(kind=Kind.WEIGHT))) == (Verdict.SET_ASIDE, "neighbour")


@pytest.mark.parametrize("after_s", [-1, 181])
def test_a_packet_out_of_the_window_is_set_aside(after_s):
    came = arrival(taken(), received_ns=ARMING.armed_ns + after_s * SECOND)
    assert verdict(came) == (Verdict.SET_ASIDE, "window")


def test_the_same_dated_packet_counts_once_even_for_the_next_patient():
    after, first = judge(ARMED, arrival(taken()))
    assert first.verdict is Verdict.ACCEPT
    assert verdict(arrival(taken()), after) == (Verdict.SET_ASIDE, "duplicate")
    rearmed = arm(disarm(after, "session-a"), replace(ARMING, session_id="session-b"))
    came = arrival(taken(), session_id="session-b")
    assert verdict(came, rearmed) == (Verdict.SET_ASIDE, "duplicate")


def test_two_equal_undated_packets_are_two_readings():
    undated = arrival(taken(device_time=None))
    after, _ = judge(ARMED, undated)
    assert verdict(undated, after)[0] is Verdict.CONFIRM


def test_duplicates_are_known_among_the_last_packets_only():
    guard = ARMED
    for number in range(400):
        guard, _ = judge(guard, arrival(taken(), raw=number.to_bytes(2, "big")))
    assert len(guard.seen) == 256


@pytest.mark.parametrize(("number", "expected"), [(7, Verdict.ACCEPT), (6, Verdict.SET_ASIDE)])
def test_a_record_number_never_goes_backwards(number, expected):
    guard, _ = judge(ARMED, arrival(taken(1, sequence=7), raw=b"seventh"))
    assert verdict(arrival(taken(sequence=number)), guard)[0] is expected


def test_the_counter_of_a_stream_may_start_again():
    guard, _ = judge(ARMED, arrival(taken(1, sequence=7, streamed=True), raw=b"seventh"))
    assert verdict(arrival(taken(sequence=0, streamed=True)), guard)[0] is Verdict.ACCEPT


@pytest.mark.parametrize("user", [2, 0xFF])
def test_another_memory_slot_of_the_device_asks_for_confirmation(user):
    assert verdict(arrival(taken(user_index=user))) == (Verdict.CONFIRM, "user")


@pytest.mark.parametrize("flag", sorted(NEVER))
def test_a_forbidden_flag_sets_the_reading_aside(flag):
    reason = "foreign" if flag in FOREIGN else "failed"
    assert verdict(arrival(taken(quality=(flag,)))) == (Verdict.SET_ASIDE, reason)


def test_a_failure_of_the_previous_patient_is_stale_before_it_is_a_failure():
    came = arrival(taken(-600, quality=("equipment_malfunction",)))
    assert verdict(came) == (Verdict.SET_ASIDE, "stale")


@pytest.mark.parametrize("flag", sorted(TO_CONFIRM))
def test_a_doubtful_signal_asks_for_confirmation(flag):
    assert verdict(arrival(taken(quality=(flag,)))) == (Verdict.CONFIRM, "signal")


def test_an_irregular_pulse_is_a_finding_not_a_doubt():
    assert verdict(arrival(taken(quality=("irregular_pulse",))))[0] is Verdict.ACCEPT


@pytest.mark.parametrize("moved_s", [-3600, 3600])
def test_a_station_clock_moved_while_armed_makes_device_time_unusable(moved_s):
    came = arrival(taken())
    moved = replace(came, received_at=came.received_at + timedelta(seconds=moved_s))
    assert verdict(moved) == (Verdict.CONFIRM, "undated")


def test_an_absurd_device_date_is_unusable_and_never_an_exception():
    first = datetime.fromisoformat("0001-01-01T00:00:00")
    assert verdict(arrival(taken(device_time=first)))[0] is Verdict.CONFIRM


@given(
    st.integers(-100_000, 100_000),
    st.integers(-1000, 1000),
    st.none() | st.integers(-(10**9), 10**9),
    st.booleans(),
    st.booleans(),
)
def test_nothing_dated_before_the_window_is_ever_accepted(taken_s, came_s, skew_s, drain, stream):
    measured = taken(taken_s, skew_s=skew_s or 0, streamed=stream)
    came = arrival(measured, came_s, skew_s=skew_s, draining=drain)
    got, _ = verdict(came)
    if skew_s is not None and taken_s < -5:
        assert got is Verdict.SET_ASIDE
    if skew_s is None and not stream:
        assert got is not Verdict.ACCEPT


def test_no_flag_belongs_to_two_families_and_all_have_a_french_name():
    families = (NEVER, TO_CONFIRM, PROVISIONAL)
    assert sum(map(len, families)) == len(frozenset().union(*families))
    assert frozenset().union(*families) <= LABELS.keys()
