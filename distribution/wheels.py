"""Whether every package of the product's lock is built for the Windows of the pharmacies.

The package index is asked, nothing is installed; ``./run bundle`` says what it answered.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from distribution.lock import ROOT

WINDOWS = "x86_64-pc-windows-msvc"
LOCK = ROOT / "requirements.lock"
LONGEST_S = 120


def not_built(lock: Path = LOCK, *, by_hash: bool = True) -> str:
    """Return why the packages of ``lock`` cannot all be installed there, "" when they can."""
    with tempfile.TemporaryDirectory() as room:
        words = ["--dry-run", "--only-binary", ":all:", "--python-platform", WINDOWS]
        done = subprocess.run(  # noqa: S603 - our own interpreter, nothing typed
            [
                *(sys.executable, "-m", "uv", "pip", "install", "--target", f"{room}/there"),
                *words,
                *(["--require-hashes"] if by_hash else []),
                *("-r", str(lock)),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_S,
        )
    return done.stderr[-2000:] if done.returncode else ""
