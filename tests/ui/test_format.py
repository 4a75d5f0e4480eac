"""French writing of numbers, dates, times and names."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.identity import IdentityStatus, Patient, Sex
from ui import format as french
from ui import format_patient

NOON = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("38.4"), "38,4"),
        (Decimal("38.40"), "38,40"),
        (1862, "1\u00a0862"),
        (0, "0"),
        (Decimal("-0.5"), "-0,5"),
        (Decimal("1E+3"), "1\u00a0000"),
    ],
)
def test_numbers_take_a_comma_and_thousands_a_no_break_space(value: Decimal, written: str) -> None:
    assert french.number(value) == written


@given(
    some.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-99999, max_value=99999
    )
)
def test_a_number_written_can_be_read_back(value: Decimal) -> None:
    back = french.number(value).replace("\u00a0", "").replace(",", ".")
    assert Decimal(back) == value


def test_a_unit_never_leaves_its_number() -> None:
    assert french.quantity(Decimal("37.5"), "°C") == "37,5\u00a0°C"
    assert french.quantity(3, "") == "3"


def test_an_interval_not_known_yet_shows_its_two_bounds() -> None:
    assert french.interval(2, 4) == "2\u00a0à\u00a04"
    assert french.interval(3, 3) == "3"


def test_zero_and_one_take_the_singular() -> None:
    assert french.counted(0, "signe", "signes") == "0\u00a0signe"
    assert french.counted(1, "signe", "signes") == "1\u00a0signe"
    assert french.counted(2, "signe", "signes") == "2\u00a0signes"


def test_times_are_those_of_the_station() -> None:
    assert french.time_of(NOON) == "12:02"
    assert french.time_of(datetime(2026, 7, 1, 7, 3, tzinfo=UTC)) == "9:03"
    assert french.day_and_time(NOON) == "23\u00a0nov.\u00a012:02"
    assert french.long_day_and_time(NOON) == "23\u00a0novembre\u00a02026 à 12:02"


def test_the_day_is_that_of_the_station_near_midnight() -> None:
    assert (
        french.day_and_time(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == "24\u00a0nov.\u00a00:30"
    )


def test_the_first_of_the_month_is_an_ordinal() -> None:
    assert french.long_date(date(2026, 5, 1)) == "1er\u00a0mai\u00a02026"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "0:00"), (42, "0:42"), (725, "12:05"), (3729, "1:02:09"), (-5, "0:00")],
)
def test_a_timer_shows_digits_only(seconds: int, written: str) -> None:
    assert french.elapsed(seconds) == written


def test_a_draft_says_how_old_it_is_even_when_the_clock_went_back() -> None:
    assert french.ago(NOON, NOON + timedelta(minutes=6, seconds=30)) == "il y a 6\u00a0min"
    assert french.ago(NOON, NOON + timedelta(hours=3)) == "il y a 3\u00a0h"
    assert french.ago(NOON, NOON - timedelta(minutes=6)) == "à l’instant"
    assert french.ago(NOON, NOON + timedelta(days=2)) == "le 23\u00a0nov.\u00a012:02"


def a_patient(sex: Sex = Sex.FEMALE, born: date = date(1988, 4, 12)) -> Patient:
    return Patient("DORVAL", ("CAMILLE", "JEANNE"), sex, born)


def test_a_patient_is_named_as_the_banner_says() -> None:
    patient = a_patient()
    assert format_patient.patient_name(patient) == "DORVAL Camille"
    assert format_patient.initials(patient) == "CD"
    line = format_patient.patient_line(patient, date(2026, 11, 23))
    assert line == "Femme, 38\u00a0ans · née le 12\u00a0avril\u00a01988"


def test_an_infant_has_an_age_in_months_and_a_boy_is_not_a_man() -> None:
    infant = a_patient(Sex.MALE, date(2025, 10, 1))
    assert format_patient.patient_line(infant, date(2026, 11, 23)).startswith(
        "Garçon, 13\u00a0mois · né "
    )


def test_every_status_is_said_in_words() -> None:
    assert len({format_patient.status_words(status) for status in IdentityStatus}) == len(
        IdentityStatus
    )


def test_a_matricule_is_grouped_and_keeps_every_sign() -> None:
    shown = format_patient.matricule("288043523801466")
    assert shown.split("\u00a0") == ["2", "88", "04", "35", "238", "014", "66"]
