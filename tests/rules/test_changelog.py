"""The changelog can be read by a program, and says the versions that a sheet will quote."""

import re
import tomllib

import app
from tests.rules.tree import ROOT

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
PARTS = ["Ajouts", "Changements", "Corrections", "Sécurité", "Protocoles"]
_VERSION = re.compile(r"^## (\d+\.\d+\.\d+) - (\d{4}-\d{2}-\d{2}|à paraître)$")


def _versions() -> dict[str, dict[str, list[str]]]:
    """Return version -> part -> lines; refuse whatever the form does not foresee."""
    versions: dict[str, dict[str, list[str]]] = {}
    version = part = ""
    for line in CHANGELOG.split("\n## ", maxsplit=1)[1].splitlines():
        if found := _VERSION.match(line if versions else f"## {line}"):
            version, part = found[1], ""
            assert version not in versions
            versions[version] = {}
        elif line.startswith("### "):
            part = line.removeprefix("### ")
            assert part in PARTS
            assert part not in versions[version]
            versions[version][part] = []
        elif line.startswith(("- ", "  ")):
            versions[version][part].append(line.removeprefix("- ").strip())
        else:
            assert line == "", line
    return versions


def test_every_line_has_its_version_and_its_part() -> None:
    for parts in _versions().values():
        assert list(parts) == [part for part in PARTS if part in parts]
        assert all(parts.values())


def test_versions_go_down() -> None:
    numbers = [tuple(int(number) for number in version.split(".")) for version in _versions()]
    assert numbers == sorted(numbers, reverse=True)


def test_the_first_version_is_that_of_the_software() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert next(iter(_versions())) == app.__version__ == project["version"]


def test_the_first_version_names_every_protocol_shipped_and_its_version() -> None:
    said = "\n".join(next(iter(_versions().values()))["Protocoles"])
    shipped = _shipped()
    assert shipped
    assert [line for line in shipped if line not in said] == []


def _shipped() -> list[str]:
    """Return "`id` version" of each protocol of the library that a person can choose."""
    heads = (
        (path.stem, path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "protocols/library").glob("*.yaml"))
    )
    return [
        f"`{stem}` {found[1]}"
        for stem, text in heads
        if stem not in {"gate", "news2", "catalogue"}
        and (found := re.search(r"^version: [\"']?([^\s\"']+)", text, re.MULTILINE))
    ]
