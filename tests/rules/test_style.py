"""One command tells all: the checkers of style and types run inside the tests.

Types are judged without a cache: a module added later can stay unseen in an old one.
"""

import subprocess
import sys

import pytest

from tests.rules.tree import ROOT


@pytest.mark.parametrize(
    "checker",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy", "--no-incremental"],
        [
            "mypy",
            "--platform",
            "win32",
            "--no-warn-unreachable",
            "--no-incremental",
        ],
    ],
    ids=" ".join,
)
def test_checker_has_nothing_to_say(checker: list[str]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", *checker], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr
