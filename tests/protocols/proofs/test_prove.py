"""What is proved of the shipped protocols, and what a broken promise looks like."""

import pytest

from protocols.answers import from_json
from protocols.diagram_space import Space
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Protocol
from protocols.prove import PROPERTIES, Obligation, prove
from protocols.terms import Level
from tests.protocols.proofs.synthetic import protocol_of
from tests.protocols.proofs.variants import changed

PROTOCOLS = tuple(shipped_library().values())
MAXIMUM_DRAWN = 100_000
"""Nodes of the whole decision of a shipped protocol: a quarter of the place allowed."""

THROAT = ("douleur_pharyngee", "douleur_pharyngee.yaml")


def broken(protocol: Protocol) -> list[Obligation]:
    return [one for one in prove(protocol).obligations if not one.holds]


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=[one.id for one in PROTOCOLS])
def test_a_shipped_protocol_keeps_its_promises(protocol: Protocol) -> None:
    report = prove(protocol)
    assert {one.id for one in report.obligations} == {one.id for one in PROPERTIES}
    assert [(one.id, one.subject) for one in report.obligations if not one.holds] == []


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=[one.id for one in PROTOCOLS])
def test_a_shipped_protocol_is_drawn_in_a_small_space(protocol: Protocol) -> None:
    space = Space([protocol])
    space.outcome(protocol.logic)
    assert len(space.diagrams) < MAXIMUM_DRAWN


def test_the_same_bytes_give_the_same_report() -> None:
    protocol = shipped_library()["piqure_tique"]
    assert prove(protocol) == prove(protocol)
    assert prove(protocol).sha256 == protocol.sha256


def test_sixty_questions_more_are_proved_in_the_same_space() -> None:
    protocol = protocol_of(60)
    space = Space([protocol])
    space.outcome(protocol.logic)
    assert len(space.diagrams) < 2 * MAXIMUM_DRAWN


def test_an_unknown_red_sign_that_counts_as_no_is_shown_by_a_patient() -> None:
    protocol = changed(
        *THROAT, ("  - id: a_ce\n    class: R\n", "  - id: a_ce\n    class: R\n    assume: no\n")
    )
    found = next(one for one in broken(protocol) if one.id == "unknown_signs")
    assert found.subject.endswith("(a_ce)")
    assert found.count > 0
    assert found.witness is not None
    answers = from_json(protocol, found.witness.answers)
    assert answers["a_ce"] == "unknown"
    assert evaluate(protocol, answers).level < Level.DOCTOR_SAME_DAY
    label = protocol.question("a_ce").label
    assert found.witness.sentence == (
        f"Femme de 30\u00a0ans, {label}\u00a0: ne sait pas, le reste est rassurant\u00a0: pharmacie."
    )


def test_the_patient_shown_has_no_answer_too_many() -> None:
    protocol = changed(
        *THROAT, ('auto: "a_temp > a_limite_fievre"', 'auto: "a_temp < a_limite_fievre"')
    )
    found = next(one for one in broken(protocol) if one.subject.endswith("(a_temp)"))
    assert found.witness is not None
    assert set(found.witness.answers) == {"*", "a_temp"}
    assert ", mais " in found.witness.sentence


def test_something_that_never_happens_has_no_patient() -> None:
    protocol = changed(*THROAT, ('when: "g_age < 3 a"', 'when: "g_age < 3 a and g_age > 9 a"'))
    found = next(one for one in broken(protocol) if one.id == "live_rules")
    assert (found.witness, found.count) == (None, 0)


def test_a_contraindication_that_its_question_does_not_reach_is_found() -> None:
    assumed = "    concept: insuffisance_renale\n    assume: no\n"
    protocol = changed(THROAT[0], "gate.yaml", ("    concept: insuffisance_renale\n", assumed))
    found = [one for one in broken(protocol) if one.id == "contraindications"]
    assert {one.subject.rpartition("(")[2] for one in found} == {"g_rein)"}
