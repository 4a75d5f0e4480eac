"""How the tests are shared out among the processes of a run: a file at a time, the longest first.

Two calls at once on two cores starve each other's pictures: all of them are given to one process,
from the start. Tests that judge by the agency's rules compile them once, in one process.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

CALLS = "tests/teleconsult and the story of a call"
CALL_STORY = "tests/stories/test_call_story.py"
RULES = "the tests that judge by the agency's rules"
RULED = frozenset(
    f"tests/exchange/{name}.py"
    for name in (
        "test_all_protocols",
        "test_letter",
        "test_mutations",
        "test_official_rules",
        "test_outcomes",
        "test_structured",
        "test_trod_official",
    )
)
LONGEST = (CALLS, "tests/ui/test_screens.py", "tests/rules/test_style.py", RULES)


def scope_of(file: str) -> str:
    """Return what a file of tests is given out with."""
    if file.startswith("tests/teleconsult/") or file == CALL_STORY:
        return CALLS
    return RULES if file in RULED else file


class CallsInARow(LoadFileScheduling):
    """Files are given out one by one, those of calls together."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> CallsInARow | None:
    """Share out in this way, in the order of the list, what ``--dist loadfile`` asks for."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return CallsInARow(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest: no process ends alone, long after the others."""
    rank = {scope: place for place, scope in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(scope_of(item.nodeid.partition("::")[0]), len(rank)))
