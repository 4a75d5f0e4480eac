import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.records.people.unlock import Session
from app.records.vault import Vault
from tests.records.stations import NOW, make_station, opened, seal, vault_of


@pytest.fixture(scope="session")
def _empty_station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_station(tmp_path_factory.mktemp("station") / "empty")


@pytest.fixture(scope="session")
def _full_station(tmp_path_factory: pytest.TempPathFactory, _empty_station: Path) -> Path:
    folder = tmp_path_factory.mktemp("station") / "full"
    shutil.copytree(_empty_station, folder)
    with opened(folder) as session:
        for number in (1, 2, 3):
            seal(vault_of(session), number)
        vault_of(session).save_draft(bytes(16), b"draft left open", NOW)
    return folder


@pytest.fixture
def folder(tmp_path: Path, _empty_station: Path) -> Path:
    """A station without a sheet."""
    return Path(shutil.copytree(_empty_station, tmp_path / "station"))


@pytest.fixture
def full_folder(tmp_path: Path, _full_station: Path) -> Path:
    """A station with sheets 1, 2, 3 and a draft."""
    return Path(shutil.copytree(_full_station, tmp_path / "station"))


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    with opened(folder) as session:
        yield session


@pytest.fixture
def vault(session: Session) -> Vault:
    return vault_of(session)
