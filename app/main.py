"""The composition root: the command line, or the window with its flow and its runner."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.config import demonstration_folder
from app.effects.opening import make_runner, open_desk
from app.errors import StationError

if TYPE_CHECKING:
    from app.effects.runner import Runner
    from app.traffic import Post

NO_SCREEN = "Aucun écran utilisable\u00a0: la démonstration se joue sans fenêtre.\n"
NO_FOLDER = "Après --data, donnez le dossier du poste.\n"
QUIT_AFTER_PAINT = "--quit-after-paint"
WINDOW_WORDS = frozenset({"--data", QUIT_AFTER_PAINT})
REFUSED = 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command, or open the station when there is none; return the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in WINDOW_WORDS:
        return station(words)
    from app.cli.command import run

    return run(words)


def station(arguments: list[str] | None = None) -> int:
    """Open the window, or play the demonstration without one; return the exit code."""
    from app import qt_libraries

    words = sys.argv[1:] if arguments is None else arguments
    if not qt_libraries.prepare():
        return _without_window()
    folder = _folder(words)
    if folder is None:
        sys.stderr.write(NO_FOLDER)
        return REFUSED
    try:
        return open_window(folder, quit_after_paint=QUIT_AFTER_PAINT in words)
    except StationError as refused:
        sys.stderr.write(f"{refused.sentence}\n")
        return REFUSED


def _folder(words: list[str]) -> Path | None:
    """Return the data folder asked for, None when its name is missing."""
    if "--data" not in words:
        return demonstration_folder()
    named = words[words.index("--data") + 1 :]
    return Path(named[0]) if named else None


def _without_window() -> int:
    from app.cli.command import run

    sys.stdout.write(NO_SCREEN)
    return run(["demo", "--out", str(demonstration_folder().with_name("sans-ecran"))])


def open_window(folder: Path, *, quit_after_paint: bool) -> int:
    """Show the station of ``folder`` and run until the window is closed."""
    from ui.application import make_application
    from ui.loop import Loop
    from ui.window import StationWindow

    desk = open_desk(folder)
    application = make_application(["osys"])
    runners: list[Runner] = []

    def make_starter(post: Post) -> Runner:
        runners.append(make_runner(desk, folder, post))
        return runners[0]

    window = StationWindow(Loop(desk, make_starter, clock.now))
    if quit_after_paint:
        window.painted.connect(lambda: os._exit(0))
    window.painted.connect(runners[0].warm)
    window.show()
    code = application.exec()
    runners[0].stop()
    return code
