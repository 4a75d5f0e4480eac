"""A fault nobody foresaw: the station opens again, the draft is there, no name is written."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.crash import FAULT, told_of
from app.effects.custody.diagnostics import diagnose
from app.incident import (
    FOLDER,
    KEPT,
    NATIVE,
    NATIVE_KIND,
    Incident,
    incident_of,
    incidents_of,
    keep,
)
from tests.rules.tree import ROOT

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAME = "DORVAL Camille 279035121518989"
DRIVER = """
import os, sys, threading
from PySide6.QtCore import QTimer
import app.crash, app.desk.update, app.flow
from app import main
from app.desk.messages import NoticeClosed
import ui.window

app.crash.SETTLED_NS = {settled}
NAME = "DORVAL Camille 279035121518989"

def fall(*_):
    try:
        raise KeyError(NAME)
    except KeyError as error:
        raise ValueError(f"refus pour {{NAME}}") from error

def again(program, words):
    print("AGAIN", *words[-2:], flush=True)
    os._exit(0)

def abort():
    import ctypes
    ctypes.string_at(0)

FALLS = {{
    "slot": lambda window: window._loop.send(NoticeClosed()),
    "thread": lambda window: threading.Thread(target=fall).start(),
    "native": lambda window: abort(),
}}

class Driven(ui.window.StationWindow):
    def __init__(self, *given):
        super().__init__(*given)
        self.painted.connect(lambda: QTimer.singleShot(0, lambda: FALLS["{how}"](self)))

app.flow.update_desk = fall
os.execv = again
ui.window.StationWindow = Driven
sys.exit(main.main(sys.argv[1:]))
"""


def fall(folder: Path, how: str, settled: int = 0) -> subprocess.CompletedProcess[str]:
    driver = folder.with_name("driver.py")
    driver.write_text(DRIVER.format(how=how, settled=settled), encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(driver), "--data", str(folder)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("how", ["slot", "thread"])
def test_a_fault_opens_the_same_folder_again_and_writes_no_name(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "station"
    done = fall(folder, how)
    assert done.stdout.splitlines() == [f"AGAIN --data {folder}"]
    (incident,) = incidents_of(folder)
    assert incident.kind == "ValueError < KeyError"
    assert any(place.endswith(" fall") for place in incident.places)
    (written,) = (folder / FOLDER).glob("*.json")
    for said in (done.stdout, done.stderr, written.read_text(encoding="utf-8")):
        assert not any(part in said for part in NAME.split())
    assert incident.number in done.stderr


def test_a_station_that_falls_at_once_is_not_opened_for_ever(tmp_path: Path) -> None:
    done = fall(tmp_path / "station", "slot", settled=3600 * 10**9)
    assert (done.returncode, done.stdout) == (FAULT, "")
    assert len(incidents_of(tmp_path / "station")) == 1


def test_a_fall_of_native_code_is_told_at_the_next_opening(tmp_path: Path) -> None:
    folder = tmp_path / "station"
    done = fall(folder, "native")
    assert done.returncode < 0
    assert "incident" in told_of(folder)
    (incident,) = incidents_of(folder)
    assert incident.kind == NATIVE_KIND
    assert any(place.endswith(" abort") for place in incident.places)
    assert not any(str(ROOT) in place for place in incident.places)
    assert (folder / FOLDER / NATIVE).exists() is False


def test_a_command_that_fails_says_where_and_not_what(tmp_path: Path) -> None:
    driver = tmp_path / "driver.py"
    driver.write_text(
        "import sys\nimport app.cli.command\nfrom app import main\n\n"
        f"def fall(words):\n    raise LookupError({NAME!r})\n\n"
        "app.cli.command.run = fall\nsys.exit(main.main(['demo']))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(driver)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "LookupError" in done.stderr and " fall" in done.stderr
    assert not any(part in done.stderr for part in NAME.split())


def an_incident(number: str, at: datetime) -> Incident:
    return incident_of(ValueError(NAME), number, at)


def test_the_last_incident_is_told_once_with_its_number(tmp_path: Path) -> None:
    assert told_of(tmp_path) == ""
    for hour, number in enumerate(("aaaa1111", "bbbb2222")):
        keep(tmp_path, an_incident(number, NOON + timedelta(hours=hour)))
    assert "bbbb2222" in told_of(tmp_path)
    assert told_of(tmp_path) == ""
    assert [one.number for one in incidents_of(tmp_path)] == ["aaaa1111", "bbbb2222"]


def test_the_oldest_incidents_go(tmp_path: Path) -> None:
    for minute in range(KEPT + 5):
        keep(tmp_path, an_incident(f"{minute:08d}", NOON + timedelta(minutes=minute)))
    numbers = [one.number for one in incidents_of(tmp_path)]
    assert numbers == [f"{minute:08d}" for minute in range(5, KEPT + 5)]


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"number": 1}', '{"at": "hier"}'])
def test_a_spoilt_file_of_incident_hides_nothing_else(tmp_path: Path, spoilt: str) -> None:
    keep(tmp_path, an_incident("aaaa1111", NOON))
    (tmp_path / FOLDER / "20261124-000000-x.json").write_text(spoilt, encoding="utf-8")
    assert "aaaa1111" in told_of(tmp_path)
    assert [one.number for one in incidents_of(tmp_path)] == ["aaaa1111"]


def test_the_diagnostics_give_the_number_of_the_last_incident(tmp_path: Path) -> None:
    (before,) = (one for one in diagnose(tmp_path, NOON) if one.key == "incidents")
    keep(tmp_path, an_incident("aaaa1111", NOON))
    (after,) = (one for one in diagnose(tmp_path, NOON) if one.key == "incidents")
    assert (before.value, "aaaa1111" in after.value) == ("aucun", True)
    assert json.loads(next((tmp_path / FOLDER).glob("*.json")).read_text())["kind"] == "ValueError"
