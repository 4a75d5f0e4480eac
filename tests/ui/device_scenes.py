"""Moments of the devices: a measure that is searched for, lost, doubtful, absent or typed."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from app.desk.model import DeviceLine
from app.encounter.model import MeasureSlot, SlotState
from app.office.devices import Devices, TrialLine
from app.office.devices_messages import DeviceTold
from app.office.devices_wizard import CLOSED, NO_NAME, Wizard, WizardStep
from hardware import sentences
from hardware.bindings import Binding, Bindings, CameraBinding, CameraRole, SoundBinding
from hardware.catalogue import LinkKind
from hardware.readings import DeviceState, Kind, Origin, Quantity, Reading
from hardware.setup_messages import Candidate

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


CUFF = Binding(Kind.BLOOD_PRESSURE, LinkKind.BLUETOOTH, "AA:01", "A&D UA-651BLE", "Tensiomètre")
HEAT = Binding(Kind.TEMPERATURE, LinkKind.BLUETOOTH, "AA:02", "A&D UT-201BLE", "Thermomètre du box")
FINGER = Binding(Kind.OXIMETRY, LinkKind.SERIAL, "usb:28e9:028a:1", "Contec CMS50D+", "Oxymètre")
SCALE = Binding(Kind.WEIGHT, LinkKind.BLUETOOTH, "AA:03", "A&D UC-352BLE", "Balance")
CAMERA = CameraBinding(CameraRole.OTOSCOPE, 1, 2, "1-2", "Otoscope USB")
BOUND = Bindings((CUFF, FINGER, HEAT, SCALE), (CAMERA,), SoundBinding("hw:1", "Micro USB"))
LACKS = ("Le son n’est pas installé\u00a0: le stéthoscope n’est pas enregistré.",)


def a_devices_page(**changes: object) -> Devices:
    usual = Devices(bindings=BOUND, untried=frozenset({"Contec CMS50D+"}))
    return replace(usual, **changes)


def a_trial(**values: str) -> TrialLine:
    shown = tuple(Quantity(name, "", Decimal(text), "", 0) for name, text in values.items())
    return TrialLine(True, shown, 100, (), "L’appareil fonctionne.")


def some_candidates() -> tuple[Candidate, ...]:
    cuff = Candidate(
        kind=Kind.BLOOD_PRESSURE,
        link=LinkKind.BLUETOOTH,
        device_id="AA:BB:CC",
        name="A&D_UA-651BLE_1F2C",
        model="A&D UA-651BLE",
        is_tried=True,
        is_supported=True,
        needs_pairing=True,
    )
    finger = replace(cuff, kind=Kind.OXIMETRY, name="Nonin3230", model="Nonin 3230", is_tried=False)
    closed = replace(cuff, name="BLESmart_0000", model="Omron HEM-7361T", is_supported=False)
    return (cuff, finger, closed)


def device_moments(now: datetime) -> dict[str, tuple[Devices, dict[Kind, DeviceLine]]]:
    """Return what the page and the devices are at each moment of the page of the devices."""
    cuff, finger, heat, scale = (one.kind for one in BOUND.devices)
    lines = {
        cuff: a_line(cuff, DeviceState.READY, sentences.ready(cuff)),
        finger: a_line(finger, DeviceState.MEASURING, sentences.measuring(finger)),
        heat: a_line(heat, DeviceState.READY, sentences.ready(heat), battery="Pile à 12\u00a0%."),
        scale: a_line(scale, DeviceState.ABSENT, sentences.absent(scale), since=now),
    }
    told = {cuff: DeviceTold(cuff, "UA-651BLE", 84, 0), heat: DeviceTold(heat, "UT-201", 12, 4)}
    shown = tuple(Quantity(n, "", Decimal(v), "", 0) for n, v in (("spo2", "98"), ("pulse", "72")))
    trials = {
        cuff: a_trial(systolic="121", diastolic="76", pulse="68"),
        finger: TrialLine(None, shown, 48),
        scale: TrialLine(works=False, sentence=sentences.absent(scale)),
    }
    page = a_devices_page(told=MappingProxyType(told), trials=MappingProxyType(trials))
    named = Wizard(WizardStep.NAME, bound=CUFF, said=sentences.bound(cuff), refused=NO_NAME)
    found = some_candidates()
    rested = replace(page, trials=MappingProxyType({}), before=BOUND, done="Balance retirée.")
    return {
        "devices": (rested, lines),
        "devices-trials": (page, lines),
        "devices-none": (Devices(bindings=Bindings(), lacks=LACKS, refused="Reliez-les."), {}),
        "devices-camera": (replace(page, shown=CameraRole.OTOSCOPE, listens=True), lines),
        "devices-search": (replace(page, wizard=Wizard(WizardStep.SEARCH)), lines),
        "devices-found": (
            replace(page, wizard=Wizard(WizardStep.SEARCH, True, found, refused=CLOSED)),
            lines,
        ),
        "devices-pair": (replace(page, wizard=Wizard(WizardStep.PAIR, chosen=found[0])), lines),
        "devices-name": (replace(page, wizard=named), lines),
        "devices-simulated": (replace(page, are_simulated=True), lines),
    }
