"""The models known beforehand: the shipped file is sound, and nobody has tried any of them."""

import pytest

from hardware.catalogue import BadCatalogue, LinkKind, load_models, model_of
from hardware.drivers.gatt import PROFILES
from resources import files

MODELS = load_models(files.text("devices.toml"))


def test_every_supported_bluetooth_model_has_a_driver_of_its_kind():
    for model in MODELS:
        if model.link is LinkKind.BLUETOOTH and model.supported:
            assert PROFILES[model.service].kind is model.kind


def test_every_bluetooth_profile_is_in_the_file():
    assert {model.service for model in MODELS if model.link is LinkKind.BLUETOOTH} >= set(PROFILES)


def test_no_model_is_presented_as_tried():
    assert [model.name for model in MODELS if model.tried] == []


def test_a_model_is_recognised_before_its_standard_profile():
    found = model_of(MODELS, "A&D_UA-651BLE_1A2B3C", frozenset({"1810", "180a"}))
    assert found is not None
    assert found.bonding
    assert found.sends_stored
    any_cuff = model_of(MODELS, "Unknown", frozenset({"1810"}))
    assert any_cuff is not None
    assert any_cuff.name == "Profil standard tension"


def test_a_closed_model_is_known_as_such():
    found = model_of(MODELS, "BLESmart_0001", frozenset({"ecbe3980-c9a2-11e1-b1bd-0002a5d5c51b"}))
    assert found is not None
    assert not found.supported


def test_an_unknown_service_has_no_model():
    assert model_of(MODELS, "A&D_UA-651BLE", frozenset({"ffff"})) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('name = "X"\nkind = "weight"\nlink = "bluetooth"', "X: name or service"),
        ('kind = "weight"\nlink = "bluetooth"\nservice = "181d"', "?: name or service"),
        ('name = "X"\nkind = "colour"\nlink = "bluetooth"\nservice = "181d"', "X: kind or link"),
        ('name = "X"\nkind = "weight"\nlink = "rope"\nservice = "181d"', "X: kind or link"),
        ('name = "X"\nkind = "weight"\nlink = "serial"\nservice = "a"\ncolour = 1', "X: colour"),
        ('name = "X"\nkind = "weight"\nlink = "serial"\nservice = "a"\ntried = "no"', "X: tried"),
        ('name = "X"\nkind = "weight"\nlink = "serial"\nservice = 6173', "X: service"),
        ("name = ", "Invalid value"),
    ],
)
def test_a_bad_file_names_the_model_and_the_key(line, said):
    with pytest.raises(BadCatalogue, match=said.replace("?", r"\?")):
        load_models(f"[[model]]\n{line}\n")
