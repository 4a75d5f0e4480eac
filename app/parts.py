"""What the program of a bundle does when it is started beside the station, as one of its parts.

From the sources ``python -m`` starts each part; a bundle has one program, told which part to
play. The parts are a closed list: a name that is typed never runs a module.
"""

import runpy
import sys
from collections.abc import Sequence

from hardware.own_process import PART

PARTS = frozenset({"hardware.media", "hardware.links.token_process", "app.teleconsult.process"})
_OF_PYTHON = ("--multiprocessing-fork", "-c")


def play(words: Sequence[str]) -> bool:
    """Play the part that ``words``, the command without its program, asks for; False for none."""
    if len(words) > 1 and words[0] == PART and words[1] in PARTS:
        runpy.run_module(words[1], run_name="__main__")
        return True
    if getattr(sys, "frozen", False) and any(word in _OF_PYTHON for word in words):
        import multiprocessing

        multiprocessing.freeze_support()  # ends here when Python started us for itself
    return False
