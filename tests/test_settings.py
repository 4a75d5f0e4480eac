"""The settings of a station are read back as they were written, and written whole or not."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import SETTINGS, load_station
from app.errors import RefusedSetting
from app.settings import (
    NO_RELAY,
    RelaySettings,
    Settings,
    keep_bindings,
    read_bindings,
    read_picture_limits,
    read_relay,
    read_settings,
    require_logins,
    settings_text,
    write_settings,
)
from app.station import Pharmacy, Professional
from hardware.bindings import NONE, Binding, Bindings, CameraBinding, CameraRole, SoundBinding
from hardware.catalogue import LinkKind
from hardware.picture_limits import USUAL
from hardware.readings import Kind
from resources.files import path

SHIPPED = read_settings(path("demonstration/station.toml"))
CLAIRE = Professional(
    "claire", "Dumont", "Claire", "Pharmacienne", "10000999908", "G15_21/DA", "2026-09-01"
)
WORDS = st.text(min_size=1, max_size=120).filter(lambda text: text.isprintable())


@settings(deadline=None)
@given(name=WORDS, street=WORDS, title=WORDS)
def test_any_printable_words_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, street: str, title: str
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    changed = replace(
        SHIPPED,
        name=name,
        pharmacy=replace(SHIPPED.pharmacy, street=street),
        professionals=(replace(SHIPPED.professionals[0], title=title),),
    )
    write_settings(folder, changed)
    assert read_settings(folder / SETTINGS) == changed
    assert [one.name for one in folder.iterdir()] == [SETTINGS]
    assert stat.S_IMODE((folder / SETTINGS).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "bad",
    [
        replace(SHIPPED, pharmacy=replace(SHIPPED.pharmacy, finess="35")),
        replace(SHIPPED, pharmacy=replace(SHIPPED.pharmacy, name="a\nb")),
        replace(SHIPPED, professionals=()),
        replace(SHIPPED, professionals=(replace(CLAIRE, rpps=""),)),
        replace(SHIPPED, professionals=(replace(CLAIRE, login="Claire"),)),
    ],
)
def test_a_value_that_cannot_be_used_leaves_the_former_file(tmp_path: Path, bad: Settings) -> None:
    write_settings(tmp_path, SHIPPED)
    with pytest.raises(RefusedSetting):
        write_settings(tmp_path, bad)
    assert read_settings(tmp_path / SETTINGS) == SHIPPED
    assert [one.name for one in tmp_path.iterdir()] == [SETTINGS]


def test_a_write_cut_before_the_rename_leaves_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(tmp_path, SHIPPED)

    def cut(*_: object) -> None:
        raise OSError(5, "power")

    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(RefusedSetting) as refused:
        write_settings(tmp_path, replace(SHIPPED, name="autre"))
    assert "disque" in refused.value.sentence
    assert read_settings(tmp_path / SETTINGS) == SHIPPED


def test_a_folder_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "file" / "poste"):
        with pytest.raises(RefusedSetting) as refused:
            write_settings(folder, SHIPPED)
        assert "ne peut pas être écrit" in refused.value.sentence


def test_a_professional_replaces_whoever_had_the_login() -> None:
    added = SHIPPED.with_professional(CLAIRE)
    assert len(added.professionals) == len(SHIPPED.professionals) + 1
    other = replace(CLAIRE, family="Roux")
    assert added.with_professional(other).professionals[-1] == other
    assert len(added.with_professional(other).professionals) == len(added.professionals)


def test_accounts_without_a_professional_are_named() -> None:
    require_logins(SHIPPED, ["helene", "theo"])
    with pytest.raises(RefusedSetting) as refused:
        require_logins(SHIPPED, ["helene", "claire"])
    assert "claire" in refused.value.sentence
    twice = replace(SHIPPED, professionals=(CLAIRE, CLAIRE))
    with pytest.raises(RefusedSetting) as refused:
        require_logins(twice, [])
    assert "Deux" in refused.value.sentence


def test_an_empty_value_is_left_out() -> None:
    place = Pharmacy("A", "350001236", "B", "35999", "C", "02", "d@e.invalid", "2.25.1")
    text = settings_text(Settings("Espace 1", place, (replace(CLAIRE, trained_on=""),)))
    assert "region" not in text
    assert "trained_on" not in text


BOUND = Bindings(
    devices=(
        Binding(Kind.BLOOD_PRESSURE, LinkKind.BLUETOOTH, "AA:BB", "A&D UA-651BLE", "Cuff", "S1", 2),
        Binding(Kind.OXIMETRY, LinkKind.SERIAL, "usb:28e9:028a:SIM0001", "CMS50D+"),
    ),
    cameras=(CameraBinding(CameraRole.OTOSCOPE, 0x1234, 0x5678, "1-2", "Otoscope « A »"),),
    stethoscope=SoundBinding("hw:1", "Micro USB"),
)


@pytest.mark.parametrize("bound", [BOUND, NONE, NONE.with_stethoscope(BOUND.stethoscope)])
def test_bound_devices_are_kept_and_everything_else_stays(tmp_path: Path, bound: Bindings) -> None:
    write_settings(tmp_path, replace(SHIPPED, bindings=BOUND))
    keep_bindings(tmp_path, bound)
    assert read_bindings(tmp_path / SETTINGS) == bound
    assert read_settings(tmp_path / SETTINGS) == replace(SHIPPED, bindings=bound)
    assert [one.name for one in tmp_path.iterdir()] == [SETTINGS]


def test_a_person_added_does_not_unbind_the_devices(tmp_path: Path) -> None:
    write_settings(tmp_path, replace(SHIPPED, bindings=BOUND))
    known = read_settings(tmp_path / SETTINGS)
    write_settings(tmp_path, known.with_professional(CLAIRE))
    assert read_settings(tmp_path / SETTINGS).bindings == BOUND


@pytest.mark.parametrize(
    "table",
    [
        '[[device]]\nkind = "toaster"\nlink = "bluetooth"\ndevice_id = "AA"\n',
        '[[device]]\nkind = "weight"\nlink = "bluetooth"\n',
        '[[device]]\nkind = "weight"\nlink = "bluetooth"\ndevice_id = "AA"\nindex = 3\n',
        '[[camera]]\nrole = "selfie"\nvid = 1\npid = 1\npath = "x"\nname = "n"\n',
        "stethoscope = 3\n",
        'device = "AA"\n',
    ],
)
def test_devices_that_cannot_be_read_are_refused_in_words_and_nothing_is_changed(
    tmp_path: Path, table: str
) -> None:
    written = table + settings_text(SHIPPED) if "[" not in table else settings_text(SHIPPED) + table
    (tmp_path / SETTINGS).write_text(written, encoding="utf-8")
    for read in (read_settings, read_bindings):
        with pytest.raises(RefusedSetting) as refused:
            read(tmp_path / SETTINGS)
        assert "page Appareils" in refused.value.sentence
    assert (tmp_path / SETTINGS).read_text(encoding="utf-8") == written
    keep_bindings(tmp_path, BOUND)
    assert read_settings(tmp_path / SETTINGS) == replace(SHIPPED, bindings=BOUND)


def test_the_module_of_signing_cards_is_read_back_and_kept(tmp_path: Path) -> None:
    named = replace(SHIPPED, card_module="/usr/local/galss/libcps3_pkcs11_lux.so")
    write_settings(tmp_path, named)
    keep_bindings(tmp_path, BOUND)
    assert read_settings(tmp_path / SETTINGS) == replace(named, bindings=BOUND)
    assert load_station(tmp_path, demonstration=True).card_module == named.card_module


def test_a_broken_file_is_never_written_over_by_a_binding(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text("name = [", encoding="utf-8")
    with pytest.raises(RefusedSetting):
        keep_bindings(tmp_path, BOUND)
    assert (tmp_path / SETTINGS).read_text(encoding="utf-8") == "name = ["
    assert [one.name for one in tmp_path.iterdir()] == [SETTINGS]


def test_a_full_disk_leaves_the_former_devices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(tmp_path, replace(SHIPPED, bindings=BOUND))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RefusedSetting) as refused:
        keep_bindings(tmp_path, NONE)
    assert "place du disque" in refused.value.sentence
    assert read_bindings(tmp_path / SETTINGS) == BOUND


RELAY = RelaySettings("https://relais.pharmacie.invalid:8443/", "k" * 43, "/etc/osys/relais.pem")


def test_the_relay_is_read_back_and_its_key_is_in_no_text_of_it(tmp_path: Path) -> None:
    write_settings(tmp_path, replace(SHIPPED, relay=RELAY))
    assert read_relay(tmp_path / SETTINGS) == read_settings(tmp_path / SETTINGS).relay == RELAY
    assert load_station(tmp_path, demonstration=False).relay_address == RELAY.address
    assert RELAY.key not in repr(read_settings(tmp_path / SETTINGS))
    keep_bindings(tmp_path, NONE)
    assert read_relay(tmp_path / SETTINGS) == RELAY


def test_a_station_without_a_relay_has_none(tmp_path: Path) -> None:
    write_settings(tmp_path, SHIPPED)
    assert read_relay(tmp_path / SETTINGS) == NO_RELAY
    assert load_station(tmp_path, demonstration=False).relay_address == ""


@pytest.mark.parametrize(
    "relay",
    [
        replace(RELAY, address="http://relais.pharmacie.invalid/"),
        replace(RELAY, address="https://relais.pharmacie.invalid"),
        replace(RELAY, address="https://relais.invalid/page#fragment/"),
        replace(RELAY, address="https://moi:secret@relais.invalid/"),
        replace(RELAY, key="courte"),
        replace(RELAY, key=""),
        replace(RELAY, address=""),
    ],
)
def test_a_relay_in_the_clear_or_half_written_is_refused(
    tmp_path: Path, relay: RelaySettings
) -> None:
    with pytest.raises(RefusedSetting):
        write_settings(tmp_path, replace(SHIPPED, relay=relay))
    assert not (tmp_path / SETTINGS).exists()


def test_the_limits_of_pictures_are_kept_when_a_device_is_bound(tmp_path: Path) -> None:
    limits = replace(USUAL, focus=0.3, frozen=60)
    write_settings(tmp_path, replace(SHIPPED, pictures=limits))
    keep_bindings(tmp_path, BOUND)
    assert read_settings(tmp_path / SETTINGS).pictures == limits
    assert read_picture_limits(tmp_path / SETTINGS) == limits


def test_a_limit_out_of_its_bounds_is_refused_and_leaves_the_former_file(tmp_path: Path) -> None:
    write_settings(tmp_path, SHIPPED)
    before = (tmp_path / SETTINGS).read_bytes()
    with pytest.raises(RefusedSetting) as refused:
        write_settings(tmp_path, replace(SHIPPED, pictures=replace(USUAL, dark=1.5)))
    assert "entre 0,05 et 0,95" in refused.value.sentence
    assert (tmp_path / SETTINGS).read_bytes() == before
