"""Nothing of the place where the project was written, and no secret, is in its files."""

import re
from pathlib import Path

import pytest

from tests.rules.tree import ROOT, name, tracked

BINARY = {".png", ".ttf", ".jpg", ".pdf", ".zip", ".gz", ".ico"}
FORBIDDEN = {
    "a package registry": r"pythonhosted|pypi\.org|registry\.npmjs|deb\.debian\.org|/simple/",
    "a path of a machine": r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/",
    "a tool of the workplace": r"\b(?:claude|anthropic|openai|copilot|chatgpt|gpt-\d)\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a tracker": r"\bissues? #?\d|\bshared/(?:design|hooks|tools)\b",
}
HERE = Path(__file__)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = [
        f"{name(file)}:{number} {line.strip()[:80]}"
        for file in tracked()
        if file.suffix not in BINARY and file != HERE
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_the_agency_kit_is_not_in_the_project() -> None:
    kit = [name(file) for file in tracked() if file.suffix in {".sch", ".xsd", ".xsl"}]
    assert kit == []
    assert not (ROOT / "dmp-kit").exists()
