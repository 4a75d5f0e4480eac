"""One command tells all: the checkers of style and types run inside the tests.

Types are judged without a cache: a module added later can stay unseen in an old one.
"""

import subprocess
import sys

import pytest

from tests.rules.tree import ROOT, name, product

WINDOWS = ("--platform", "win32", "--no-warn-unreachable", "--no-incremental")


@pytest.mark.parametrize(
    "checker",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy", "--no-incremental"],
    ],
    ids=" ".join,
)
def test_checker_has_nothing_to_say(checker: list[str]) -> None:
    check(checker)


@pytest.mark.faults
def test_the_types_are_right_for_windows_too(full_faults: bool) -> None:
    """Wholly in ``./run faults``: elsewhere the files that ask which system this is."""
    asking = [name(file) for file in product() if "sys.platform" in file.read_text("utf-8")]
    assert asking
    judged = [] if full_faults else asking
    check(["mypy", *WINDOWS, *judged])


def check(checker: list[str]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", *checker], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr
