"""The pages of a PDF received, read in a process of their own that knows nothing of the station.

A file made to harm its reader harms that process alone: it holds no key and no other document,
is bounded in memory and in time, and its answer is read as data. What it cannot read, it says.
"""

import subprocess
import sys
from dataclasses import replace

import msgspec

from app.encounter.incoming_text import Sheet, ShownDocument

MODULE = "app.exchange.incoming.pdf_reader"
PATIENCE_S = 20
LONGEST_ANSWER = 60_000_000
UNREAD = (
    "Ce PDF ne se lit pas dans le poste. Ouvrez le fichier d’origine avec le lecteur de "
    "l’ordinateur."
)
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def with_pages(shown: ShownDocument) -> ShownDocument:
    """Return ``shown`` with the pages of its papers after its text."""
    pages = tuple(page for paper in shown.papers for page in pages_of(paper))
    return replace(shown, parts=(*shown.parts, *pages), papers=())


def pages_of(paper: bytes) -> tuple[Sheet, ...]:
    """Return the pages of a PDF, or one that says why there is none."""
    try:
        answer = subprocess.run(  # noqa: S603 - ourselves, and a module of ours
            [sys.executable, "-I", "-m", MODULE],
            input=paper,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
            creationflags=_NO_CONSOLE,
        )
        if answer.returncode or len(answer.stdout) > LONGEST_ANSWER:
            return (Sheet(1, (), refused=UNREAD),)
        return msgspec.msgpack.decode(answer.stdout, type=tuple[Sheet, ...])
    except (OSError, subprocess.TimeoutExpired, msgspec.DecodeError):
        return (Sheet(1, (), refused=UNREAD),)
