"""The processes the station starts beside itself: each is started here, and must answer.

They are what a bundle, an antivirus or a lacking library breaks first, and nothing else shows it
before the day a camera or a card is used.
"""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import resources.files
from app.office.diagnostics import Fact, Health
from app.teleconsult.call_media import launched as call_launched
from hardware.links.card_errors import CardError, CardLibraryMissing, ModuleMissing
from hardware.links.token import CardModule
from hardware.media.launch import Launched, MediaProcess
from hardware.readings import DecodeError

ANSWERS_WITHIN_S = 30.0
ANSWERS, SILENT = "répond", "ne répond pas"
NO_MODULE = "devices.toml"
REINSTALL = "Réinstallez le logiciel, ou voyez si un antivirus l’arrête."


def parts(within_s: float = ANSWERS_WITHIN_S) -> Iterator[Fact]:
    """Yield whether each process answers, one after the other, ``within_s`` seconds at most."""
    yield _fact("part_media", "Caméras et son", lambda: _media_answers(Launched, within_s))
    yield _fact("part_call", "Appel", lambda: _media_answers(call_launched, within_s))
    yield _fact("part_card", "Carte", _card_answers)
    yield _fact("part_proofs", "Vérification des protocoles", lambda: _worker_answers(within_s))


def _fact(key: str, name: str, answers: Callable[[], bool]) -> Fact:
    if answers():
        return Fact(key, name, ANSWERS, Health.GOOD)
    return Fact(key, name, SILENT, Health.BAD, REINSTALL)


def _media_answers(launch: Callable[[], MediaProcess], within_s: float) -> bool:
    """Start a media process, hear its first word, let it leave."""
    try:
        process = launch()
    except OSError:
        return False
    late = threading.Timer(within_s, process.kill)
    late.start()
    try:
        if process.hear() is None:
            return False
        process.end()
        while process.hear() is not None:  # its last words, until it is gone
            pass
    except DecodeError:
        return False
    else:
        return True
    finally:
        late.cancel()
        process.end()


def _card_answers() -> bool:
    """Ask for the cards behind a file that is no module: only a living process refuses it."""
    try:
        CardModule(resources.files.path(NO_MODULE)).cards()
    except (ModuleMissing, CardLibraryMissing):
        return True
    except CardError:
        return False
    return False


def _worker_answers(within_s: float) -> bool:
    """Have another process tell its number."""
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
            return beside.submit(os.getpid).result(within_s) != os.getpid()
    except (BrokenProcessPool, TimeoutError, OSError):
        return False
