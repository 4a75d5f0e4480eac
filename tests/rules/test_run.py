"""`run`: what it starts, and that it sets up once for the same files."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.tree import ROOT

SCRIPTS = (
    "run",
    *sorted(f"resources/setup/{path.name}" for path in (ROOT / "resources/setup").glob("*.sh")),
)
FAKE_PYTHON = '#!/bin/sh\necho "$(pwd)" "$@"\n'
FAKE_SETUP = """mkdir -p .venv/bin && cp python .venv/bin/python
rm -f .venv/*.done && echo set-up "$1"
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what `run` reads, where set-up and Python only say that they were called."""
    for file in ("run", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / file, tmp_path / file)
    setup = tmp_path / "resources" / "setup"
    setup.mkdir(parents=True)
    (setup / "python.sh").write_text(FAKE_SETUP, encoding="utf-8")
    (setup / "libraries.sh").write_text("echo libraries\n", encoding="utf-8")
    (tmp_path / "python").write_text(FAKE_PYTHON, encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def _run(clone: Path, *arguments: str, at: Path | None = None) -> list[str]:
    said = subprocess.run(
        ["sh", str(clone / "run"), *arguments],
        cwd=at or clone,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.splitlines()


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_is_plain_sh(script: str) -> None:
    assert (ROOT / script).read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", str(ROOT / script)], check=True)


def test_the_first_start_sets_up_and_the_second_does_not(clone: Path) -> None:
    assert _run(clone) == ["set-up requirements.lock", "libraries", f"{clone} -I -m app"]
    assert _run(clone) == [f"{clone} -I -m app"]


def test_tests_need_the_lock_of_the_checks(clone: Path) -> None:
    _run(clone)
    first, *_ = _run(clone, "test")
    assert first == "set-up requirements-dev.lock"
    assert len(_run(clone, "test")) == 1


@pytest.mark.parametrize("name", ["bundle", "sbom"])
def test_a_distribution_is_made_with_the_lock_of_the_checks(clone: Path, name: str) -> None:
    first, *_, last = _run(clone, name, "--json")
    assert first == "set-up requirements-dev.lock"
    assert last == f"{clone} -m distribution.{name} --json"


def test_the_lock_of_the_checks_serves_the_product_and_is_kept(clone: Path) -> None:
    _run(clone, "test")
    assert _run(clone) == [f"{clone} -I -m app"]
    (clone / "requirements.lock").write_text("changed\n", encoding="utf-8")
    assert _run(clone)[0] == "set-up requirements-dev.lock"
    assert len(_run(clone, "test")) == 1


def test_the_folder_of_the_kit_is_not_taken_for_tests(clone: Path, tmp_path: Path) -> None:
    _run(clone, "test")
    [told] = _run(clone, "test", "--cda-rules", str(tmp_path))
    pytest_words = told.removeprefix(f"{clone} ").split()
    said = subprocess.run(
        [sys.executable, *pytest_words, "tests/rules/test_run.py", "--collect-only", "-q"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert "test_run.py::" in said.stdout


@pytest.mark.parametrize(
    "file", ["pyproject.toml", "requirements.lock", "resources/setup/libraries.sh"]
)
def test_a_changed_file_sets_up_again(clone: Path, file: str) -> None:
    _run(clone)
    with (clone / file).open("a", encoding="utf-8") as changed:
        changed.write("# changed\n")
    assert _run(clone)[0] == "set-up requirements.lock"


def test_a_set_up_that_fails_is_done_again(clone: Path) -> None:
    libraries = clone / "resources" / "setup" / "libraries.sh"
    libraries.write_text("exit 1\n", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        _run(clone)
    libraries.write_text("echo libraries\n", encoding="utf-8")
    assert _run(clone)[:2] == ["set-up requirements.lock", "libraries"]


def test_commands_work_where_the_person_is(clone: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    _run(clone)
    assert _run(clone, "demo", "--out", "x", at=elsewhere) == [
        f"{elsewhere} -I -m app demo --out x"
    ]
