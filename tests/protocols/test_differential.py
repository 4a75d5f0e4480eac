"""The compiled engine against a straightforward reading of the same files, unknowns included."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Protocol
from tests.protocols.answer_sets import answer_set
from tests.protocols.interpreter import Interpreter

WHOLE, SAMPLE = 100_000, 1_000
IDS = sorted(shipped_library())


def as_the_interpreter_says(protocol: Protocol, decision: Decision) -> dict[str, object]:
    rules = {rule.id for rule in protocol.logic.book.rules}
    points = decision.points
    return {
        "level": decision.level.name,
        "points": (points.minimum, points.maximum, points.used),
        "flags": sorted(decision.flags),
        "rules": sorted(one.id for one in decision.rules if one.id in rules),
        "scores": {one.id: (one.minimum, one.maximum) for one in decision.scores},
        "treatments": [
            (one.substance, one.dose.replace("\u00a0", " ")) for one in decision.treatments
        ],
        "teleconsultation": decision.teleconsultation,
    }


def said(expected: Mapping[str, Any]) -> dict[str, object]:
    offered = [(name, dose.replace("\u00a0", " ")) for name, dose in expected["treatments"]]
    return {**expected, "treatments": offered}


@pytest.mark.faults
@pytest.mark.parametrize("protocol_id", IDS)
def test_the_engine_agrees_with_an_independent_reading_of_the_files(
    protocol_id: str, full_faults: bool
) -> None:
    protocol, interpreter = shipped_library()[protocol_id], Interpreter(protocol_id)
    random = Random(f"differential {protocol_id}")  # noqa: S311 - the same sets each time
    seen = set()
    for _ in range(WHOLE if full_faults else SAMPLE):
        answers = answer_set(protocol, random)
        decision = as_the_interpreter_says(protocol, evaluate(protocol, answers))
        assert decision == said(interpreter.decide(answers)), answers
        seen.add(decision["level"])
    assert {"PHARMACY", "SAMU_15"} < seen  # from home to the emergency call
