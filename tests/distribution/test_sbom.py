"""The list of the components is that of the lock, whole, and every licence in it was read."""

import json
import re

import pytest

from distribution.licences import LicenceUnknown, licence_of, may_ship
from distribution.lock import LOCK, Locked, locked
from distribution.sbom import FILE, LOCKED, MARKER, made
from tests.rules.tree import ROOT

DOCUMENT = json.loads(FILE.read_text(encoding="utf-8"))
PARTS = {one["name"]: one for one in DOCUMENT["components"]}


def test_the_list_that_is_shipped_is_the_one_the_lock_gives() -> None:
    assert FILE.read_text(encoding="utf-8") == made()


def test_every_line_of_the_lock_is_a_component_and_nothing_else_is() -> None:
    lines = re.findall(r"^([a-z0-9][\w.-]*?)(?:\[.*\])?==(\S+)", LOCK.read_text(), re.MULTILINE)
    assert {name: one["version"] for name, one in PARTS.items()} == dict(lines)


def test_what_a_package_needs_is_told() -> None:
    needs = {one["ref"]: set(one.get("dependsOn", ())) for one in DOCUMENT["dependencies"]}
    own = {name: one["bom-ref"] for name, one in PARTS.items()}
    assert needs[own["pyside6-essentials"]] == {own["shiboken6"]}
    assert needs[own["keyring"]] >= {own["jeepney"], own["pywin32-ctypes"]}
    assert needs["osys-station"] >= {own["msgspec"], own["wrtc"], own["pyserial"]}
    assert own["shiboken6"] not in needs["osys-station"]


def test_a_package_of_one_system_says_which() -> None:
    told = {one["name"]: one["value"] for one in PARTS["pywin32-ctypes"]["properties"]}
    assert told == {MARKER: "sys_platform == 'win32'"}
    assert "properties" not in PARTS["lxml"]


def test_the_list_names_its_lock_and_no_moment() -> None:
    [proof] = DOCUMENT["metadata"]["component"]["properties"]
    assert (proof["name"], len(proof["value"])) == (LOCKED, 64)
    assert "timestamp" not in DOCUMENT["metadata"]


def test_every_part_may_be_shipped() -> None:
    licences = {one["name"]: one["licenses"][0]["expression"] for one in DOCUMENT["components"]}
    assert {name: told for name, told in licences.items() if not may_ship(told)} == {}


@pytest.mark.parametrize("told", ["GPL-3.0-only", "MIT AND GPL-2.0-only", "AGPL-3.0-only"])
def test_a_part_under_the_gpl_alone_may_not(told: str) -> None:
    assert not may_ship(told)
    assert may_ship(f"{told} OR LGPL-3.0-only")


def test_a_licence_that_nobody_read_stops_the_list() -> None:
    with pytest.raises(LicenceUnknown):
        licence_of(Locked("a-new-package", "1.0", "", ()))


def test_a_line_that_is_no_package_is_refused() -> None:
    with pytest.raises(ValueError, match="something"):
        locked("something else \\\n    --hash=sha256:00\n")


def test_the_words_kept_here_are_for_packages_that_bring_none() -> None:
    kept = {path.name for path in (ROOT / "resources/notices/texts").iterdir()}
    assert kept == {"gpl-3.0.txt", "lgpl-3.0.txt", "pyserial.txt", "python.txt"}
