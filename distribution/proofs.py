"""A bundle is proved by starting it: alone, in an empty folder, each time with its exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app import __version__
from app.effects.custody.notices import notices
from distribution.contents import NEVER_IMPORTED

LONGEST_S = 300
PROGRAM = "osys.exe" if sys.platform == "win32" else "osys"
WRITTEN = ("sheet.pdf", "sheet.xml", "IHE_XDM.ZIP", "sheet.json")


@dataclass(frozen=True, slots=True)
class Proof:
    """One start of the bundle: what it shows, whether it did, and what was said if not."""

    name: str
    is_held: bool
    said: str = ""


def proofs(bundle: Path, room: Path) -> Iterator[Proof]:
    """Start the bundle in ``room``, an empty folder, and yield what each start showed."""
    story = room / "story"
    shown = ["--data", str(story / "station"), "--quit-after-paint"]
    for name, words, is_right in (
        ("démarre", ["--version"], lambda said: said.strip().endswith(__version__)),
        ("joue l’histoire", ["demo", "--out", str(story), "--json"], _is_sealed(story)),
        ("dessine sa fenêtre", shown, lambda _: True),
        ("démarre ses processus", ["diagnostics", "--parts"], lambda _: True),
        ("dit ses licences", ["notices", "--json"], _has_every_licence),
    ):
        yield _started(name, [str(bundle / PROGRAM), *words], room, is_right)


def _started(name: str, words: list[str], room: Path, is_right: Callable[[str], bool]) -> Proof:
    """Run ``words``; nothing of the folder of the sources, nor of its environment, is seen."""
    kept = ("DISPLAY", "HOME", "LANG", "SYSTEMROOT", "TEMP", "XAUTHORITY")
    environment = {one: os.environ[one] for one in kept if one in os.environ}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(room / "data")}
    try:
        done = subprocess.run(  # noqa: S603 - the program that was just made
            words,
            cwd=room,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as stopped:
        return Proof(name, is_held=False, said=type(stopped).__name__)
    said = (done.stdout + done.stderr)[-2000:]
    return Proof(name, is_held=done.returncode == 0 and is_right(done.stdout), said=said)


def _is_sealed(story: Path) -> Callable[[str], bool]:
    def is_right(said: str) -> bool:
        return bool(json.loads(said)["sheet"]) and all((story / name).is_file() for name in WRITTEN)

    return is_right


def _has_every_licence(said: str) -> bool:
    """Tell whether the bundle knows the same parts as the sources, each with its words."""
    told = {one["name"] for one in json.loads(said)["parts"] if one["text"].strip()}
    return told == {one.name for one in notices()} - set(NEVER_IMPORTED)
