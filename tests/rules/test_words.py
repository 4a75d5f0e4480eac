"""The words: one per idea in the code, and a French that helps the person who reads it."""

import ast
import re
from pathlib import Path

from tests.rules.tree import ROOT, name, parsed, place, product, spoken

# A sentence says what to do; these words blame, beg or say nothing.
FORBIDDEN = re.compile(r"\b(veuillez|invalides?|erreurs?|oups)\b", re.IGNORECASE)
STRAIGHT_APOSTROPHE = re.compile(r"[a-zéèà]'[a-zéèàêh]", re.IGNORECASE)
# A plain space before a high sign or after an opening guillemet.
PLAIN_SPACE = re.compile(r"\w [;:!?»](?=\s|$)|^ [;:!?»]|« ")
NARROW_SPACE = "\u202f"  # neither of the two shipped fonts has it
FRENCH = re.compile(r"[éèàêçôûùîœ’«»]")
# Files in the agency's formats, whose fixed words are not ours to set.
FOREIGN_WORDS = {"app/exchange/xdm.py", "app/exchange/cda.py"}


def test_no_name_is_a_synonym_of_a_word_of_the_glossary() -> None:
    refused = _refused()
    assert len(refused) > 20, "the last column of docs/glossary.md is not read"
    ours = [file for file in product() if "codecs" not in file.parts]
    used = {(_words(bound), name(file)) for file in ours for bound in _names(file)}
    found = [(word, file) for words, file in used for word in refused if f"_{word}_" in words]
    assert sorted(set(found)) == []


def test_no_sentence_blames_or_begs() -> None:
    assert _hits(lambda text: FORBIDDEN.search(text) and FRENCH.search(text)) == []


def test_screens_never_use_the_forbidden_words_even_alone() -> None:
    assert [hit for hit in _hits(FORBIDDEN.search) if hit.startswith("ui/")] == []


def test_apostrophes_are_typographic() -> None:
    assert _hits(STRAIGHT_APOSTROPHE.search) == []


def test_high_signs_are_never_cut_from_their_word() -> None:
    assert (
        _hits(lambda text: len(text) > 1 and FRENCH.search(text) and PLAIN_SPACE.search(text)) == []
    )


def test_no_narrow_space_reaches_the_screen() -> None:
    assert _hits(lambda text: len(text.strip()) > 1 and NARROW_SPACE in text) == []


def _refused() -> set[str]:
    lines = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[3] for line in lines if line.startswith("|")]
    return {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}


def _names(file: Path) -> set[str]:
    """Return the names that ``file`` gives: its own, its classes, functions and variables."""
    given = {file.stem}
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            given.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            given.add(node.id)
        elif isinstance(node, ast.arg):
            given.add(node.arg)
    return given


def _words(bound: str) -> str:
    """Return ``OrientationSheet`` or ``orientation_sheet`` as ``_orientation_sheet_``."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", bound).lower().strip("_")
    return f"_{snake}_"


def _hits(wrong: object) -> list[str]:
    assert callable(wrong)
    return [
        f"{name(file)}:{line} {text.strip()[:60]}"
        for file in product()
        if place(file) != "resources" and name(file) not in FOREIGN_WORDS
        for line, text in spoken(file)
        if wrong(text)
    ]
