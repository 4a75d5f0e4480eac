"""The diagrams say what the engine says, on every part of a decision."""

from random import Random

import pytest

from protocols.diagram_parts import Parts, printed_points
from protocols.diagram_space import Space
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Protocol
from protocols.terms import Flag
from tests.protocols.proofs.samples import sample

WHOLE, TENTH = 20_000, 2_000
PROTOCOLS = tuple(shipped_library().values())


def drawn(space: Space, protocol: Protocol) -> dict[str, int]:
    outcome = space.outcome(protocol.logic)
    parts = Parts(outcome, [action.text for action in protocol.actions])
    return {**dict(parts.all()), **printed_points(outcome)}


def as_drawn(said: dict[str, object]) -> dict[str, object]:
    offered = {
        name[10:]: told for name, told in said.items() if name.startswith("treatment ") and told
    }
    return {
        "level": said["level"],
        "branch": said["branch"],
        "points": (said["used"], said["least"], said["most"]),
        "teleconsultation": said["teleconsultation"],
        "route": said["route"],
        "flags": tuple(flag for flag in Flag if said.get(f"flag {flag}")),
        "actions": {
            name[7:] for name, holds in said.items() if name.startswith("action ") and holds
        },
        "scores": {name[6:]: b for name, b in said.items() if name.startswith("score ") and b},
        "treatments": {name: told[1:6:2] for name, told in offered.items()},
        "doses": {name: told[0] for name, told in offered.items() if told[6] is None},
    }


def as_decided(decision: Decision, drawn_doses: object) -> dict[str, object]:
    points = decision.points
    assert isinstance(drawn_doses, dict)
    return {
        "level": decision.level,
        "branch": decision.branch,
        "points": (points.used, points.minimum, points.maximum),
        "teleconsultation": decision.teleconsultation,
        "route": (decision.route, decision.recipient),
        "flags": decision.flags,
        "actions": {action.text for action in decision.actions},
        "scores": {one.id: (one.minimum, one.maximum) for one in decision.scores},
        "treatments": {t.substance: (t.times, t.max_days, t.form) for t in decision.treatments},
        "doses": {t.substance: t.dose for t in decision.treatments if t.substance in drawn_doses},
    }


@pytest.mark.faults
@pytest.mark.parametrize("protocol", PROTOCOLS, ids=[one.id for one in PROTOCOLS])
def test_a_diagram_and_the_engine_decide_the_same(protocol: Protocol, full_faults: bool) -> None:
    space = Space([protocol])
    random = Random(f"agreement {protocol.id}")  # noqa: S311 - the same answer sets each time
    parts = drawn(space, protocol)
    levels = set()
    for _ in range(WHOLE if full_faults else TENTH):
        places, answers = sample(space, random)
        said = as_drawn({name: space.diagrams.at(one, places) for name, one in parts.items()})
        decision = evaluate(protocol, answers)
        assert said == as_decided(decision, said["doses"]), answers
        levels.add(decision.level.name)
    assert {"PHARMACY", "DOCTOR_SAME_DAY", "EMERGENCY", "SAMU_15"} <= levels
