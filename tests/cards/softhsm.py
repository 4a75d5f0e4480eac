"""Signing cards made with SoftHSM2: a real PKCS#11 module, in a folder of the test."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.cards.authority import Key, as_pem
from tests.tools import tools

PIN = "739154"
SECURITY_OFFICER = "51938460"
LABEL = "CPS d'essai"
KEY_ID = "a1"
CONFIGURATION = "SOFTHSM2_CONF"
_TEXT = "directories.tokendir = {place}\nobjectstore.backend = file\nlog.level = ERROR\n"


@dataclass(frozen=True, slots=True)
class Drawer:
    """Where a test keeps its cards; ``environment`` is what the module must be run under."""

    folder: Path
    module: Path

    @property
    def configuration(self) -> Path:
        """The file that tells SoftHSM where its cards are."""
        return self.folder / "softhsm2.conf"

    @property
    def environment(self) -> Mapping[str, str]:
        """What SoftHSM reads of the environment."""
        return {CONFIGURATION: str(self.configuration)}

    @property
    def cards(self) -> Path:
        """The folder of the cards: gone, the card is out of its reader."""
        return self.folder / "cards"


def open_drawer(folder: Path, more: str = "") -> Drawer:
    """Return an empty drawer; ``more`` is added to its configuration."""
    drawer = Drawer(folder, tools.softhsm())
    drawer.cards.mkdir(parents=True, exist_ok=True)
    drawer.configuration.write_text(_TEXT.format(place=drawer.cards) + more, encoding="utf-8")
    return drawer


def issue(drawer: Drawer, key: Key, certificate: bytes, label: str = LABEL) -> None:
    """Make a card that holds ``key`` and ``certificate``, opened by ``PIN``."""
    put_aside = drawer.folder / f"{label}.aside"
    _util(drawer, "--init-token", "--free", "--label", label, "--so-pin", SECURITY_OFFICER)
    for content, do in ((as_pem(key), _import), (certificate, _write)):
        put_aside.write_bytes(content)
        do(drawer, put_aside, label)
        put_aside.unlink()


def _import(drawer: Drawer, path: Path, label: str) -> None:
    _util(drawer, "--import", str(path), "--token", label, "--label", "key", "--id", KEY_ID)


def _write(drawer: Drawer, path: Path, label: str) -> None:
    words = [str(drawer.module), label, PIN, str(path), KEY_ID]
    _done(drawer, [sys.executable, "-m", "tests.cards.personalise", *words])


def _util(drawer: Drawer, *words: str) -> None:
    util = tools.softhsm_util()
    _done(drawer, [str(util), *words, "--pin", PIN, "--module", str(drawer.module)])


def _done(drawer: Drawer, command: list[str]) -> None:
    subprocess.run(
        command,
        env={**os.environ, **drawer.environment},
        capture_output=True,
        check=True,
        timeout=60,
    )
