"""What a card of the measures says: how good the signal is, what was lost, never a false value."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.desk.model import DeviceLine
from app.encounter.model import MeasureSlot, SlotState
from hardware import sentences
from hardware.quality import LABELS, NEVER, PROVISIONAL, TO_CONFIRM
from hardware.readings import DeviceState, Kind, Origin, Quantity
from tests.builders import AT, a_reading
from ui.look import Tone
from ui.measure_words import measure_face, numbers_of
from ui.signal_words import signal_of
from ui.widgets.measure_card import MeasureFace, MeasureState

ADULT = 38


def a_line(state: DeviceState, kind: Kind = Kind.OXIMETRY, **changes: object) -> DeviceLine:
    return replace(DeviceLine(kind, state, sentences.absent(kind), since=AT), **changes)


def running(kind: Kind = Kind.OXIMETRY, *quality: str, **values: str) -> MeasureSlot:
    shown = tuple(Quantity(name, "", Decimal(text), "", 0) for name, text in values.items())
    return MeasureSlot(kind, SlotState.RUNNING, live=shown, progress=40, quality=quality)


def words(face: MeasureFace) -> str:
    said = [face.chip, face.line, face.advice, face.aside, face.range_word]
    return " ".join([*said, *[f"{one.value} {one.unit}" for one in face.numbers]])


@pytest.mark.parametrize("flag", sorted(NEVER | TO_CONFIRM | PROVISIONAL))
def test_a_flagged_signal_is_never_said_good(flag: str) -> None:
    signal = signal_of(Kind.OXIMETRY, (flag,))
    assert signal is not None
    assert signal.bars < 4
    assert signal.tone is not Tone.GREEN
    assert signal.words.lower() == LABELS[flag].lower()


def test_a_clean_signal_is_said_good_with_all_its_bars() -> None:
    face = measure_face(running(spo2="98", pulse="92"), a_line(DeviceState.MEASURING), ADULT)
    assert face.signal is not None
    assert (face.signal.bars, face.signal.words, face.signal.tone) == (4, "Signal bon", Tone.GREEN)


def test_a_device_without_a_signal_shows_no_bars() -> None:
    face = measure_face(running(Kind.BLOOD_PRESSURE, cuff_pressure="142"), None, ADULT)
    assert face.signal is None
    assert face.line == "Le brassard gonfle."


def test_a_search_says_that_it_searches() -> None:
    line = replace(a_line(DeviceState.SEARCHING), sentence=sentences.searching(Kind.OXIMETRY))
    face = measure_face(running(), line, ADULT)
    assert face.state is MeasureState.SEARCHING
    assert "recherche" in face.line


def test_a_device_that_waits_says_how_to_start_it() -> None:
    sentence = sentences.connected(Kind.BLOOD_PRESSURE)
    line = replace(a_line(DeviceState.CONNECTED, Kind.BLOOD_PRESSURE), sentence=sentence)
    face = measure_face(running(Kind.BLOOD_PRESSURE), line, ADULT)
    assert (face.chip, face.line) == ("Relié", sentence)


def test_a_lost_device_strikes_its_last_number_out_and_says_that_nothing_is_kept() -> None:
    slot = running(Kind.BLOOD_PRESSURE, cuff_pressure="142")
    face = measure_face(slot, a_line(DeviceState.LOST, Kind.BLOOD_PRESSURE), ADULT)
    assert face.state is MeasureState.RETURNING
    assert [(one.value, bool(one.lost)) for one in face.numbers] == [("142", True)]
    assert "rien n’est gardé" in face.line


def test_a_low_battery_is_said_while_the_device_measures_and_when_it_rests() -> None:
    low = sentences.battery_low(Kind.OXIMETRY, 12)
    for slot in (running(spo2="98"), MeasureSlot(Kind.OXIMETRY)):
        face = measure_face(slot, a_line(DeviceState.CONNECTED, battery=low), ADULT)
        assert face.advice == low


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (DeviceState.ABSENT, "Absent"),
        (DeviceState.BUSY, "Occupé"),
        (DeviceState.DENIED, "Non autorisé"),
        (DeviceState.NOT_INSTALLED, "Non installé"),
    ],
)
def test_a_device_that_cannot_measure_says_since_when_and_lets_the_value_be_typed(
    state: DeviceState, word: str
) -> None:
    face = measure_face(MeasureSlot(Kind.OXIMETRY), a_line(state), ADULT)
    assert face.state is MeasureState.ABSENT
    assert face.chip == f"{word} depuis 11:44"
    assert "saisie à la main" in face.advice


def test_a_station_that_never_had_the_device_does_not_offer_to_look_for_it() -> None:
    never = a_line(DeviceState.ABSENT, sentence=sentences.not_registered(Kind.OXIMETRY))
    assert not measure_face(MeasureSlot(Kind.OXIMETRY), never, ADULT).can_search
    asleep = a_line(DeviceState.ABSENT)
    assert measure_face(MeasureSlot(Kind.OXIMETRY), asleep, ADULT).can_search


def test_readings_set_aside_are_counted_in_words() -> None:
    slot = replace(running(spo2="98"), set_aside=3)
    face = measure_face(slot, None, ADULT)
    assert face.aside == "3\u00a0lectures mises de côté\u00a0: autre patient ou autre moment."


def test_a_typed_value_says_so() -> None:
    reading = a_reading(Kind.OXIMETRY, Origin.MANUAL, spo2="97")
    face = measure_face(MeasureSlot(Kind.OXIMETRY, SlotState.TAKEN, reading=reading), None, ADULT)
    assert face.chip == "Saisie à 11:44"
    assert face.line == "Saisie à la main"


def test_a_simulated_value_says_so() -> None:
    reading = a_reading(Kind.OXIMETRY, Origin.SIMULATED, spo2="97")
    face = measure_face(MeasureSlot(Kind.OXIMETRY, SlotState.TAKEN, reading=reading), None, ADULT)
    assert "simulée" in face.line


def test_a_doubtful_value_says_why_and_asks() -> None:
    reading = replace(a_reading(Kind.BLOOD_PRESSURE, systolic="141", diastolic="88"))
    slot = MeasureSlot(
        Kind.BLOOD_PRESSURE,
        SlotState.CONFIRM,
        pending=replace(reading, quality=("body_movement", "cuff_loose")),
    )
    face = measure_face(slot, None, ADULT)
    assert face.line == "Prise à l’instant sur ce patient\u00a0?"
    assert face.advice == "Mouvement pendant la mesure, brassard trop lâche."


def test_what_the_device_noticed_of_the_patient_is_told() -> None:
    reading = replace(
        a_reading(Kind.BLOOD_PRESSURE, systolic="141", diastolic="88"), quality=("irregular_pulse",)
    )
    slot = MeasureSlot(Kind.BLOOD_PRESSURE, SlotState.TAKEN, reading=reading)
    assert measure_face(slot, None, ADULT).advice == "L’appareil signale\u00a0: pouls irrégulier."


def test_a_repeat_that_failed_still_shows_the_value_kept_before() -> None:
    reading = a_reading(Kind.TEMPERATURE, temperature="38.4")
    slot = MeasureSlot(
        Kind.TEMPERATURE, SlotState.FAILED, reading=reading, sentence="Rien n’est venu."
    )
    face = measure_face(slot, None, ADULT)
    assert [one.value for one in face.numbers] == ["38,4"]
    assert face.advice == "Rien n’est venu."


@pytest.mark.parametrize(
    ("pulse", "years", "word"),
    [
        ("92", ADULT, ""),
        ("140", ADULT, "Inhabituelle"),
        ("140", 1, ""),
        ("92", 1, "Inhabituelle pour l’âge, bornes à relire"),
    ],
)
def test_a_value_is_said_unusual_for_the_age_of_the_patient(
    pulse: str, years: int, word: str
) -> None:
    reading = a_reading(Kind.OXIMETRY, spo2="98", pulse=pulse)
    slot = MeasureSlot(Kind.OXIMETRY, SlotState.TAKEN, reading=reading)
    assert measure_face(slot, None, years).range_word == word


def test_no_moment_of_a_running_measure_is_shown_as_kept() -> None:
    for state in DeviceState:
        line = a_line(state, since=AT - timedelta(minutes=2))
        face = measure_face(running(spo2="98", pulse="92"), line, ADULT)
        assert face.state is not MeasureState.TAKEN
        assert "Prise à" not in words(face)


def test_a_glucose_is_said_in_grams_a_litre() -> None:
    (shown,) = numbers_of((Quantity("glucose", "", Decimal(105), "mg/dL", 0),))
    assert (shown.value, shown.unit) == ("1,05", "g/L")
