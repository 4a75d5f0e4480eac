"""With every optional library and every device absent the station starts, says so, and is typed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.clock import new_id, now
from app.config import SETTINGS
from app.effects.demonstration import prepare
from app.effects.device_setup import LACKS
from app.settings import keep_bindings
from hardware.bindings import Binding, Bindings, SoundBinding
from hardware.catalogue import LinkKind
from hardware.readings import Kind
from tests.office.founders import found
from tests.rules.tree import ROOT

BOUND = Bindings(
    (
        Binding(Kind.BLOOD_PRESSURE, LinkKind.BLUETOOTH, "AA:BB:CC:DD:EE:01", "A&D UA-651BLE"),
        Binding(Kind.OXIMETRY, LinkKind.SERIAL, "usb:28e9:028a:1", "Contec CMS50D+, E, F (v7)"),
    )
)
ALONE = Bindings(stethoscope=SoundBinding("nowhere", "Débranché"))
"""Something is bound, and no device that measures."""


def told(story: str, folder: Path) -> dict[str, object]:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from tests.stories.bare_station import main; main(*sys.argv[1:])",
            story,
            str(folder),
        ],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert said.returncode == 0, said.stderr[-3000:]
    found = json.loads(said.stdout.splitlines()[-1])
    assert isinstance(found, dict)
    assert found["loaded"] == []
    return found


@pytest.fixture
def pharmacy(tmp_path: Path) -> Path:
    folder = found(tmp_path / "pharmacie")
    keep_bindings(folder, BOUND)
    return folder


def test_a_real_station_opens_and_says_what_its_computer_lacks(pharmacy: Path) -> None:
    seen = told("devices", pharmacy)
    words, states = seen["words"], seen["states"]
    assert isinstance(words, str) and isinstance(states, dict)
    for _, sentence in LACKS:
        assert sentence in words
    assert states[Kind.BLOOD_PRESSURE] == states[Kind.OXIMETRY] == "not_installed"
    assert states[Kind.TEMPERATURE] == "absent"
    assert "0\u00a0appareil de mesure prêt sur 2" in words


def test_every_value_can_be_typed_when_no_device_answers(tmp_path: Path) -> None:
    folder = tmp_path / "station"
    prepare(folder, new_id(), now())
    keep_bindings(folder, ALONE)
    assert "nowhere" in (folder / SETTINGS).read_text(encoding="utf-8")
    seen = told("typed", folder)
    before, after = seen["before"], seen["after"]
    assert isinstance(before, str) and isinstance(after, str)
    assert "Aucun tensiomètre n’est relié à ce poste. Saisissez la valeur." in before
    assert seen["kept"] == dict.fromkeys(
        ["temperature", "blood_pressure", "oximetry", "respiration"], True
    )
    assert seen["origins"] == ["manual"]
    assert after.count("Saisie à la main") == 4
