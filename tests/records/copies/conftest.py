from pathlib import Path

import pytest

from app.records.copies.backup import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Two empty places apart."""
    return Places(tmp_path / "disk" / "data", tmp_path / "stick" / "keys")
