"""What the documents say of the tree and of the commands is true."""

import re

import pytest

from app.cli.command import run
from tests.rules.tree import ROOT

DOCUMENTS = ("README.md", "docs/architecture.md")
FOLDERS = "app|ui|protocols|hardware|resources|distribution|tests|docs"
# Commands of `run` itself, which the program does not have.
OF_RUN = {"bench", "bundle", "sbom"}
_PATH = re.compile(rf"`((?:{FOLDERS})/[\w./-]*)`")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_named_exists(document: str) -> None:
    named = set(_PATH.findall((ROOT / document).read_text(encoding="utf-8")))
    assert len(named) > 5
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_decisions_are_numbered_once() -> None:
    files = [path.name for path in (ROOT / "docs/adr").glob("*.md")]
    numbers = [name[:4] for name in files]
    assert sorted(numbers) == sorted(set(numbers))
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) for name in files)


def test_every_command_of_the_readme_is_one_of_the_station(
    capsys: pytest.CaptureFixture[str],
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    said = set(re.findall(r"^\| `\./run ([a-z ]+?)(?= [A-Z-]|`)", readme, re.MULTILINE))
    assert {"demo", "archive list", "protocols evaluate"} <= said
    for words in sorted(said - OF_RUN):
        with pytest.raises(SystemExit) as ended:
            run([*words.split(), "--help"])
        assert ended.value.code == 0, words
        assert f"osys {words}" in capsys.readouterr().out
