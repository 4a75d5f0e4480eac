"""The devices without a window: who answers, who works, what a message says."""

import json
from pathlib import Path

import pytest

from app.cli import devices
from app.config import SETTINGS
from app.main import main
from hardware.readings import Kind
from hardware.registry import demonstration_registry
from hardware.simulators.scenario import Faults, Scenario

CUFF = "1e800052006100ea07030e091a354800010000"


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["devices", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_simulated_devices_are_listed_with_where_they_come_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = told(capsys, "list", "--json")
    lines = {one["kind"]: one for one in json.loads(out)}
    assert code == 0
    assert lines["oximetry"]["state"] == "ready"
    assert lines["oximetry"]["origin"] == "simulated"
    assert lines["heart_rate"]["device_id"] is None


def test_every_line_of_the_list_begins_with_its_device(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = told(capsys, "list")
    heads = [line.split("\u00a0:")[0] for line in out.splitlines()]
    assert heads == [one.name for one in devices.WORDS.values()]


def test_a_bound_device_that_does_not_answer_is_a_finding(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Scenario(faults={Kind.BLOOD_PRESSURE: Faults(away=True)})
    monkeypatch.setattr(devices, "demonstration_registry", lambda: demonstration_registry(away))
    code, out, _ = told(capsys, "list")
    assert code == 1
    assert "Tensiomètre\u00a0: pas de réponse" in out


@pytest.mark.parametrize(
    ("kind", "value"),
    [("oximetry", ("spo2", "98")), ("blood_pressure", ("systolic", "128")),
     ("temperature", ("temperature", "38.4")), ("glucose", ("glucose", "105"))],
)  # fmt: skip
def test_a_device_is_tried_on_nobody(
    capsys: pytest.CaptureFixture[str], kind: str, value: tuple[str, str]
) -> None:
    code, out, _ = told(capsys, "test", kind, "--json")
    trial = json.loads(out)
    assert code == 0
    assert trial["works"] and trial["simulated"]
    assert value in [(one["name"], one["value"]) for one in trial["values"]]


def test_a_trial_in_words_ends_with_what_to_know(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "test", "temperature")
    assert code == 0
    assert "Température\u00a0: 38,4\u00a0°C" in out
    assert out.splitlines()[-1].endswith("Rien n’est gardé de cet essai.")


def test_a_device_that_fails_its_trial_is_a_finding(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Scenario(faults={Kind.TEMPERATURE: Faults(no_result=True)})
    monkeypatch.setattr(devices, "demonstration_registry", lambda: demonstration_registry(broken))
    code, out, _ = told(capsys, "test", "temperature", "--json")
    assert code == 1
    assert json.loads(out)["values"] == []
    assert "la mesure a échoué" in json.loads(out)["sentence"]


def test_a_kind_that_the_station_lacks_is_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "test", "heart_rate")
    assert code == 1
    assert "Aucune ceinture cardiaque" in out


def test_a_station_without_devices_says_so_for_each_kind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / SETTINGS).write_text("", encoding="utf-8")
    code, out, _ = told(capsys, "list", "--data", str(tmp_path), "--json")
    assert code == 0
    assert {one["state"] for one in json.loads(out)} == {"absent"}
    assert {one["origin"] for one in json.loads(out)} == {None}


def test_a_folder_that_is_no_station_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = told(capsys, "list", "--data", str(tmp_path))
    assert code == 2
    assert "ne peut pas être lu" in err


def test_devices_that_never_answer_are_not_waited_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "LOOKED_WITHIN_S", 0.1)
    never = {Kind.RESPIRATION: devices.WORDS[Kind.OXIMETRY]}
    monkeypatch.setattr(devices, "WORDS", {**devices.WORDS, **never})
    code, _, err = told(capsys, "list")
    assert code == 2
    assert "ne répondent pas" in err


def test_a_message_is_decoded_for_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "decode", "2A35", CUFF, "--json")
    said = json.loads(out)
    assert code == 0
    assert said["kind"] == "blood_pressure"
    assert said["device_time"] == "2026-03-14T09:26:53"
    assert said["user_index"] == 1
    assert [(one["name"], one["value"], one["unit"]) for one in said["values"]][:2] == [
        ("systolic", "128", "mm[Hg]"),
        ("diastolic", "82", "mm[Hg]"),
    ]
    assert said["usable"] is True


def test_a_message_is_decoded_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "decode", "2a35", CUFF)
    assert code == 0
    assert out.splitlines() == [
        "Tensiomètre",
        "Tension systolique\u00a0: 128\u00a0mmHg",
        "Tension diastolique\u00a0: 82\u00a0mmHg",
        "Tension moyenne\u00a0: 97\u00a0mmHg",
        "Pouls\u00a0: 72\u00a0/min",
        "Heure de l’appareil\u00a0: 14/03/2026 09:26:53",
        "Mémoire de l’utilisateur 1",
    ]


@pytest.mark.parametrize(
    ("uuid", "data", "why"),
    [
        ("2a37", "012c01", "entre 20 et 250"),
        ("2a35", "10ff07ff07ff070300", "mouvement pendant la mesure"),
        ("2a5f", "1c58007800400420100004f0", "valeur de démonstration"),
        ("cms50_v7", "01e9858087ffffffff", "panne du capteur"),
    ],
)
def test_a_message_of_which_nothing_would_be_kept_is_a_finding(
    capsys: pytest.CaptureFixture[str], uuid: str, data: str, why: str
) -> None:
    code, out, _ = told(capsys, "decode", uuid, data, "--json")
    said = json.loads(out)
    assert code == 1
    assert said["usable"] is False
    assert why in said["sentence"]


@pytest.mark.parametrize(
    ("uuid", "data", "error"),
    [
        ("2a35", "1e8000520061", "packet too short: 6 bytes"),
        ("2a35", "0080005200610000", "1 trailing bytes"),
        ("2a99", "00", "no decoder"),
        ("2a35", "0", "not hexadecimal"),
        ("2a35", "00" * 2000, "not hexadecimal"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    capsys: pytest.CaptureFixture[str], uuid: str, data: str, error: str
) -> None:
    code, out, err = told(capsys, "decode", uuid, data, "--json")
    assert code == 2
    assert json.loads(out)["error"] == error
    assert err.strip() == json.loads(out)["sentence"]
