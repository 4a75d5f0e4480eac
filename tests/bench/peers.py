"""json-logic and zen-engine, installed apart for the bench alone, behind one shape."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from tests.bench.patients import Native
from tests.bench.steps import Step

LOCK = Path(__file__).with_name("peers.lock")
FOLDER = Path(__file__).parents[2] / ".runtime" / "peers"

Results = Mapping[str, object]
Engine = Callable[[Mapping[str, Native]], Results]


class Refused(Exception):
    """The engine answers by an error."""


def install() -> None:
    """Put the packages of ``peers.lock`` on the path, fetched by hash the first time."""
    folder = FOLDER / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    if not folder.exists():
        unfinished = folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        where = ["--target", str(unfinished), "--require-hashes", "--no-deps", "-r", str(LOCK)]
        subprocess.run([*_installer(), *where], check=True, stdout=sys.stderr, timeout=300)
        unfinished.rename(folder)
    if str(folder) not in sys.path:
        sys.path.append(str(folder))


def _installer() -> list[str]:
    uv = Path(sys.executable).with_name("uv")
    if uv.exists():
        return [str(uv), "pip", "install", "-q", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]


def json_logic(steps: Sequence[Step], results: Sequence[str]) -> Engine:
    """Return the steps run by json-logic one after the other."""
    apply = import_module("json_logic").jsonLogic

    def run(answers: Mapping[str, Native]) -> Results:
        known: dict[str, object] = dict(answers)
        for name, rules in steps:
            known[name] = apply(rules, known)
        return {name: known[name] for name in results}

    return run


def zen(content: str, results: Sequence[str]) -> Engine:
    """Return a decision of zen-engine, compiled beforehand."""
    package = import_module("zen")
    compiled = package.ZenDecisionContent(content)
    return _zen(package.ZenEngine().create_decision(compiled).evaluate, results)


def zen_from_text(content: str, results: Sequence[str]) -> Engine:
    """Return a decision of zen-engine, given its text as its manual does."""
    return _zen(import_module("zen").ZenEngine().create_decision(content).evaluate, results)


def _zen(
    evaluate: Callable[[Mapping[str, Native]], Mapping[str, Results]], results: Sequence[str]
) -> Engine:
    def run(answers: Mapping[str, Native]) -> Results:
        try:
            known = evaluate(answers)["result"]
        except RuntimeError as error:
            raise Refused(_reason(str(error))) from None
        return {name: known[name] for name in results}

    return run


def _reason(text: str) -> str:
    """Return the sentence of the engine without its trace."""
    try:
        return str(json.loads(text.partition("\n")[0])["source"])
    except (ValueError, KeyError):
        return text.partition("\n")[0]
