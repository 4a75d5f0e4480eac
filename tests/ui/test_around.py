"""The state bar counts what exists: a kind without a device is not a device out of order."""

from types import MappingProxyType

from app.desk.model import DeviceLine
from hardware.readings import DeviceState, Kind
from hardware.sentences import absent, not_registered, ready
from tests.ui.scenes import scene
from ui.around import state_face


def words_of(*lines: DeviceLine) -> str:
    devices = MappingProxyType({one.kind: one for one in lines})
    facts = state_face(scene(devices=devices)).facts
    return next((one.words for one in facts if one.icon == "device-heart-monitor"), "")


def a_ready(kind: Kind) -> DeviceLine:
    return DeviceLine(kind, DeviceState.READY, ready(kind))


def an_absent(kind: Kind) -> DeviceLine:
    return DeviceLine(kind, DeviceState.ABSENT, absent(kind))


def a_missing(kind: Kind) -> DeviceLine:
    return DeviceLine(kind, DeviceState.ABSENT, not_registered(kind))


def test_only_devices_that_exist_are_counted() -> None:
    lines = (a_ready(Kind.TEMPERATURE), a_ready(Kind.OXIMETRY), a_missing(Kind.GLUCOSE))
    assert words_of(*lines) == "2\u00a0appareils prêts"


def test_a_device_that_does_not_answer_is_counted_against() -> None:
    lines = (a_ready(Kind.TEMPERATURE), an_absent(Kind.OXIMETRY))
    assert words_of(*lines) == "1\u00a0appareil prêt sur 2"


def test_nothing_is_said_where_there_is_no_device() -> None:
    assert words_of(a_missing(Kind.GLUCOSE)) == ""
