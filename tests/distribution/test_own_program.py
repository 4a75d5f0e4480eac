"""The program of a bundle starts its parts, its workers and its successor, by itself.

A small program is frozen for real, around the very modules that the station starts itself with.
"""

import subprocess
import sys

import pytest

from app import parts
from hardware import own_process
from tests.rules.tree import ROOT

SCRIPT = """
import multiprocessing, os, subprocess, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from app import afresh, parts
from hardware.own_process import command

def main():
    if "--data" in sys.argv:
        print("again", os.getpid(), *sys.argv[1:], flush=True)
        return
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as beside:
        print("worker", beside.submit(os.getpid).result(30) != os.getpid())
    asked = command("hardware.links.token_process")
    question = b'{"ask": "list", "module": "absent"}'
    print("part", subprocess.run(asked, input=question, capture_output=True).stdout.decode())
    print("first", os.getpid(), flush=True)
    afresh.start(Path("there"))

if __name__ == "__main__" and not parts.play(sys.argv[1:]):
    main()
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a frozen program says, by its first word."""
    room = tmp_path_factory.mktemp("frozen")
    script = room / "program.py"
    script.write_text(SCRIPT, encoding="utf-8")
    frozen = ["--onedir", "--name", "program", "--paths", str(ROOT), "--log-level", "ERROR"]
    frozen += [f"--{one}path={room / one}" for one in ("dist", "work", "spec")]
    frozen += ["--hidden-import", "hardware.links.token_process", "--exclude-module", "pkcs11"]
    made = [sys.executable, "-m", "PyInstaller", *frozen, str(script)]
    subprocess.run(made, cwd=room, check=True, capture_output=True, timeout=300)
    program = room / "dist" / "program" / "program"
    done = subprocess.run(
        [str(program), "--demonstration", "-q"],
        cwd=room,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def test_a_worker_of_python_is_another_process(told: dict[str, str]) -> None:
    assert told["worker"] == "True"


def test_a_part_answers(told: dict[str, str]) -> None:
    assert told["part"] == '{"refused": "library", "tries": "usual"}'


def test_the_fresh_process_takes_the_place_of_the_first_by_the_same_words(
    told: dict[str, str],
) -> None:
    number, *words = told["again"].split()
    assert (number, words) == (told["first"], ["-q", "--data", "there"])


def test_from_the_sources_a_part_is_a_module_run_apart() -> None:
    assert own_process.command("hardware.media") == [
        *(sys.executable, "-I", "-m", "hardware.media"),
    ]


@pytest.mark.parametrize("words", [[], ["--part"], ["--part", "os"], ["demo", "--part"]])
def test_a_word_that_names_no_part_plays_none(words: list[str]) -> None:
    assert not parts.play(words)
