"""The files that the rules judge, read once."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "ui", "protocols", "hardware", "resources")


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the project: those git knows and those it would take."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout
    files = (ROOT / name for name in said.decode().split("\0") if name)
    return tuple(sorted(file for file in files if file.is_file()))


@cache
def product() -> tuple[Path, ...]:
    """Return the Python files of the product."""
    return tuple(file for file in tracked() if file.suffix == ".py" and place(file) in PACKAGES)


def place(file: Path) -> str:
    """Return the top folder of ``file``."""
    return file.relative_to(ROOT).parts[0]


def name(file: Path) -> str:
    """Return ``file`` as it is written from the root."""
    return file.relative_to(ROOT).as_posix()


@cache
def parsed(file: Path) -> ast.Module:
    """Return the syntax of a Python file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=name(file))


@cache
def spoken(file: Path) -> tuple[tuple[int, str], ...]:
    """Return the string constants of ``file`` with their lines.

    Docstrings and what is given to ``str.replace`` are left out: nobody reads them.
    """
    silent = {id(quiet) for node in ast.walk(parsed(file)) for quiet in _unread(node)}
    return tuple(
        (node.lineno, node.value)
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    )


def _unread(node: ast.AST) -> list[ast.expr]:
    """Return the strings of ``node`` that stand alone as a statement or name what to replace."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.args if node.func.attr == "replace" else []
    body = getattr(node, "body", [])
    if not isinstance(body, list):
        return []
    return [line.value for line in body if isinstance(line, ast.Expr)]
