"""The bound devices: what is written is what is read, and nothing half right is read."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bindings import (
    NONE,
    BadBindings,
    Binding,
    Bindings,
    CameraBinding,
    CameraRole,
    SoundBinding,
    as_toml,
    bindings_of,
)
from hardware.catalogue import LinkKind
from hardware.readings import Kind

NAMES = st.text(max_size=40).filter(str.isprintable)
CUFF = Binding(Kind.BLOOD_PRESSURE, LinkKind.BLUETOOTH, "C0:11:22:33:44:55", "A&D UA-651BLE")
EYE = CameraBinding(CameraRole.OTOSCOPE, 0x1234, 7, "/dev/v4l/by-path/usb-1", "Otoscope « n° 2 »")


def read(text: str) -> Bindings:
    return bindings_of(tomllib.loads(text))


@st.composite
def devices(draw) -> Binding:
    return Binding(
        kind=draw(st.sampled_from(Kind)),
        link=draw(st.sampled_from(LinkKind)),
        device_id=draw(NAMES.filter(bool)),
        model=draw(NAMES),
        name=draw(NAMES),
        serial=draw(NAMES),
        user=draw(st.integers(0, 255)),
    )


@given(st.lists(devices(), max_size=4, unique_by=lambda one: (one.kind, one.device_id)), NAMES)
def test_what_is_written_is_what_is_read(bound, name):
    camera = CameraBinding(CameraRole.ROOM, 0, 0, name, name or "camera")
    whole = Bindings(tuple(bound), (camera,), SoundBinding("plug", name))
    assert read(as_toml(whole)) == whole


def test_nothing_bound_is_nothing_written():
    assert as_toml(NONE) == ""
    assert read("") == NONE
    assert read("name = 'Espace 1'\n[pharmacy]\nname = 'Port'\n") == NONE


def test_a_new_device_takes_the_place_of_the_one_that_measured_the_same():
    other = Binding(Kind.BLOOD_PRESSURE, LinkKind.BLUETOOTH, "C0:99")
    scale = Binding(Kind.WEIGHT, LinkKind.BLUETOOTH, "C0:01")
    bound = NONE.with_device(CUFF).with_device(scale).with_device(other)
    assert bound.devices == (scale, other)
    assert bound.device_of(Kind.BLOOD_PRESSURE) == other
    assert bound.without_device(Kind.WEIGHT).device_of(Kind.WEIGHT) is None


def test_a_role_has_one_camera_and_the_stethoscope_one_plug():
    bound = NONE.with_camera(EYE).with_camera(CameraBinding(CameraRole.OTOSCOPE, 1, 2, "", "neuf"))
    assert [one.name for one in bound.cameras] == ["neuf"]
    assert bound.camera_of(CameraRole.ROOM) is None
    assert bound.without_camera(CameraRole.OTOSCOPE).cameras == ()
    plugged = bound.with_stethoscope(SoundBinding("plug", "Stéthoscope"))
    assert plugged.with_device(CUFF).stethoscope == SoundBinding("plug", "Stéthoscope")
    assert plugged.with_stethoscope(None) == bound


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("kind = 'pulse'", "kind"),
        ("kind = 7", "kind"),
        ("link = 'infrared'", "link"),
        ("device_id = ''", "device_id"),
        ("user = 256", "user"),
        ("user = true", "user"),
        ('name = "a\\u0007"', "name"),
        (f"name = '{'a' * 513}'", "name"),
        ("colour = 'red'", "colour"),
    ],
)
def test_an_entry_that_is_not_right_is_refused_and_named(change, named):
    rows = tomllib.loads("kind='weight'\nlink='bluetooth'\ndevice_id='C0'\n")
    with pytest.raises(BadBindings) as refused:
        bindings_of({"device": [rows | tomllib.loads(change)]})
    assert named in refused.value.sentence
    assert refused.value.sentence.endswith("page Appareils.")


@pytest.mark.parametrize(
    "settings",
    [
        {"device": "cuff"},
        {"device": ["cuff"]},
        {"camera": [{"role": "room", "vid": 65536, "name": "a"}]},
        {"camera": [{"role": "room", "vid": 1}]},
        {"stethoscope": "plug"},
        {"stethoscope": {"name": "a"}},
        tomllib.loads(as_toml(Bindings((CUFF, CUFF)))),
        tomllib.loads(as_toml(Bindings((), (EYE, EYE)))),
    ],
)
def test_a_file_with_half_a_device_is_refused_whole(settings):
    with pytest.raises(BadBindings):
        bindings_of(settings)
