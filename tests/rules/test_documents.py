"""What the documents say of the tree and of the commands is true."""

import re

import pytest

from tests.rules.tree import ROOT

DOCUMENTS = ("README.md", "docs/architecture.md")
FOLDERS = "app|ui|protocols|hardware|resources|tests|docs"
_PATH = re.compile(rf"`((?:{FOLDERS})/[\w./-]*)`")
_DECISION = re.compile(r"^# \d{4} .+\n\n(?:Accepted|Superseded by \d{4}), \d{4}-\d{2}-\d{2}\.\n")


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
