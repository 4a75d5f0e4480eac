"""Moments of the devices: a measure that is searched for, lost, doubtful, absent or typed."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from app.desk.model import DeviceLine
from app.encounter.model import MeasureSlot, SlotState
from hardware import sentences
from hardware.readings import DeviceState, Kind, Origin, Quantity, Reading

Moment = tuple[dict[Kind, MeasureSlot], dict[Kind, DeviceLine]]


def a_line(kind: Kind, state: DeviceState, sentence: str, **changes: object) -> DeviceLine:
    return replace(DeviceLine(kind, state, sentence), **changes)


def live(kind: Kind, quality: tuple[str, ...] = (), **values: str) -> MeasureSlot:
    shown = tuple(Quantity(name, "", Decimal(text), "", 0) for name, text in values.items())
    return MeasureSlot(kind, SlotState.RUNNING, live=shown, progress=48, quality=quality)


def measure_moments(now: datetime, temperature: Reading, doubtful: Reading) -> dict[str, Moment]:
    """Return what the slots and the devices are at each moment of the page of the measures."""
    heat, cuff, finger = Kind.TEMPERATURE, Kind.BLOOD_PRESSURE, Kind.OXIMETRY
    morning = now - timedelta(hours=2, minutes=43)
    low = sentences.battery_low(cuff, 12)
    ready = {
        kind: a_line(kind, DeviceState.READY, sentences.ready(kind))
        for kind in (heat, cuff, finger, Kind.WEIGHT)
    }
    typed = replace(temperature, origin=Origin.MANUAL)
    irregular = replace(doubtful, quality=("irregular_pulse", "body_movement"))
    return {
        "measure-searching": (
            {
                heat: MeasureSlot(heat, SlotState.RUNNING),
                cuff: MeasureSlot(cuff, SlotState.RUNNING),
                finger: live(finger, ("poor_signal",), spo2="94", pulse="101"),
            },
            {
                heat: a_line(heat, DeviceState.SEARCHING, sentences.searching(heat)),
                cuff: a_line(cuff, DeviceState.CONNECTED, sentences.connected(cuff), battery=low),
                finger: a_line(finger, DeviceState.MEASURING, sentences.measuring(finger)),
            },
        ),
        "measure-lost": (
            {
                heat: MeasureSlot(
                    heat, SlotState.FAILED, sentence=sentences.nothing_came(heat), set_aside=3
                ),
                cuff: live(cuff, cuff_pressure="142"),
                finger: live(finger, spo2="98", pulse="92"),
            },
            {
                **ready,
                cuff: a_line(cuff, DeviceState.LOST, sentences.lost(cuff)),
                finger: a_line(finger, DeviceState.MEASURING, sentences.measuring(finger)),
            },
        ),
        "measure-doubt": (
            {
                heat: MeasureSlot(heat, SlotState.TAKEN, reading=typed),
                cuff: MeasureSlot(cuff, SlotState.CONFIRM, pending=irregular, set_aside=1),
                finger: live(finger, ("sensor_off",)),
            },
            ready,
        ),
        "measure-absent": (
            {heat: MeasureSlot(heat, sentence="Saisissez un nombre, par exemple 38,5.")},
            {
                heat: a_line(heat, DeviceState.ABSENT, sentences.not_registered(heat)),
                cuff: a_line(cuff, DeviceState.ABSENT, sentences.absent(cuff), since=morning),
                finger: a_line(
                    finger,
                    DeviceState.NOT_INSTALLED,
                    "Le Bluetooth n’est pas installé sur ce poste. Saisissez la valeur.",
                ),
            },
        ),
    }
