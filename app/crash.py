"""What an exception nobody caught does: it is noted, the screen goes, the station opens again.

What was acknowledged is in the vault: the consultation is a draft of the home page. A station that
falls within its first seconds is not opened again: it would fall for ever.
"""

import contextlib
import faulthandler
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app import clock
from app.incident import FOLDER, NATIVE, Incident, incident_of, keep, native_incident, tell_once

SETTLED_NS = 10_000_000_000
FAULT = 70
"""The exit code of a station that could not go on (EX_SOFTWARE of sysexits.h)."""
NUMBER_LENGTH = 8
PRINTED = "Arrêt imprévu, incident {number}. Rien de ce qui était enregistré n’est perdu.\n"
TOLD = (
    "Le poste s’est arrêté de lui-même le {at:%d/%m à %H:%M} (incident {number}). Rien de ce "
    "qui était enregistré n’est perdu\u00a0: reprenez la consultation à l’accueil. Donnez ce "
    "numéro à l’assistance."
)


class CrashGuard(QObject):
    """Hears of every exception nobody caught; ``reopen`` closes what is open and starts again."""

    _fell = Signal()

    def __init__(self, folder: Path, reopen: Callable[[], None]) -> None:
        super().__init__()
        self._folder, self._reopen = folder, reopen
        self._began_ns, self._is_leaving = clock.monotonic_ns(), False
        self._native: TextIO | None = None  # kept open: native code writes there when it falls
        self._fell.connect(self._leave, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Hear from now on, of the threads and of native code too."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        with contextlib.suppress(OSError):
            place = self._folder / FOLDER
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._native = (place / NATIVE).open("w", encoding="utf-8")
            faulthandler.enable(self._native)

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._note(error)
        self._leave()

    def _caught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._note(told.exc_value)
            self._fell.emit()

    def _note(self, error: BaseException) -> None:
        incident = incident_of(error, _number(), clock.now())
        with contextlib.suppress(OSError):
            keep(self._folder, incident)
        sys.stderr.write(PRINTED.format(number=incident.number))

    @Slot()
    def _leave(self) -> None:
        """Open the station again, once: what fails meanwhile changes nothing."""
        if self._is_leaving:
            return
        self._is_leaving = True
        if clock.monotonic_ns() - self._began_ns < SETTLED_NS:
            sys.stderr.flush()
            os._exit(FAULT)
        self._reopen()


def told_of(folder: Path) -> str:
    """Return the sentence of the last incident nobody was told of, "" when there is none."""
    with contextlib.suppress(OSError):
        _take_native(folder)
        incident = tell_once(folder)
        return _sentence(incident) if incident is not None else ""
    return ""


def _take_native(folder: Path) -> None:
    """Make an incident of what native code left when it fell."""
    path = folder / FOLDER / NATIVE
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    if text.strip():
        keep(folder, native_incident(text, _number(), clock.now()))
        path.unlink()


def _number() -> str:
    return clock.new_id()[:NUMBER_LENGTH]


def _sentence(incident: Incident) -> str:
    return TOLD.format(at=incident.at, number=incident.number)
