"""The veil: when it falls, what lifts it, when it becomes a lock."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk import messages as say
from app.desk import veil as v
from app.desk.effects import CloseVault, OpenVault
from app.desk.model import Account, Desk, Screen
from app.desk.update import update
from app.encounter.model import MeasureSlot, SlotState, Stage, Step
from app.office.copies import StopTask, Task
from hardware.readings import Kind
from tests.builders import AT, a_station, an_encounter

HELENE = Account("helene", "Hélène Marchetti", "Pharmacienne", "pharmacist")
RUNNING = MappingProxyType({Kind.OXIMETRY: MeasureSlot(Kind.OXIMETRY, SlotState.RUNNING)})


def a_veiled_desk() -> Desk:
    desk, _ = update(Desk(station=a_station()), say.LoggedIn(HELENE), AT)
    for message in (v.PinKept(), v.VeilFell()):
        desk, _ = update(desk, message, AT)
    return desk


def after(**time: int) -> v.Stillness:
    return v.Stillness(AT + timedelta(**time), AT)


def test_five_minutes_without_a_gesture_are_due() -> None:
    veil = v.Veil(has_pin=True)
    assert not v.is_veil_due(veil, None, after(minutes=4, seconds=59))
    assert v.is_veil_due(veil, None, after(minutes=5))


def test_the_last_minute_is_announced_in_seconds() -> None:
    with_pin = v.warning(v.Veil(has_pin=True), None, after(minutes=4, seconds=18))
    without = v.warning(v.Veil(), None, after(minutes=4, seconds=18))
    assert with_pin == "Sans un geste, le poste se voile dans 42\u00a0s."
    assert without == "Sans un geste, le poste se verrouille dans 42\u00a0s."
    assert v.warning(v.Veil(), None, after(minutes=3, seconds=59)) == ""


@pytest.mark.parametrize(
    "visit",
    [
        replace(an_encounter(), measures=RUNNING),
        replace(an_encounter(), step=Step.EMERGENCY),
        replace(an_encounter(), stage=Stage.SEALING),
    ],
    ids=["measure", "call", "seal"],
)
def test_a_measure_a_call_and_a_seal_put_the_veil_off(visit) -> None:
    veil = v.Veil(has_pin=True)
    assert not v.is_veil_due(veil, visit, after(minutes=59))
    assert v.warning(veil, visit, after(minutes=4, seconds=30)) == ""


@pytest.mark.parametrize(
    "visit",
    [
        replace(an_encounter(), measures=RUNNING),
        replace(an_encounter(), stage=Stage.SEALING),
        replace(an_encounter(), step=Step.EMERGENCY, measures=RUNNING),
        replace(an_encounter(), step=Step.EMERGENCY, stage=Stage.SEALING),
    ],
    ids=["measure", "seal", "measure in a call", "seal in a call"],
)
def test_what_runs_is_never_cut_however_long(visit) -> None:
    assert not v.is_veil_due(v.Veil(has_pin=True), visit, after(hours=9))


def test_a_call_page_nobody_touched_for_an_hour_is_hidden_at_last() -> None:
    left = replace(an_encounter(), step=Step.EMERGENCY)
    assert not v.is_veil_due(v.Veil(has_pin=True), left, after(minutes=59, seconds=59))
    assert v.is_veil_due(v.Veil(has_pin=True), left, after(hours=1))


def test_a_clock_set_back_counts_from_now() -> None:
    assert not v.is_veil_due(v.Veil(has_pin=True), None, after(days=-1))


def test_without_a_short_code_the_screen_is_never_hidden_but_locked() -> None:
    desk, _ = update(Desk(station=a_station()), say.LoggedIn(HELENE), AT)
    desk, effects = update(desk, v.VeilFell(), AT)
    assert (desk.veil.is_down, desk.person, effects) == (False, None, (CloseVault(),))


def test_four_hours_under_the_veil_or_a_clock_set_back_are_a_lock() -> None:
    veil = a_veiled_desk().veil
    assert not v.is_lock_due(veil, after(hours=3, minutes=59))
    assert v.is_lock_due(veil, after(hours=4))
    assert v.is_lock_due(veil, after(hours=-1))
    assert not v.is_lock_due(veil, after(seconds=-2))


def test_the_right_code_gives_the_same_page_back() -> None:
    before = a_veiled_desk()
    desk, effects = update(before, v.PinTyped("258014"), AT)
    assert effects == (v.CheckPin("258014"),)
    desk, _ = update(desk, v.PinMatched(), AT)
    assert not desk.veil.is_down
    assert (desk.screen, desk.person) == (before.screen, HELENE)


def test_the_fifth_wrong_code_locks() -> None:
    desk = a_veiled_desk()
    for left in (4, 3, 2, 1):
        desk, _ = update(desk, v.PinTyped("000000"), AT)
        desk, _ = update(desk, v.PinMissed(), AT)
        assert desk.veil.left == left
    assert "Dernier essai" in desk.veil.refused
    desk, _ = update(desk, v.PinTyped("000000"), AT)
    desk, effects = update(desk, v.PinMissed(), AT)
    assert (desk.person, desk.screen, effects) == (None, Screen.LOGIN, (CloseVault(),))


def test_two_presses_try_one_code() -> None:
    desk, first = update(a_veiled_desk(), v.PinTyped("258014"), AT)
    desk, second = update(desk, v.PinTyped("258014"), AT)
    assert (len(first), second) == (1, ())


def test_the_code_is_never_in_the_state_nor_shown() -> None:
    desk, effects = update(a_veiled_desk(), v.PinTyped("258014"), AT)
    given_, kept = update(desk, v.PinGiven("258014"), AT)
    asked, opening = update(
        Desk(station=a_station()), say.LoginAsked("helene", "phrase", "258014"), AT
    )
    assert opening == (OpenVault("helene", "phrase", "258014"),)
    for told in (desk, effects, given_, kept, asked, opening, say.LoginAsked("h", "p", "258014")):
        assert "258014" not in repr(told)


@pytest.mark.parametrize("pin", ["12345", "1234567", "12a456", "", "١٢٣٤٥٩"])
def test_a_code_has_six_digits(pin: str) -> None:
    assert v.pin_refusal(pin) == v.SIX


@pytest.mark.parametrize("pin", ["000000", "123456", "654321", "890123", "210987"])
def test_a_code_that_goes_on_by_itself_is_refused(pin: str) -> None:
    assert v.pin_refusal(pin) == v.EASY


@given(st.from_regex(r"\A[0-9]{6}\Z"))
def test_only_runs_and_repeats_are_refused(pin: str) -> None:
    going_on = ("0000000000", "9999999999", "01234567890123456789", "98765432109876543210")
    runs = pin in "".join(going_on[2:]) or len(set(pin)) == 1
    assert (v.pin_refusal(pin) != "") <= runs


def test_a_refused_code_at_login_opens_nothing() -> None:
    desk = Desk(station=a_station())
    desk, effects = update(desk, say.LoginAsked("helene", "phrase", "111111"), AT)
    assert (desk.notice, effects) == (v.EASY, ())


def test_a_lock_stops_a_long_copy_whole_before_the_keys_go() -> None:
    desk = a_veiled_desk()
    backup = replace(desk.office.backup, task=Task.BACKUP)
    desk = replace(desk, office=replace(desk.office, backup=backup))
    assert update(desk, say.LockAsked(), AT)[1] == (StopTask(), CloseVault())


def test_a_closed_session_leaves_a_process_to_end() -> None:
    desk, _ = update(a_veiled_desk(), say.LockAsked(), AT)
    assert not desk.stale
    desk, _ = update(desk, say.VaultClosed(), AT)
    assert desk.stale
    again, _ = update(desk, say.LoggedIn(HELENE), AT)
    assert not again.stale
