import shutil
from pathlib import Path

import pytest

from app.records.station_file import Purpose
from tests.protocols.signatures.committee import members
from tests.protocols.signatures.rooms import Post, make_station


@pytest.fixture(scope="session")
def _stations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("stations")
    return {one.value: make_station(folder / one.value, one) for one in Purpose}


@pytest.fixture
def strict(tmp_path: Path, _stations: dict[str, Path]) -> Post:
    """A real station in every respect: its passwords take their time."""
    return Post(Path(shutil.copytree(_stations["real"], tmp_path / "real")), real=True)


@pytest.fixture
def real(tmp_path: Path, _stations: dict[str, Path]) -> Post:
    """A station with real settings that trusts nobody yet; its passwords are quick to stretch."""
    return Post(Path(shutil.copytree(_stations["demonstration"], tmp_path / "real")), real=True)


@pytest.fixture(scope="session")
def _trusting(tmp_path_factory: pytest.TempPathFactory, _stations: dict[str, Path]) -> Path:
    folder = tmp_path_factory.mktemp("trusting") / "real"
    shutil.copytree(_stations["demonstration"], folder)
    Post(folder, real=True).trust(*members())
    return folder


@pytest.fixture
def trusting(tmp_path: Path, _trusting: Path) -> Post:
    """A real station whose two pharmacists let the three keys of the committee in."""
    return Post(Path(shutil.copytree(_trusting, tmp_path / "trusting")), real=True)


@pytest.fixture
def demonstration(tmp_path: Path, _stations: dict[str, Path]) -> Post:
    """A demonstration that trusts nobody yet and ships nothing."""
    folder = tmp_path / "demonstration"
    return Post(Path(shutil.copytree(_stations["demonstration"], folder)), real=False)
