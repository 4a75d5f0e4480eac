"""Which patients change outcome from one version to another: all of them, and only them."""

import argparse
import json
from decimal import Decimal
from random import Random

import pytest

from app.cli.comparing import add_compare
from protocols.compare import compare
from protocols.diagram_space import Space
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Protocol
from protocols.witness import LEVELS, answers_to
from tests.protocols.proofs.samples import sample
from tests.protocols.proofs.test_verify_command import written
from tests.protocols.proofs.variants import changed

THROAT, FILE = "douleur_pharyngee", "douleur_pharyngee.yaml"
SAMPLES = 1500
NO_BETALACTAM = '      - {item: g_all_bl, when: "g_all_bl != aucune"}\n'

SLIPS = {
    "the fever of Mac Isaac": (FILE, ("a_temp > 38.0 Cel", "a_temp > 38.5 Cel")),
    "a red sign made lighter": (
        FILE,
        ("  - id: a_etat\n    class: R\n", "  - id: a_etat\n    class: M\n"),
    ),
    "a contraindication forgotten": (
        "catalogue.yaml",
        (NO_BETALACTAM + "      - {item: g_mtx}\n", NO_BETALACTAM),
    ),
}


def both(protocol: Protocol, other: Protocol, content: dict) -> tuple[Decision, Decision]:
    return tuple(evaluate(one, answers_to(one, content)) for one in (protocol, other))


def test_a_protocol_compared_with_itself_changes_nobody() -> None:
    protocol = shipped_library()["piqure_tique"]
    assert compare(protocol, protocol).same


def test_other_words_change_nobody() -> None:
    protocol = shipped_library()["piqure_tique"]
    reworded = changed(
        "piqure_tique", "piqure_tique.yaml", ("Regarder dos, cuisses, plis.", "Regarder le dos.")
    )
    found = compare(protocol, reworded)
    assert found.same
    assert found.before.sha256 != found.after.sha256


@pytest.mark.parametrize("slip", SLIPS)
def test_each_change_is_shown_by_a_patient_whose_decisions_differ(slip: str) -> None:
    protocol, other = shipped_library()[THROAT], changed(THROAT, *SLIPS[slip])
    found = compare(protocol, other)
    assert not found.same
    for change in found.changes:
        before, after = both(protocol, other, dict(change.patient.answers))
        assert change.count > 0
        assert before != after, change
        if change.part == "level":
            assert (change.before, change.after) == (LEVELS[before.level], LEVELS[after.level])


@pytest.mark.parametrize("slip", SLIPS)
def test_no_patient_changes_level_without_being_counted(slip: str) -> None:
    protocol, other = shipped_library()[THROAT], changed(THROAT, *SLIPS[slip])
    listed = {
        (one.before, one.after) for one in compare(protocol, other).changes if one.part == "level"
    }
    space, random, seen = Space([protocol, other]), Random(slip), set()  # noqa: S311
    for _ in range(SAMPLES):
        _, answers = sample(space, random)
        levels = tuple(LEVELS[evaluate(one, answers).level] for one in (protocol, other))
        if levels[0] != levels[1]:
            seen.add(levels)
    assert seen <= listed


def test_a_lower_cap_changes_the_heavy_children_only() -> None:
    caps = ("maximum_dose: 1000, maximum_day: 2000", "maximum_dose: 900, maximum_day: 1800")
    protocol, other = shipped_library()[THROAT], changed(THROAT, "catalogue.yaml", caps)
    (change,) = compare(protocol, other).changes
    assert change.part == "treatment amoxicilline"
    before, after = both(protocol, other, dict(change.patient.answers))
    assert [t.dose for t in before.treatments] != [t.dose for t in after.treatments]
    lighter = {**change.patient.answers, "g_poids": Decimal(36)}
    before, after = both(protocol, other, lighter)
    assert before == after


def test_a_question_added_is_named_and_its_patients_are_shown() -> None:
    text = "  - id: t_neuf\n    class: M\n    text: Est-ce nouveau ?\n    label: Nouveau signe\n    sources: [X]\n"
    protocol = shipped_library()["piqure_tique"]
    other = changed(
        "piqure_tique", "piqure_tique.yaml", ("  - id: t_tete\n", f"{text}  - id: t_tete\n")
    )
    found = compare(protocol, other)
    assert (found.added, found.removed) == (("t_neuf",), ())
    shown = {(one.part, one.before, one.after): one.patient.sentence for one in found.changes}
    assert "Nouveau signe" in shown["level", "pharmacie", "médecin sous 48 heures"]
    assert compare(other, protocol).removed == ("t_neuf",)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_compare(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["compare", *words])
    return int(arguments.run(arguments))


def test_the_command_tells_the_patients_and_exits_with_a_finding(tmp_path, capsys) -> None:
    path = written(
        tmp_path, "piqure_tique", "piqure_tique.yaml", ("[t_em, t_em_multi]", "[t_em, t_esc]")
    )
    assert run("piqure_tique", path) == 1
    assert "médecin le jour même avant" in capsys.readouterr().out
    assert run("piqure_tique", path, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["same"] is False
    assert told["changes"][0]["patient"]["answers"]
    assert run("piqure_tique", "piqure_tique") == 0
    assert "aucun patient ne change" in capsys.readouterr().out


def test_the_command_refuses_what_it_cannot_open(tmp_path, capsys) -> None:
    assert run("piqure_tique", str(tmp_path / "absent.yaml")) == 2
    assert "ne s’ouvre pas" in capsys.readouterr().err
