"""What the tests of the exchange share: the agency's kit and its rules, compiled once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.official import TROD_VOLET, OfficialRules


@pytest.fixture(scope="session")
def kit(request: pytest.FixtureRequest) -> Path:
    """The folder of the agency's public kit, given on the command line."""
    folder = request.config.getoption("--cda-rules", default=None)
    if folder is None:
        pytest.fail("a test of the official rules ran without the kit")
    return Path(folder)


@pytest.fixture(scope="session")
def official(kit: Path) -> Iterator[OfficialRules]:
    """The schema and the five official profiles, compiled once for the session."""
    with OfficialRules(kit / "cda") as rules:
        yield rules


@pytest.fixture(scope="session")
def trod_volet(kit: Path) -> Iterator[OfficialRules]:
    """The own rules of the volet BIO-TROD, compiled once for the session."""
    with OfficialRules(kit / "cda", (TROD_VOLET,)) as rules:
        yield rules
