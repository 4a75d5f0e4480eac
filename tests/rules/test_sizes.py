"""Small files, small functions, and the only broad except where it is allowed."""

import ast
from collections.abc import Iterator

from tests.rules.tree import name, parsed, product

FILE_LINES = 300
FUNCTION_LINES = 50
BROAD_EXCEPT = {"app/effects/runner.py"}
WEAK_NAMES = {"utils", "helpers", "manager", "controller", "core", "common", "base", "misc"}


def test_no_file_is_too_long() -> None:
    lengths = {name(file): len(file.read_bytes().splitlines()) for file in product()}
    assert {file: lines for file, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    assert [where for where, lines in _functions() if lines > FUNCTION_LINES] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    parts = {name(file): set(name(file).removesuffix(".py").split("/")) for file in product()}
    assert [file for file, words in parts.items() if words & WEAK_NAMES] == []


def test_only_the_runner_of_effects_catches_everything() -> None:
    broad = {
        name(file)
        for file in product()
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    }
    assert broad <= BROAD_EXCEPT


def _functions() -> Iterator[tuple[str, int]]:
    for file in product():
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{name(file)}:{node.lineno} {node.name} ({lines})", lines


def _catches_everything(node: ast.ExceptHandler) -> bool:
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    names = {each.id for each in caught if isinstance(each, ast.Name)}
    return node.type is None or bool(names & {"Exception", "BaseException"})
