"""``osys protocols fhir``, ``form``, ``picture``: files written whole, refusals in one sentence."""

import argparse
import json

import pytest

from app.cli.interop import add_interop
from app.exchange.paper.archival import is_archivable

TICK = "piqure_tique"


@pytest.fixture
def command(capsys):
    def run(*words):
        parser = argparse.ArgumentParser()
        add_interop(parser.add_subparsers(required=True))
        arguments = parser.parse_args([str(word) for word in words])
        return arguments.run(arguments), *capsys.readouterr()

    return run


def test_fhir_writes_the_resources_of_a_protocol(command, tmp_path):
    code, out, err = command("fhir", TICK, "--out", tmp_path / "new")
    assert (code, err) == (0, "")
    kinds = {"questionnaire": "Questionnaire", "plan": "PlanDefinition"}
    for name, kind in kinds.items():
        path = tmp_path / "new" / f"{TICK}.{name}.json"
        assert json.loads(path.read_text("utf-8"))["resourceType"] == kind
        assert str(path) in out
    assert len(list((tmp_path / "new").iterdir())) == len(kinds)


def test_fhir_writes_the_answers_of_a_file(command, tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text('{"t_em": "yes", "g_temp": 38.4, "*": "reassuring"}', "utf-8")
    assert command("fhir", TICK, "--out", tmp_path, "--answers", answers)[0] == 0
    told = json.loads((tmp_path / f"{TICK}.reponses.json").read_text("utf-8"))
    assert told["resourceType"] == "QuestionnaireResponse"
    assert '"valueDecimal": 38.4' in json.dumps(told)


def test_form_writes_an_archivable_file(command, tmp_path):
    assert command("form", TICK, "--out", tmp_path / "tick.pdf")[0] == 0
    assert is_archivable((tmp_path / "tick.pdf").read_bytes())


def test_picture_writes_a_picture(command, tmp_path):
    assert command("picture", TICK, "--out", tmp_path / "tick.svg")[0] == 0
    assert (tmp_path / "tick.svg").read_text("utf-8").startswith("<svg ")


@pytest.mark.parametrize("words", [("fhir",), ("form",), ("picture",)])
@pytest.mark.parametrize("name", ["nope", "absent.yaml"])
def test_a_protocol_that_is_not_there_is_refused(command, tmp_path, words, name):
    code, out, err = command(*words, name, "--out", tmp_path / "there")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("fhir",), ("form",), ("picture",)])
def test_a_place_that_cannot_be_written_is_refused(command, tmp_path, words):
    (tmp_path / "file").write_text("", "utf-8")
    code, out, err = command(*words, TICK, "--out", tmp_path / "file" / "below")
    assert (code, out) == (2, "")
    assert "ne peut pas être écrit" in err


@pytest.mark.parametrize(
    "content",
    ["[1]", "{", '{"t_em": "yes", "t_em": "no"}', '{"nope": 1}', '{"g_temp": NaN}', '{"t_em": 3}'],
)
def test_answers_that_are_not_answers_are_refused(command, tmp_path, content):
    answers = tmp_path / "answers.json"
    answers.write_text(content, "utf-8")
    code, out, err = command("fhir", TICK, "--out", tmp_path / "out", "--answers", answers)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert not (tmp_path / "out").exists()
