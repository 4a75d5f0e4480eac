"""The two sides of a mail link for every test of the station: the operator, the pharmacy."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.transport.servers import Papers


@pytest.fixture(scope="session")
def sides(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Papers, Papers]":
    """The operator and the pharmacy, each with its authority, its certificate and its key."""
    from tests.transport.servers import papers

    folder = tmp_path_factory.mktemp("sides")
    return papers(folder / "operator"), papers(folder / "pharmacy")
