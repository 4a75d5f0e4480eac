"""The whole run stays short enough to be made often: past its budget it stops and fails.

The budget is that of each process that runs tests, and counts processor time, its own and that of
the processes it waited for: nearly the wall time on a quiet machine, no reproach on a busy one.
"""

import os
from collections.abc import Iterator

import pytest

BUDGET_S = 15 * 60


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    result = yield
    if _spent_s() > BUDGET_S and not item.config.getoption("--full-faults"):
        item.session.shouldfail = f"plus de {BUDGET_S // 60} minutes de calcul à {item.nodeid}"
    return result


def _spent_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
