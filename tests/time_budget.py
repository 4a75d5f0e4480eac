"""The whole run stays short enough to be made often: past its budget it stops and fails."""

import time
from collections.abc import Iterator

import pytest

BUDGET_S = 15 * 60
_START = pytest.StashKey[float]()


def pytest_sessionstart(session: pytest.Session) -> None:
    session.stash[_START] = time.monotonic()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    result = yield
    session = item.session
    spent_s = time.monotonic() - session.stash[_START]
    if spent_s > BUDGET_S and not item.config.getoption("--full-faults"):
        session.shouldfail = f"plus de {BUDGET_S // 60} minutes : {item.nodeid} était en cours"
    return result
