"""The station started again in a fresh process: the only way to forget what this one read.

Python strings cannot be wiped: names and answers read by a person stay in the memory of the
process until it ends. A change of account therefore ends it. On Linux and macOS the new program
takes the place of this one, under the same number; Windows has no such call, so the new one is
started first and this one ends at once. Either way nothing is handed over but the command.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

DATA = "--data"
ALONE = frozenset({"--quit-after-paint", "--demonstration"})


def command(original: Sequence[str], folder: Path) -> list[str]:
    """Return the command that opens ``folder`` the way ``original`` opened a station.

    Args:
        original: the whole command, its program first, as ``sys.orig_argv`` has it.
        folder: the data folder; it takes the place of the one in ``original``, if any.
    """
    words = iter(original)
    kept = []
    for word in words:
        if word == DATA:
            next(words, None)
        elif word not in ALONE:
            kept.append(word)
    return [*kept, DATA, str(folder)]


def start(folder: Path) -> NoReturn:
    """End this process and open ``folder`` in a fresh one, by the same command."""
    words = command([sys.executable, *sys.orig_argv[1:]], folder)
    if sys.platform == "win32":
        subprocess.Popen(words, close_fds=True)  # noqa: S603 - our own command, nothing typed
        os._exit(0)
    os.execv(words[0], words)  # noqa: S606 - our own command, nothing typed
