"""A measure of the consultation as its card shows it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.desk.model import DeviceLine
from app.encounter.measure import BY_HAND_ONLY, TYPED
from app.encounter.model import MeasureSlot, SlotState
from hardware.physiology import unusual
from hardware.readings import DeviceState, Kind, Origin, Quantity, Reading
from hardware.sentences import not_registered
from hardware.units import MEASURANDS, spoken, spoken_unit
from ui.format import counted, number, time_of
from ui.signal_words import cause_sentence, signal_of, site_of, told_by_device
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
        Kind.GLUCOSE: "Mains lavées et sèches, goutte sur le côté du doigt.",
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
AT_SITE: Mapping[Origin, str] = MappingProxyType(
    {
        Origin.LIVE: "mesurée sur ce patient",
        Origin.STORED: "relue dans l’appareil, confirmée",
        Origin.DEMO: "appareil en mode démonstration",
        Origin.MANUAL: "saisie à la main",
        Origin.SIMULATED: "mesure simulée",
    }
)
"""The same, after the place where the measure was taken."""
MISSING: Mapping[DeviceState, str] = MappingProxyType(
    {
        DeviceState.ABSENT: "Absent",
        DeviceState.DENIED: "Non autorisé",
        DeviceState.NOT_INSTALLED: "Non installé",
        DeviceState.BUSY: "Occupé",
    }
)
"""States in which nothing can be measured now, and the word of each."""
SPOKEN_UNITS = {"spo2": "%\u00a0SpO2"}
SHOWN = 2
UNUSUAL = "Inhabituelle"
UNUSUAL_UNREVIEWED = "Inhabituelle pour l’âge, bornes à relire"
ADULT_YEARS = 16


def heading(kind: Kind, digit: int) -> Heading:
    """Return what the card of ``kind`` is called and how its values are typed."""
    title, icon = TITLES[kind]
    entries = tuple(Entry(MEASURANDS[name].label, spoken_unit(name)) for name in TYPED[kind])
    return Heading(title, icon, str(digit), entries, kind in BY_HAND_ONLY)


def measure_face(slot: MeasureSlot, device: DeviceLine | None, years: int) -> MeasureFace:
    """Return what the card shows at this age; the usual bounds are said and decide nothing."""
    aside = _aside(slot.set_aside)
    match slot.state:
        case SlotState.RUNNING:
            return _running(slot, device, aside)
        case SlotState.TAKEN if slot.reading is not None:
            return _taken(slot, slot.reading, aside, years)
        case SlotState.CONFIRM if slot.pending is not None:
            return _to_confirm(slot.pending, aside)
        case SlotState.FAILED if slot.reading is not None:
            return _taken(slot, slot.reading, aside, years)
        case SlotState.FAILED if device is None or device.state not in MISSING:
            line = slot.sentence or "Rien n’est gardé."
            return MeasureFace(MeasureState.LOST, "Non prise", line=line, aside=aside)
        case _:
            return _waiting(slot, device, aside)


def _aside(count: int) -> str:
    if not count:
        return ""
    words = counted(count, "lecture mise de côté", "lectures mises de côté")
    return f"{words}\u00a0: autre patient ou autre moment."


def _running(slot: MeasureSlot, device: DeviceLine | None, aside: str) -> MeasureFace:
    """Return the card of a device at work; what a lost one showed is struck out."""
    state = device.state if device is not None else None
    if state is DeviceState.LOST:
        return _returning(slot, device, aside)
    if state is DeviceState.SEARCHING:
        line = device.sentence if device is not None else ""
        return MeasureFace(MeasureState.SEARCHING, line=line, advice=_battery(device), aside=aside)
    if state is DeviceState.CONNECTED and device is not None and not slot.live:
        started = device.battery or ADVICE.get(slot.kind, "")
        return MeasureFace(MeasureState.LIVE, "Relié", (), "", device.sentence, started, aside)
    signal = signal_of(slot.kind, slot.quality) if slot.live or slot.quality else None
    cause = cause_sentence(slot.quality) if signal is None else ""
    return MeasureFace(
        MeasureState.LIVE,
        numbers=numbers_of(slot.live),
        line=cause or _what_happens(slot),
        advice=_battery(device) or ADVICE.get(slot.kind, ""),
        aside=aside,
        percent=slot.progress,
        signal=signal,
    )


def _what_happens(slot: MeasureSlot) -> str:
    if any(one.name == "cuff_pressure" for one in slot.live):
        return "Le brassard gonfle."
    return "" if slot.live else "L’appareil attend la mesure."


def _returning(slot: MeasureSlot, device: DeviceLine | None, aside: str) -> MeasureFace:
    shown = numbers_of(slot.live)
    struck = tuple(replace(one, lost=f"Perdu à {one.value}, rien n’est gardé") for one in shown)
    lost = f"Perdu à {shown[0].value}, rien n’est gardé." if shown else "Rien n’est gardé."
    return MeasureFace(
        MeasureState.RETURNING,
        numbers=struck,
        line=lost,
        advice="Le poste cherche l’appareil. Rapprochez-le, ou arrêtez et saisissez la valeur.",
        aside=aside,
    )


def _battery(device: DeviceLine | None) -> str:
    return device.battery if device is not None else ""


def _taken(slot: MeasureSlot, reading: Reading, aside: str, years: int) -> MeasureFace:
    typed = reading.origin is Origin.MANUAL
    word = "Saisie à" if typed else "Prise à"
    site = site_of(reading)
    return MeasureFace(
        MeasureState.TAKEN,
        chip=f"{word} {time_of(reading.received_at)}",
        numbers=numbers_of(reading.values),
        range_word=_range_word(reading, years),
        line=f"{site} · {AT_SITE[reading.origin]}" if site else ORIGINS[reading.origin],
        advice=slot.sentence or told_by_device(reading),
        aside=aside,
    )


def _range_word(reading: Reading, years: int) -> str:
    """Return a word when a value leaves its usual range; it says when nobody reviewed the range."""
    left = unusual(reading, years)
    if not left:
        return ""
    return UNUSUAL if all(one.reviewed for one in left) else UNUSUAL_UNREVIEWED


def _to_confirm(reading: Reading, aside: str) -> MeasureFace:
    return MeasureFace(
        MeasureState.CONFIRM,
        numbers=numbers_of(reading.values),
        line="Prise à l’instant sur ce patient\u00a0?",
        advice=cause_sentence(reading.quality),
        aside=aside,
    )


def _waiting(slot: MeasureSlot, device: DeviceLine | None, aside: str) -> MeasureFace:
    if slot.kind in BY_HAND_ONLY:
        line = slot.sentence or ADVICE[slot.kind]
        return MeasureFace(MeasureState.WAITING, "À compter", line=line, aside=aside)
    if device is not None and device.state in MISSING:
        return _missing(slot, device, aside)
    line = slot.sentence or ADVICE.get(slot.kind, "")
    return MeasureFace(MeasureState.WAITING, line=line, advice=_battery(device), aside=aside)


def _missing(slot: MeasureSlot, device: DeviceLine, aside: str) -> MeasureFace:
    word, never_had = MISSING[device.state], device.sentence == not_registered(slot.kind)
    since = f" depuis {time_of(device.since)}" if device.since and not never_had else ""
    return MeasureFace(
        MeasureState.ABSENT,
        f"{word}{since}",
        line=slot.sentence or device.sentence,
        advice="La valeur sera marquée «\u00a0saisie à la main\u00a0».",
        aside=aside,
        can_search=not never_had and device.state is not DeviceState.NOT_INSTALLED,
    )


def numbers_of(values: tuple[Quantity, ...]) -> tuple[BigNumber, ...]:
    """Return the large numbers: a pressure is one number, its pulse is the second."""
    named = {one.name: one for one in values}
    if "systolic" in named and "diastolic" in named:
        pair = f"{number(named['systolic'].value)}/{number(named['diastolic'].value)}"
        pulse = (named["pulse"],) if "pulse" in named else ()
        return (BigNumber(pair, "mmHg"), *[_number(one) for one in pulse])
    return tuple(_number(one) for one in values if one.name in MEASURANDS)[:SHOWN]


def _number(one: Quantity) -> BigNumber:
    """Return one number in the unit that is said in France: a glucose in grams a litre."""
    unit = SPOKEN_UNITS.get(one.name, spoken_unit(one.name))
    return BigNumber(number(spoken(one.name, one.value)), unit)
