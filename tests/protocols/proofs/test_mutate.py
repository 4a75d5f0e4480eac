"""Slips of the pen: all of them made, those that change nobody set apart, the others noticed."""

import argparse
import json
from dataclasses import replace

import pytest

from app.cli.mutating import add_mutate
from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.expression import AllOf, AnyOf, Compare, Known, OneOf, Operator, Opposite, Several
from protocols.load import shipped_library
from protocols.model import Expectation, Protocol, Vignette
from protocols.mutate import mutate
from protocols.mutate_book import everything, mutants, own
from protocols.mutate_expressions import Slips
from protocols.mutate_proposals import KEYS, Proposal

TICK = "piqure_tique"


def tick() -> Protocol:
    return shipped_library()[TICK]


def stated(protocol: Protocol, proposal: Proposal) -> Vignette:
    """Return the proposed patient, its outcome written as the committee would."""
    decision = evaluate(protocol, from_json(protocol, proposal.patient.answers))
    expect = Expectation(
        level=decision.level,
        points=(decision.points.minimum, decision.points.maximum),
        teleconsultation="yes" if decision.teleconsultation else "no",
        route=decision.route,
        flags=decision.flags,
        scores={one.id: (one.minimum, one.maximum) for one in decision.scores},
        treatments=tuple(one.substance for one in decision.treatments),
        doses={one.substance: one.dose for one in decision.treatments},
    )
    return Vignette(proposal.patient.patient, proposal.patient.answers, expect)


def test_every_part_of_a_condition_slips_once() -> None:
    condition = AllOf((Known("a"), AnyOf((Known("b"), Opposite(Known("c"))))))
    said = [one for _, one in Slips({}).of(condition)]
    assert len(said) == len(set(said))
    assert set(said) == {
        AnyOf(condition.parts),
        AnyOf((Known("b"), Opposite(Known("c")))),
        Known("a"),
        AllOf((Opposite(Known("a")), condition.parts[1])),
        AllOf((Known("a"), AllOf((Known("b"), Opposite(Known("c")))))),
        AllOf((Known("a"), Opposite(Known("c")))),
        AllOf((Known("a"), Known("b"))),
        AllOf((Known("a"), AnyOf((Opposite(Known("b")), Opposite(Known("c")))))),
        AllOf((Known("a"), AnyOf((Known("b"), Known("c"))))),
    }


def test_thresholds_move_by_one_step_and_signs_turn_over() -> None:
    one = Compare("x", Operator.AT_LEAST, 380)
    assert {slip for _, slip in Slips({}).of(one)} == {
        Compare("x", Operator.AT_LEAST, 379),
        Compare("x", Operator.AT_LEAST, 381),
        Compare("x", Operator.LESS, 380),
    }


def test_choices_lose_each_of_their_values_and_counts_move() -> None:
    choice = OneOf("x", ("a", "b"))
    assert {one for _, one in Slips({}).of(choice)} == {
        OneOf("x", ("a",)),
        OneOf("x", ("b",)),
        Opposite(choice),
    }
    several = Several(2, (Known("a"), Known("b"), Known("c")))
    counts = {one.count for _, one in Slips({}).of(several) if isinstance(one, Several)}
    assert counts == {1, 2, 3}


@pytest.mark.parametrize("protocol_id", sorted(shipped_library()))
def test_every_slip_of_a_protocol_is_told_once_and_changes_the_rulebook(protocol_id: str) -> None:
    book = shipped_library()[protocol_id].logic.book
    found = list(mutants(book))
    assert len({one.slip for one in found}) == len(found)
    assert all(one.book != book for one in found)
    assert len(list(mutants(book, everything))) > len(found)


def test_the_gate_is_left_alone_unless_asked() -> None:
    assert own("t_em")
    assert not own("g_news")
    assert not any("g_v_temp, classe" in one.slip for one in mutants(tick().logic.book))


def test_the_patients_proposed_notice_every_slip_left() -> None:
    protocol = replace(tick(), vignettes=tick().vignettes[:6])
    report = mutate(protocol)
    assert report.survivors
    judged = report.killed + report.equivalent + report.only_words + len(report.survivors)
    assert judged == report.total
    told = {slip for one in report.proposals for slip in one.slips}
    assert told == set(report.survivors)
    more = tuple(stated(protocol, one) for one in report.proposals)
    after = mutate(replace(protocol, vignettes=(*protocol.vignettes, *more)))
    assert after.survivors == ()
    assert after.equivalent == report.equivalent > 0
    assert {key for one in report.proposals for key in one.keys} <= set(KEYS)


def test_an_example_patient_that_is_already_wrong_notices_nothing() -> None:
    wrong = replace(
        tick().vignettes[0], expect=replace(tick().vignettes[0].expect, points=(77, 77))
    )
    protocol = replace(tick(), vignettes=(wrong,))
    assert mutate(protocol, lambda name: name == "t_em").by_vignettes == 0


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_mutate(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["mutate", *words])
    return int(arguments.run(arguments))


def test_the_command_counts_the_slips_and_proposes_patients(capsys) -> None:
    code = run(TICK, "--json")
    told = json.loads(capsys.readouterr().out)
    assert code == (1 if told["survivors"] else 0)
    left = told["equivalent"] + told["only_words"] + len(told["survivors"])
    assert told["killed"] == told["total"] - left
    assert run("nope") == 2


def test_the_command_writes_patients_without_their_outcome(capsys) -> None:
    if run(TICK) == 1:
        said = capsys.readouterr().out
        assert "expect: {level: }" in said
        assert "sans regarder le résultat" in said
