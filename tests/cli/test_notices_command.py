"""``osys notices``: the intended use, every part with the words of its licence, the SBOM."""

import json
from importlib.metadata import version

import pytest

from app.effects.custody.notices import notices, words_of
from app.main import main

SHORTEST = 200


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["notices", *words]) == 0
    return capsys.readouterr().out


def test_the_station_says_first_what_it_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys)
    assert said.startswith("Pas encore un dispositif médical.\n")
    assert "Le pharmacien décide toujours." in said
    assert f"lxml {version('lxml')} (BSD-3-Clause)" in said.splitlines()


def test_every_part_has_its_version_and_the_words_of_its_licence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parts = json.loads(told(capsys, "--json"))["parts"]
    assert len(parts) > 60
    assert [one["name"] for one in parts if len(one["text"]) < SHORTEST] == []
    own = {"Atkinson Hyperlegible Next", "Inter", "Python", "Tabler Icons"}
    listed = {one["name"]: one["version"] for one in parts if one["name"] not in own}
    assert {name: version(name) for name in listed} == listed
    assert own < {one["name"] for one in parts}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pyside6-essentials", ("GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE")),
        ("pyserial", ("Chris Liechti", "Redistribution and use")),
        ("cryptography", ("Apache License", "Redistribution and use")),
        ("Inter", ("SIL OPEN FONT LICENSE",)),
        ("Python", ("PYTHON SOFTWARE FOUNDATION LICENSE",)),
    ],
)
def test_the_words_of_one_licence_are_printed_whole(
    capsys: pytest.CaptureFixture[str], name: str, words: tuple[str, ...]
) -> None:
    said = told(capsys, name)
    assert [one for one in words if one not in said] == []


def test_the_same_words_in_two_files_are_said_once() -> None:
    first = "OpenCV library is redistributed within opencv-python package."
    assert words_of("opencv-python-headless").count(first) == 1


def test_the_tools_of_the_checks_are_no_part_of_the_station() -> None:
    assert not {"pytest", "hypothesis", "pyinstaller"} & {one.name for one in notices()}


@pytest.mark.parametrize("name", ["pytest", "winrt-runtime", "../LICENSE"])
def test_what_is_no_part_of_this_station_is_refused(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for words in ([name], [name, "--json"]):
        assert main(["notices", *words]) == 2
        assert "osys notices" in capsys.readouterr().err


def test_the_list_of_components_is_printed_as_it_is_shipped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = json.loads(told(capsys, "--sbom"))
    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
    assert len(said["components"]) > 80
