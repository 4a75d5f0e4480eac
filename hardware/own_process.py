"""The command of a process of ours started beside the station, from the sources or a bundle.

A bundle has no ``python -m``: its own program is started again, the part to play named first.
"""

import sys

PART = "--part"


def command(module: str) -> list[str]:
    """Return the command that runs ``module`` in a process of its own."""
    if getattr(sys, "frozen", False):
        return [sys.executable, PART, module]
    return [sys.executable, "-I", "-m", module]
