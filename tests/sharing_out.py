"""How the tests are shared out among the processes of a run: a file at a time, calls in a row.

Two calls at once on two cores starve each other's pictures: all of them are given to one process.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

CALLS = "tests/teleconsult and the story of a call"
CALL_STORY = "tests/stories/test_call_story.py"


def scope_of(file: str) -> str:
    """Return what a file of tests is given out with."""
    is_of_calls = file.startswith("tests/teleconsult/") or file == CALL_STORY
    return CALLS if is_of_calls else file


class CallsInARow(LoadFileScheduling):
    """Files are given out one by one, those of calls together."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> CallsInARow | None:
    """Share out in this way what ``--dist loadfile`` asks for."""
    return CallsInARow(config, log) if config.getoption("dist") == "loadfile" else None
