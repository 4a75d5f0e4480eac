"""The composition root: the command line, or the window with its flow and its runner."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import afresh, clock
from app.afresh import DATA
from app.config import demonstration_folder
from app.effects.opening import make_runner, open_desk, usual_desk, usual_folder
from app.errors import StationError
from app.incident import say_briefly

if TYPE_CHECKING:
    from app.effects.runner import Runner
    from app.traffic import Post
    from ui.loop import Loop
    from ui.window import StationWindow

NO_SCREEN = "Aucun écran utilisable\u00a0: la démonstration se joue sans fenêtre.\n"
NO_FOLDER = "Après --data, donnez le dossier du poste.\n"
QUIT_AFTER_PAINT = "--quit-after-paint"
DEMONSTRATION = "--demonstration"
WINDOW_WORDS = frozenset({DATA, DEMONSTRATION, QUIT_AFTER_PAINT})
REFUSED = 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command, or open the station when there is none; return the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in WINDOW_WORDS:
        return station(words)
    from app.cli.command import run

    sys.excepthook = say_briefly
    return run(words)


def station(arguments: list[str] | None = None) -> int:
    """Open the window, or play the demonstration without one; return the exit code."""
    from app import qt_libraries

    words = sys.argv[1:] if arguments is None else arguments
    if not qt_libraries.prepare():
        return _without_window()
    folder = None
    if DEMONSTRATION in words:
        folder = demonstration_folder()
    elif DATA in words:
        named = words[words.index(DATA) + 1 :]
        if not named:
            sys.stderr.write(NO_FOLDER)
            return REFUSED
        folder = Path(named[0])
    try:
        return open_window(folder, quit_after_paint=QUIT_AFTER_PAINT in words)
    except StationError as refused:
        sys.stderr.write(f"{refused.sentence}\n")
        return REFUSED


def _without_window() -> int:
    from app.cli.command import run

    sys.stdout.write(NO_SCREEN)
    return run(["demo", "--out", str(demonstration_folder().with_name("sans-ecran"))])


def open_window(folder: Path | None, *, quit_after_paint: bool) -> int:
    """Show the station of ``folder``, or the usual one, until the window is closed."""
    place = folder if folder is not None else usual_folder()
    from app.crash import CrashGuard, told_of
    from ui.application import make_application
    from ui.loop import Loop
    from ui.window import StationWindow

    desk = open_desk(folder) if folder is not None else usual_desk()
    desk = replace(desk, notice=told_of(place) or desk.notice)
    application = make_application(["osys"])
    runners: list[Runner] = []

    def make_starter(post: Post) -> Runner:
        runners.append(make_runner(desk, place, post))
        return runners[0]

    def start_afresh(other: str) -> None:
        runners[0].stop()
        afresh.start(Path(other) if other else place)

    CrashGuard(place, lambda: start_afresh("")).install()
    loop = Loop(desk, make_starter, clock.now)
    window = StationWindow(loop, start_afresh)
    if quit_after_paint:
        window.painted.connect(lambda: os._exit(0))
    window.painted.connect(runners[0].warm)
    window.painted.connect(lambda: _open_to_patient(window, loop))
    window.show()
    code = application.exec()
    runners[0].stop()
    return code


def _open_to_patient(window: StationWindow, loop: Loop) -> None:
    """Give the patient's screen to the window, once its first page is painted."""
    from ui.patient_window import PatientScreen

    screen = PatientScreen(loop, window)
    window.patient_asked.connect(screen.toggle)
    window.left.connect(screen.close)
    screen.begin()
