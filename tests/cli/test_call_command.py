"""``osys call``: the relay written, removed, tried; its key never on the command line nor said."""

import json
import stat
from pathlib import Path

import pytest

from app.cli.command import run
from app.config import SETTINGS
from app.effects.call import NO_RELAY
from app.effects.home_relay import HomeRelay
from app.settings import read_relay, read_settings, write_settings
from resources.files import path

KEY = "clef-de-poste-pour-les-essais"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_settings(tmp_path / "station", read_settings(path("demonstration/station.toml")))
    (tmp_path / "key").write_text(f"{KEY}\n")
    return tmp_path / "station"


def told(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    code = run(["call", *words, "--json"])
    written = capsys.readouterr().out
    assert KEY not in written
    return code, json.loads(written)


def test_without_a_relay_the_station_says_what_is_to_be_provided(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = told(["check", "--data", str(folder)], capsys)
    assert (code, said["relay"], said["finding"]) == (1, "", NO_RELAY)


def test_a_relay_is_written_tried_and_removed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    relay = HomeRelay()
    try:
        address = relay.opened().address
        words = ["relay", "--data", str(folder), "--address", address]
        words += ["--key-file", str(folder.parent / "key")]
        assert told(words, capsys) == (0, {"relay": address})
        assert read_relay(folder / SETTINGS).key == KEY
        assert stat.S_IMODE((folder / SETTINGS).stat().st_mode) == 0o600
        code, said = told(["check", "--data", str(folder)], capsys)
        assert (code, said["finding"]) == (0, "")
    finally:
        relay.close()
    code, said = told(["check", "--data", str(folder)], capsys)
    assert code == 1 and "ne répond pas" in str(said["finding"])
    assert told(["relay", "--data", str(folder)], capsys) == (0, {"relay": ""})


@pytest.mark.parametrize(
    "more",
    [
        ["--address", "http://relais.invalid/", "--key-file", "key"],
        ["--address", "https://relais.invalid/"],
        ["--address", "https://relais.invalid/", "--key-file", "absent"],
    ],
)
def test_what_cannot_be_a_relay_is_refused_and_nothing_changes(
    folder: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / SETTINGS).read_bytes()
    words = [str(folder.parent / one) if one in {"key", "absent"} else one for one in more]
    assert run(["call", "relay", "--data", str(folder), *words]) == 2
    assert KEY not in capsys.readouterr().err
    assert (folder / SETTINGS).read_bytes() == before
