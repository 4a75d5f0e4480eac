"""What the stories share."""

from pathlib import Path

import pytest


@pytest.fixture
def pictures(pytestconfig: pytest.Config) -> Path | None:
    """The folder that receives a picture of each page, when one is named."""
    folder = pytestconfig.getoption("--pictures", default=None)
    return Path(folder) if folder else None
