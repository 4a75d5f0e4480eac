"""A crash of the station leaves no copy of its memory."""

import subprocess
import sys

from app.records.upkeep.memory import forbid_core_dumps


def test_a_crash_leaves_no_core_file() -> None:
    code = (
        "import resource; from app.records.upkeep.memory import forbid_core_dumps;"
        "resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],)*2);"
        "forbid_core_dumps(); print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout == "0\n"
    forbid_core_dumps()
