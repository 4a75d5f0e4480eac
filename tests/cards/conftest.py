"""A drawer with one signing card in it, and a module that counts what it is asked."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.links.token import CardModule
from tests.cards.authority import Authority, Holder, rsa_key
from tests.cards.softhsm import Drawer, issue, open_drawer
from tests.tools import tools

HELENE = Holder("Marchetti", "Hélène", "810001234567")
SOURCE = Path(__file__).with_name("faulty_token.c")


@dataclass(frozen=True, slots=True)
class Watched:
    """The module of a drawer behind one that notes each call, and fails when told to."""

    module: Path
    log: Path

    def calls(self, name: str) -> int:
        """Return how many times the card was asked for ``name``."""
        told = self.log.read_text(encoding="ascii").split() if self.log.exists() else []
        return told.count(name)

    def cards(self, sign_s: float = 20.0) -> CardModule:
        """Return the cards behind it."""
        return CardModule(self.module, sign_s=sign_s)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def _issued(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Drawer:
    """The card of Hélène Marchetti, made once and copied for each test."""
    drawer, key = open_drawer(tmp_path_factory.mktemp("issued")), rsa_key()
    issue(drawer, key, authority.certificate(HELENE, key))
    return drawer


@pytest.fixture
def drawer(_issued: Drawer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drawer:
    shutil.copytree(_issued.cards, tmp_path / "drawer" / "cards")
    return use(open_drawer(tmp_path / "drawer"), monkeypatch)


def use(drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> Drawer:
    """Let the module find this drawer from now on."""
    for name, value in drawer.environment.items():
        monkeypatch.setenv(name, value)
    return drawer


@pytest.fixture(scope="session")
def _watching(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("watching") / "watching.so"
    command = [tools.tcc(), "-nostdlib", "-nostdinc", "-shared", "-o", made, SOURCE]
    subprocess.run(command, check=True, timeout=60)
    return made


@pytest.fixture
def watched(
    drawer: Drawer, _watching: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Watched:
    log = tmp_path / "calls"
    monkeypatch.setenv("OSYS_TOKEN_REAL", str(drawer.module))
    monkeypatch.setenv("OSYS_TOKEN_LOG", str(log))
    return Watched(_watching, log)
