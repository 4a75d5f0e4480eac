import shutil
from pathlib import Path

import pytest

from tests.records.retention.old_station import grow_old


@pytest.fixture(scope="session")
def _old_station(tmp_path_factory: pytest.TempPathFactory, _empty_station: Path) -> Path:
    folder = tmp_path_factory.mktemp("station") / "old"
    return grow_old(Path(shutil.copytree(_empty_station, folder)))


@pytest.fixture
def old_folder(tmp_path: Path, _old_station: Path) -> Path:
    """A station with sheets 1, 2 and 3 ten years old, and 4, 5 and 6 of this month."""
    return Path(shutil.copytree(_old_station, tmp_path / "station"))
