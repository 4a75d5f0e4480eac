"""Devices found, bound and tried before the patient comes, by the radio and in demonstration."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from hardware.bindings import NONE, Binding, Bindings
from hardware.catalogue import LinkKind
from hardware.codecs.characteristics import BLOOD_PRESSURE
from hardware.drivers.gatt import GattDriver
from hardware.links.gatt import Advertisement
from hardware.links.serial_link import SerialNotInstalled
from hardware.links.serial_port import PluggedPort, PlugIdentity, SerialPorts
from hardware.messages import DeviceSeen, Failed, Live, NeedsConfirmation, SetAside, Taken
from hardware.readings import DeviceState, Kind, Origin
from hardware.registry import Registry, shipped_models, station_registry
from hardware.setup_messages import (
    Candidate,
    DeviceBound,
    DevicesFound,
    DeviceTold,
    NotBound,
    TrialEnded,
    TrialShown,
)
from hardware.simulators.scenario import Faults
from tests.hardware.radio.radio_room import NEIGHBOUR, RadioRoom, simulated
from tests.hardware.radio.scripted import ScriptedCuff
from tests.hardware.radio.served import Served
from tests.hardware.radio.test_fault_matrix import off, scripted, systolic, values_shown
from tests.hardware.room import ENDS, Room

CUFF = Kind.BLOOD_PRESSURE
AND = "A&D_UA-651BLE_0A1B2C"
OMRON = "ecbe3980-c9a2-11e1-b1bd-0002a5d5c51b"
PARIS_S = 3600
pytestmark = pytest.mark.expects_log("bumble.controller", "bumble.host")


def named_cuff(name: str, faults: Faults | None = None, **served: bool):
    """Return what makes a cuff that advertises ``name``, in place of the usual one."""
    return lambda now: Served(simulated(CUFF, now, faults or Faults(), name=name), **served)


def found_by(room: Room) -> DevicesFound:
    """Search, and return the whole of what was found."""
    room.hub.discover(4)
    rank = 0
    while not (found := room.until_told(DevicesFound, rank)).is_over:
        rank += 1
    return found


def test_a_search_tells_each_device_its_model_and_whether_anybody_tried_it():
    def omron(now):
        return Served(simulated(CUFF, now, address=NEIGHBOUR, name="BLESmart_00", service=OMRON))

    with RadioRoom(CUFF, Kind.WEIGHT, cuff=named_cuff(AND), others=[omron]) as room:
        found = found_by(room)
    assert found.sentence == "" or "pyserial" in found.sentence
    by_kind = {(one.kind, one.model): one for one in found.candidates if one.link == "bluetooth"}
    cuff = by_kind[CUFF, "A&D UA-651BLE"]
    assert (cuff.name, cuff.needs_pairing, cuff.is_supported) == (AND, True, True)
    assert by_kind[Kind.WEIGHT, "Profil standard balance"].needs_pairing is False
    closed = next(one for one in found.candidates if one.device_id == NEIGHBOUR)
    assert closed.is_supported is False
    assert not any(one.is_tried for one in found.candidates)


def test_what_was_found_so_far_is_told_before_the_end():
    with RadioRoom() as room:
        room.hub.discover(6)
        first = room.until_told(DevicesFound, 0)
        last = room.until_told(DevicesFound, 3)
    assert not first.is_over
    assert first.candidates
    assert last.is_over
    assert last.candidates == first.candidates


def test_a_search_without_radio_says_so():
    room = RadioRoom()
    room.ether.refusal = off()
    with room:
        found = found_by(room)
    assert [one for one in found.candidates if one.link is LinkKind.BLUETOOTH] == []
    assert "est éteint" in found.sentence


@pytest.mark.parametrize("current_time", [False, True])
def test_binding_pairs_the_device_and_sets_its_clock(current_time):
    wrong = Faults(skew_s=-86_400)
    make = named_cuff(AND, wrong, bonding=True, current_time=current_time)
    with RadioRoom(cuff=make) as room:
        room.hub.bind(next(one for one in found_by(room).candidates if one.name == AND))
        bound = room.until_told(DeviceBound)
        registry = station_registry(NONE.with_device(bound.binding), room.transport)
        room.hub.use(registry)
        taken = room.measure(CUFF)
    assert bound.clock_set
    assert bound.battery_percent == 84
    assert bound.binding == Binding(
        CUFF,
        LinkKind.BLUETOOTH,
        room.served[CUFF].simulated.plate.address,
        "A&D UA-651BLE",
        AND,
        "SIM-CUFF-1",
    )
    assert isinstance(taken, Taken)
    # the station of the tests lives in UTC, and so does the clock it set; a clock is written in
    # whole seconds, and read in whole seconds
    assert abs(taken.reading.clock_skew_s) <= 2


def test_a_record_kept_under_the_former_clock_is_not_fresh_by_the_new_one():
    hour = timedelta(hours=1)

    async def keep(one: ScriptedCuff, air) -> None:
        # measured an hour ago on somebody else, by a clock that was then an hour ahead
        one.say(air, 199, time=one.local_time())
        await one.watched(air)
        one.say(air, 128)

    def make(now):
        return Served(ScriptedCuff(now, keep, Faults(skew_s=int(hour.total_seconds())), name=AND))

    with RadioRoom(cuff=make) as room:
        room.hub.bind(next(one for one in found_by(room).candidates if one.name == AND))
        bound = room.until_told(DeviceBound)
        taken = room.measure(CUFF)
    assert bound.clock_set
    assert abs(bound.skew_s - hour.total_seconds()) <= 1
    assert systolic(taken) == 128
    assert room.set_aside == 1
    assert Decimal(199) not in values_shown(room)


def test_a_clock_set_by_hand_between_two_patients_dates_nothing_kept_before():
    async def keep(one: ScriptedCuff, air) -> None:
        if one.connections == 2:
            one.say(air, 199)
        await one.watched(air)
        one.say(air, 127 + one.connections)
        one._skew += timedelta(minutes=10)

    with RadioRoom(cuff=scripted(keep)) as room:
        ended = [room.measure(CUFF, session_id) for session_id in "abc"]
    assert [systolic(one) for one in ended] == [128, 129, 130]
    assert [one.session_id for one in room.of(SetAside)] == ["b"]
    assert Decimal(199) not in values_shown(room)


def test_a_device_that_is_not_paired_says_so_at_the_measure():
    with RadioRoom(cuff=named_cuff(AND, bonding=True)) as room:
        ended = room.measure(CUFF)
    assert isinstance(ended, Failed)
    assert "n’est pas appairé" in ended.sentence
    seen = [one.state for one in room.of(DeviceSeen) if one.kind is CUFF]
    assert seen[-1] is DeviceState.DENIED


def test_a_model_without_the_quirk_keeps_its_clock():
    with RadioRoom(blood_pressure=Faults(skew_s=-86_400)) as room:
        room.hub.bind(next(one for one in found_by(room).candidates if one.kind is CUFF))
        bound = room.until_told(DeviceBound)
        taken = room.measure(CUFF)
    assert not bound.clock_set
    assert abs(taken.reading.clock_skew_s + 86_400) <= 1


@pytest.mark.parametrize("change", [{"device_id": NEIGHBOUR}, {"model": "Omron"}])
def test_what_cannot_be_bound_is_said(change):
    with RadioRoom() as room:
        candidate = next(one for one in found_by(room).candidates if one.kind is CUFF)
        room.hub.bind(replace(candidate, **change))
        refused = room.until_told(NotBound)
    assert refused.device_id == change.get("device_id", candidate.device_id)
    assert refused.sentence.endswith(".")


def test_the_demonstration_finds_binds_and_tries_its_own_devices():
    with Room() as room:
        found = found_by(room)
        kinds = {one.kind for one in found.candidates}
        room.hub.bind(found.candidates[0])
        bound = room.until_told(DeviceBound)
        room.hub.try_device(CUFF)
        ended = room.until_told(TrialEnded)
    assert kinds >= {CUFF, Kind.TEMPERATURE, Kind.OXIMETRY, Kind.WEIGHT, Kind.GLUCOSE}
    assert bound.binding.device_id.startswith("sim:")
    assert ended.works


def test_a_station_without_anything_finds_nothing_and_does_not_break():
    with Room(Registry()) as room:
        found = found_by(room)
        room.hub.bind(Candidate(CUFF, LinkKind.BLUETOOTH, "a", "b", "c", False, True, False))
        room.until_told(NotBound)
        room.hub.try_device(CUFF)
        ended = room.until_told(TrialEnded)
    assert found.candidates == ()
    assert not ended.works
    assert "Aucun tensiomètre" in ended.sentence


@pytest.mark.parametrize("kind", [CUFF, Kind.OXIMETRY, Kind.WEIGHT, Kind.GLUCOSE])
def test_a_trial_shows_live_values_and_gives_them_to_nobody(kind):
    with RadioRoom(kind) as room:
        room.hub.try_device(kind)
        ended = room.until_told(TrialEnded)
        told = room.until_told(DeviceTold)
    shown = [one for one in room.told if isinstance(one, TrialShown)]
    assert ended.works
    assert "fonctionne" in ended.sentence
    assert shown[-1].quantities
    assert (told.kind, told.battery_percent, abs(told.skew_s - PARIS_S) <= 1) == (kind, 84, True)
    assert not [one for one in room.posted if isinstance(one, (*ENDS, Live, SetAside))]


def test_a_reading_taken_on_trial_is_never_the_next_patients():
    kept: list[bytes] = []

    async def resend(one: ScriptedCuff, air) -> None:
        await one.watched(air)
        kept.append(one.result(177 if not kept else 128))
        for packet in kept:
            air.send(BLOOD_PRESSURE, packet)

    with RadioRoom(cuff=scripted(resend)) as room:
        room.hub.try_device(CUFF)
        room.until_told(TrialEnded)
        taken = room.measure(CUFF)
    assert systolic(taken) == 128
    assert room.set_aside == 1
    assert Decimal(177) not in values_shown(room)


def test_stored_readings_are_not_shown_by_a_trial_either():
    with RadioRoom(blood_pressure=Faults(stored=3)) as room:
        room.hub.try_device(CUFF)
        room.until_told(TrialEnded)
    shown = {
        quantity.value
        for one in room.told
        if isinstance(one, TrialShown)
        for quantity in one.quantities
    }
    assert 128 in shown
    assert 151 not in shown


def test_a_patient_comes_before_a_trial():
    with RadioRoom() as room:
        room.on_tell = lambda one: (
            room.hub.measure("a", CUFF) if isinstance(one, TrialShown) else None
        )
        room.hub.try_device(CUFF)
        taken = room.ended("a")
        ended = room.until_told(TrialEnded)
    assert isinstance(taken, Taken)
    assert not ended.works
    assert "arrêté" in ended.sentence


def test_a_trial_is_refused_while_a_patient_is_measured():
    with RadioRoom() as room:
        room.on_post = lambda one: room.hub.try_device(CUFF) if isinstance(one, Live) else None
        taken = room.measure(CUFF)
        ended = room.until_told(TrialEnded)
    assert isinstance(taken, Taken)
    assert not ended.works
    assert "en cours" in ended.sentence


def test_a_trial_stopped_by_hand_ends_and_says_so():
    with RadioRoom() as room:
        room.on_tell = lambda one: (
            room.hub.stop_trial(CUFF) if isinstance(one, TrialShown) else None
        )
        room.hub.try_device(CUFF)
        ended = room.until_told(TrialEnded)
        assert isinstance(room.measure(CUFF), Taken)
    assert not ended.works
    assert len([one for one in room.told if isinstance(one, TrialEnded)]) == 1


def test_a_trial_of_an_absent_device_says_what_to_do():
    with RadioRoom(blood_pressure=Faults(away=True)) as room:
        room.hub.try_device(CUFF)
        ended = room.until_told(TrialEnded)
    assert not ended.works
    assert "Allumez-le" in ended.sentence


def test_a_trial_after_the_hub_has_stopped_is_answered():
    room = RadioRoom()
    with room:
        pass
    room.hub.try_device(CUFF)
    assert room.told[-1] == TrialEnded(
        CUFF, False, "Les appareils sont arrêtés. Saisissez la valeur."
    )


def test_looking_again_tells_the_state_of_every_kind():
    with RadioRoom() as room:
        room.until(lambda one: isinstance(one, DeviceSeen) and one.state is DeviceState.READY)
        before = len(room.of(DeviceSeen))
        room.hub.look()
        room.until(lambda _: len(room.of(DeviceSeen)) >= before + 6)


def test_devices_given_in_the_middle_are_used_from_then_on():
    with RadioRoom() as room:
        room.hub.use(Registry())
        room.until(
            lambda one: isinstance(one, DeviceSeen) and one.kind is CUFF and "relié" in one.sentence
        )
        ended = room.measure(CUFF)
    assert isinstance(ended, Failed)
    assert "Aucun tensiomètre" in ended.sentence


def test_a_bound_device_keeps_its_own_memory_slot():
    with RadioRoom(blood_pressure=Faults(user=2)) as room:
        address = room.served[CUFF].simulated.plate.address
        binding = Binding(CUFF, LinkKind.BLUETOOTH, address, user=2)
        room.hub.use(station_registry(NONE.with_device(binding), room.transport))
        ended = room.measure(CUFF)
    assert isinstance(ended, Taken)


def test_the_registry_of_a_station_is_what_its_settings_bind():
    devices = (
        Binding(CUFF, LinkKind.BLUETOOTH, "a", "A&D UA-651BLE"),
        Binding(Kind.OXIMETRY, LinkKind.BLUETOOTH, "b", "Nonin 3230"),
        Binding(Kind.OXIMETRY, LinkKind.SERIAL, "usb:28e9:028a:1", "Contec CMS50D+, E, F (v7)"),
        Binding(Kind.WEIGHT, LinkKind.BLUETOOTH, "c", "a model that left the catalogue"),
        Binding(Kind.WEIGHT, LinkKind.SERIAL, "d", "a model that left the catalogue"),
        Binding(Kind.TEMPERATURE, LinkKind.BLUETOOTH, "e", "A&D UA-651BLE"),
        Binding(CUFF, LinkKind.BLUETOOTH, "f", "Omron HEM-7322T, 7155T, 7361T"),
    )
    room = RadioRoom()
    registry = station_registry(Bindings(devices), room.transport)
    assert [one.device_id for one in registry.sources] == ["a", "b", "usb:28e9:028a:1", "c"]
    assert {one.origin for one in registry.sources} == {Origin.LIVE}
    assert registry.source_of(Kind.OXIMETRY).device_id == "b"
    assert isinstance(registry.sources[0].make(room.hub._instants), GattDriver)


def plugged(*names: str) -> SerialPorts:
    return SerialPorts(
        lambda: tuple(
            PluggedPort(f"/dev/tty{rank}", name, PlugIdentity(0x28E9, 0x28A, str(rank)))
            for rank, name in enumerate(names)
        )
    )


def test_a_plugged_cable_is_offered_with_each_model_it_may_be():
    from hardware.discovery import heard_candidates, plugged_candidates

    models = shipped_models()
    ports = plugged("USB serial")._listed()
    serial = {one.name for one in models if one.link is LinkKind.SERIAL}
    assert {one.model for one in plugged_candidates(ports, models)} == serial
    two = Advertisement("a", "both\u0007", frozenset({"1810", "1809", "ffff"}))
    assert [(one.kind, one.name) for one in heard_candidates([two], models)] == [
        (Kind.TEMPERATURE, "both"),
        (CUFF, "both"),
    ]


def test_a_missing_library_of_serial_ports_is_said_by_the_search():
    def missing():
        raise SerialNotInstalled

    with RadioRoom() as room:
        room.hub.use(station_registry(NONE, room.transport, SerialPorts(missing)))
        found = found_by(room)
    assert [one.kind for one in found.candidates] == [CUFF]
    assert "pyserial" in found.sentence


def test_a_trial_of_what_needs_to_be_confirmed_works_too():
    with RadioRoom(blood_pressure=Faults(undated=True)) as room:
        room.hub.try_device(CUFF)
        ended = room.until_told(TrialEnded)
        measured = room.measure(CUFF)
    assert ended.works
    assert isinstance(measured, NeedsConfirmation)


def test_the_clock_of_a_device_is_never_set_by_a_measure():
    day = timedelta(days=1)
    with RadioRoom(cuff=named_cuff(AND, Faults(skew_s=-86_400))) as room:
        room.measure(CUFF)
        simulated_now = room.served[CUFF].simulated.local_time()
        assert room.time.now().replace(tzinfo=None) - simulated_now > day / 2
