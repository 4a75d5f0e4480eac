"""A measure of the consultation as its card shows it."""

from collections.abc import Mapping
from types import MappingProxyType

from app.desk.model import DeviceLine
from app.encounter.measure import BY_HAND_ONLY, TYPED
from app.encounter.model import MeasureSlot, SlotState
from hardware.readings import DeviceState, Kind, Origin, Quantity, Reading
from hardware.units import MEASURANDS
from ui.format import counted, number, time_of
from ui.widgets.big_number import BigNumber
from ui.widgets.entry_row import Entry
from ui.widgets.measure_card import Heading, MeasureFace, MeasureState

TITLES: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.TEMPERATURE: ("Température", "thermometer"),
        Kind.BLOOD_PRESSURE: ("Tension", "heartbeat"),
        Kind.OXIMETRY: ("Oxygène, pouls", "droplet"),
        Kind.RESPIRATION: ("Respiration", "wave-sine"),
        Kind.WEIGHT: ("Poids", "scale"),
        Kind.GLUCOSE: ("Glycémie", "droplet"),
        Kind.HEART_RATE: ("Pouls", "heartbeat"),
    }
)
ADVICE: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.TEMPERATURE: "Sonde bien en place, quelques secondes.",
        Kind.BLOOD_PRESSURE: "Bras posé, pieds à plat, silence.",
        Kind.OXIMETRY: "Doigt chaud, sans vernis, main posée.",
        Kind.RESPIRATION: "Comptez les respirations pendant une minute entière.",
        Kind.WEIGHT: "Sans chaussures, sans bouger.",
    }
)
ORIGINS: Mapping[Origin, str] = MappingProxyType(
    {
        Origin.LIVE: "Mesurée sur ce patient",
        Origin.STORED: "Relue dans l’appareil, confirmée",
        Origin.DEMO: "Appareil en mode démonstration",
        Origin.MANUAL: "Saisie à la main",
        Origin.SIMULATED: "Mesure simulée, pour la démonstration",
    }
)
MISSING = frozenset({DeviceState.ABSENT, DeviceState.DENIED, DeviceState.NOT_INSTALLED})
SPOKEN_UNITS = {"spo2": "%\u00a0SpO2"}
SHOWN = 2
ADULT_YEARS = 16


def heading(kind: Kind, digit: int) -> Heading:
    """Return what the card of ``kind`` is called and how its values are typed."""
    title, icon = TITLES[kind]
    entries = tuple(
        Entry(MEASURANDS[name].label, MEASURANDS[name].unit_label) for name in TYPED[kind]
    )
    return Heading(title, icon, str(digit), entries, kind in BY_HAND_ONLY)


def measure_face(slot: MeasureSlot, device: DeviceLine | None, years: int) -> MeasureFace:
    """Return what the card shows; the usual bounds are said for adults only."""
    aside = _aside(slot.set_aside)
    match slot.state:
        case SlotState.RUNNING:
            return _live(slot, aside)
        case SlotState.TAKEN if slot.reading is not None:
            return _taken(slot, slot.reading, aside, years)
        case SlotState.CONFIRM if slot.pending is not None:
            return _to_confirm(slot.pending, aside)
        case SlotState.FAILED:
            return MeasureFace(
                MeasureState.LOST, line=slot.sentence or "Rien n’est gardé.", aside=aside
            )
        case _:
            return _waiting(slot, device, aside)


def _aside(count: int) -> str:
    if not count:
        return ""
    words = counted(count, "lecture mise de côté", "lectures mises de côté")
    return f"{words}\u00a0: autre patient ou autre moment."


def _live(slot: MeasureSlot, aside: str) -> MeasureFace:
    return MeasureFace(
        MeasureState.LIVE,
        numbers=_numbers(slot.live),
        line="" if slot.live else "L’appareil attend la mesure.",
        advice=ADVICE.get(slot.kind, ""),
        aside=aside,
        percent=slot.progress,
    )


def _taken(slot: MeasureSlot, reading: Reading, aside: str, years: int) -> MeasureFace:
    typed = reading.origin is Origin.MANUAL
    word = "Saisie à" if typed else "Prise à"
    return MeasureFace(
        MeasureState.TAKEN,
        chip=f"{word} {time_of(reading.received_at)}",
        numbers=_numbers(reading.values),
        range_word=_unusual(reading) if years >= ADULT_YEARS else "",
        line=ORIGINS[reading.origin],
        advice=slot.sentence,
        aside=aside,
    )


def _to_confirm(reading: Reading, aside: str) -> MeasureFace:
    return MeasureFace(
        MeasureState.CONFIRM,
        numbers=_numbers(reading.values),
        line="Prise à l’instant sur ce patient\u00a0?",
        aside=aside,
    )


def _waiting(slot: MeasureSlot, device: DeviceLine | None, aside: str) -> MeasureFace:
    if slot.kind in BY_HAND_ONLY:
        line = slot.sentence or ADVICE[slot.kind]
        return MeasureFace(MeasureState.WAITING, "À compter", line=line, aside=aside)
    if device is not None and device.state in MISSING:
        return MeasureFace(
            MeasureState.ABSENT,
            line=slot.sentence or device.sentence,
            advice="Saisissez la valeur si vous l’avez mesurée autrement.",
            aside=aside,
        )
    line = slot.sentence or ADVICE.get(slot.kind, "")
    return MeasureFace(MeasureState.WAITING, line=line, aside=aside)


def _numbers(values: tuple[Quantity, ...]) -> tuple[BigNumber, ...]:
    """Return the large numbers: a pressure is one number, its pulse is the second."""
    named = {one.name: one for one in values}
    if "systolic" in named and "diastolic" in named:
        pair = f"{number(named['systolic'].value)}/{number(named['diastolic'].value)}"
        pulse = (named["pulse"],) if "pulse" in named else ()
        return (BigNumber(pair, "mmHg"), *[_number(one) for one in pulse])
    return tuple(_number(one) for one in values if one.name in MEASURANDS)[:SHOWN]


def _number(one: Quantity) -> BigNumber:
    unit = SPOKEN_UNITS.get(one.name, MEASURANDS[one.name].unit_label)
    return BigNumber(number(one.value), unit)


def _unusual(reading: Reading) -> str:
    """Return a word when a value is outside the usual adult bounds: it decides nothing."""
    known = [one for one in reading.values if one.name in MEASURANDS]
    odd = [one for one in known if not MEASURANDS[one.name].is_usual(one.value)]
    return "Inhabituelle" if odd else ""
