"""From an answer to the next question on the screen, beside a repaint of the same widgets."""

import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from PySide6.QtWidgets import QApplication

from app.clock import now
from app.desk.messages import EncounterOpened, LoggedIn
from app.desk.model import Account
from app.effects.opening import open_desk
from app.encounter.ask import Answered
from app.encounter.model import Encounter, Step
from app.traffic import AnyEffect
from tests.bench.figure import Figure, at_most, ratio_of_medians, told
from tests.builders import an_identified_visit, reassuring
from ui.application import make_application
from ui.look import Look
from ui.loop import Loop
from ui.window import StationWindow

ROUNDS = 12


class Nowhere:
    """A starter that starts nothing: only the window is measured."""

    def start(self, effect: AnyEffect) -> None:
        return None


def measure() -> list[Figure]:
    application = make_application(["bench"], Look(reduced_motion=True))
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder, "station"))
        loop = Loop(desk, lambda post: Nowhere(), now)
        window = StationWindow(loop)
        window.show()
        loop.send(LoggedIn(Account("helene", "Hélène Marchetti", "Pharmacienne", "pharmacist")))
        pairs = [
            pair for _ in range(ROUNDS) for pair in answers_of_a_story(application, window, loop)
        ]
    answers, repaints = [a for a, _ in pairs], [b for _, b in pairs]
    return [
        at_most("question.next_over_repaint", ratio_of_medians(answers, repaints), "x", 2),
        told("question.next", median(answers) * 1000, "ms"),
        told("question.repaint", median(repaints) * 1000, "ms"),
    ]


def answers_of_a_story(
    application: QApplication, window: StationWindow, loop: Loop
) -> list[tuple[float, float]]:
    """Answer the symptoms of a sore throat one by one; the first of a page is a warm-up."""
    start = an_identified_visit("douleur_pharyngee").answer_until(Step.ASK).encounter
    loop.send(EncounterOpened(replace(start, encounter_id=os.urandom(16).hex())))
    settle(application, window)
    pairs = []
    while visit(loop).step is Step.ASK:
        pairs.append((seconds_to_next(application, loop), seconds_to_repaint(window)))
    return pairs[1:]


def visit(loop: Loop) -> Encounter:
    encounter = loop.flow.encounter
    assert encounter is not None
    return encounter


def settle(application: QApplication, window: StationWindow) -> None:
    application.processEvents()
    window.repaint()


def seconds_to_next(application: QApplication, loop: Loop) -> float:
    """Return the seconds from the answer to the end of the painting it asked for."""
    question = visit(loop).question
    assert question is not None
    started = time.perf_counter()
    loop.send(Answered(question.id, reassuring(question)))
    application.processEvents()
    return time.perf_counter() - started


def seconds_to_repaint(window: StationWindow) -> float:
    started = time.perf_counter()
    window.repaint()
    return time.perf_counter() - started
