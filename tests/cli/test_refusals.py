"""What the command line refuses: in French, with the code 2, and without a trace."""

from pathlib import Path

import pytest

from app.main import main, station

BADLY_WRITTEN = (
    ["archive"],
    ["nonsense"],
    ["demo"],
    ["demo", "--out"],
    ["archive", "list", "--nothing"],
)
ENGLISH = ("required", "invalid", "expected", "unrecognized", "choose", "error", "usage")


@pytest.mark.parametrize("words", BADLY_WRITTEN, ids=" ".join)
def test_a_badly_written_command_is_refused_in_french(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    told = capsys.readouterr()
    assert left.value.code == 2
    assert told.out == ""
    assert told.err.startswith("Commande mal écrite")
    assert not [word for word in ENGLISH if word in told.err.lower()]


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "--out", "/proc/nowhere"],
        ["archive", "list", "--data", "/nonexistent"],
        ["archive", "verify", "/nonexistent"],
        ["exchange", "metadata", "/nonexistent.xml"],
        ["protocols", "evaluate", "piqure_tique", "--answers", "/nonexistent.json"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_read_or_written_is_one_french_sentence(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err


def test_a_plain_failure_of_the_disk_names_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "code-ins.png").mkdir()
    assert main(["demo", "--out", str(tmp_path)]) == 2
    assert "code-ins.png" in capsys.readouterr().err


def test_a_window_asked_without_its_folder_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.qt_libraries.prepare", lambda: True)
    assert station(["--data"]) == 2
    assert "--data" in capsys.readouterr().err
