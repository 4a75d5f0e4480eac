"""Every sign that can reach the screen is in the fonts; arrows and ticks are icons."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = sorted(Path("resources/fonts").glob("*.ttf"))
CODE = ("ui", "app/desk", "app/encounter", "app/effects", "app/cli", "hardware")
TEXTS = ("resources/texts", "protocols/library")
LATIN = "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ«»’–…°×·€\u00a0"


def docstrings(tree: ast.Module) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def spoken(file: Path) -> Iterator[str]:
    """Yield the texts of the code; a lone sign is an entry of a table, not something shown."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    skipped = docstrings(tree)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    for node in texts:
        if isinstance(node.value, str) and id(node) not in skipped and len(node.value.strip()) > 1:
            yield node.value


def shown() -> Iterator[tuple[Path, str]]:
    for folder in CODE:
        for file in sorted(Path(folder).rglob("*.py")):
            for text in spoken(file):
                yield file, text
    for folder in TEXTS:
        for file in sorted(Path(folder).rglob("*")):
            if file.suffix in {".yaml", ".txt", ".md", ".toml"}:
                yield file, file.read_text(encoding="utf-8")


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_every_sign_shown_is_in_the_font(font: Path) -> None:
    known = set(TTFont(font).getBestCmap())
    missing = {
        (str(file), sign)
        for file, text in shown()
        for sign in text
        if ord(sign) not in known and sign not in "\n\t" and sign.isprintable() | (sign > "\x7f")
    }
    assert not missing


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_the_fonts_write_french_and_can_be_embedded(font: Path) -> None:
    opened = TTFont(font)
    known = set(opened.getBestCmap())
    assert not [sign for sign in LATIN if ord(sign) not in known]
    assert "glyf" in opened, "the documents embed outlines of this kind only"
    assert opened["OS/2"].fsType == 0


def test_each_font_has_its_licence_beside_it() -> None:
    families = {font.stem.rpartition("-")[0] for font in FONTS}
    assert families == {"Inter", "AtkinsonHyperlegibleNext"}
    for family in families:
        licence = Path(f"resources/fonts/{family}-OFL.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "MIT License" in Path("resources/icons/LICENSE").read_text(encoding="utf-8")
