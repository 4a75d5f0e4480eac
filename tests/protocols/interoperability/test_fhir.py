"""The three FHIR resources: models of R4B accept them, and they say what the protocol says."""

import json
import re
import time
from dataclasses import replace

import pytest

from protocols.answers import from_json
from protocols.fhir import Circumstances, answers_resource, form_resource, plan_resource
from protocols.fhir_json import number
from protocols.load import shipped_library
from protocols.model import Kind, ProtocolStatus, Severity
from protocols.relevance import is_asked
from tests.protocols.interoperability.forms import as_json, extensions, ids, items

CORE = "http://hl7.org/fhir/StructureDefinition"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire"
UCUM = "http://unitsofmeasure.org"


def protocol_of(name):
    return shipped_library()[name]


def questionnaire(name):
    return as_json(form_resource(protocol_of(name)))


@pytest.mark.parametrize("name", ids())
def test_the_models_of_r4b_accept_the_three_resources(name):
    from fhir.resources.R4B.plandefinition import PlanDefinition
    from fhir.resources.R4B.questionnaire import Questionnaire
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

    protocol = protocol_of(name)
    known, unknown = (from_json(protocol, {"*": rest}) for rest in ("reassuring", "unknown"))
    act = Circumstances(
        authored="2026-11-23T12:03:00+01:00",
        sheet=("urn:ietf:rfc:3986", "urn:oid:2.25.1"),
        patient=("urn:oid:1.2.250.1.213.1.4.11", "288043523801466"),
        author=("urn:oid:1.2.250.1.71.4.2.1", "99900000417"),
    )
    made = (
        (Questionnaire, form_resource(protocol)),
        (PlanDefinition, plan_resource(protocol)),
        (QuestionnaireResponse, answers_resource(protocol, known, act)),
        (QuestionnaireResponse, answers_resource(protocol, unknown, Circumstances())),
    )
    for model, resource in made:
        text = json.dumps(resource)
        read = model.model_validate_json(text)
        assert json.loads(read.model_dump_json()) == json.loads(text), "nothing is lost on the way"


def test_a_resource_that_is_not_fhir_is_refused_by_the_models():
    from fhir.resources.R4B.questionnaire import Questionnaire

    broken = {**questionnaire("piqure_tique"), "status": 3, "unheard": "of"}
    with pytest.raises(ValueError, match="status"):
        Questionnaire.model_validate_json(json.dumps(broken))


@pytest.mark.parametrize("name", ids())
def test_every_question_a_red_flag_a_rule_or_a_product_needs_is_there_once(name):
    protocol = protocol_of(name)
    found = items(questionnaire(name))
    logic = protocol.logic
    needed = {read for key, reads in logic.reads.items() if key.startswith("#") for read in reads}
    for item in logic.book.items:
        if is_asked(item) and (item.counted or item.id in needed):
            assert found[item.id]["text"] == protocol.question(item.id).text
        if not is_asked(item):
            assert item.id not in found


@pytest.mark.parametrize("name", ids())
def test_every_choice_offers_unknown_and_every_number_its_unit_and_bounds(name):
    protocol = protocol_of(name)
    found = items(questionnaire(name))
    for question in protocol.questions:
        if question.id not in found:
            continue
        item = found[question.id]
        if question.kind is Kind.NUMBER:
            kind = "decimal" if question.decimals else "integer"
            assert item["type"] == kind and "answerOption" not in item
            units = extensions(item, f"{CORE}/questionnaire-unit")
            told = [(unit["system"], unit["code"]) for unit in units]
            assert told == ([(UCUM, question.unit)] if question.unit else [])
            assert extensions(item, f"{CORE}/minValue") == [number(question.minimum)]
            assert extensions(item, f"{CORE}/maxValue") == [number(question.maximum)]
            assert item["required"] is False, "a number may be unknown"
        else:
            codes = [one["valueCoding"]["code"] for one in item["answerOption"]]
            values = [one.value for one in question.choices] or ["yes", "no"]
            assert codes == [*values, "unknown"]
            shown = [one["valueCoding"]["display"] for one in item["answerOption"]]
            assert shown[-1] == "Ne sait pas" and len(set(shown)) == len(shown)


@pytest.mark.parametrize("name", ids())
def test_the_points_of_an_answer_are_those_of_its_class_and_unknown_is_never_zero(name):
    protocol = protocol_of(name)
    found = items(questionnaire(name))
    expected = {"R15": (100, 30), "R": (100, 30), "U": (30, 10), "M": (10, 3), "C": (3, 0)}
    seen = set()
    for item in protocol.logic.book.items:
        if item.id not in found or not item.counted:
            continue
        weights = {
            one["valueCoding"]["code"]: extensions(one["valueCoding"], f"{CORE}/itemWeight")
            for one in found[item.id]["answerOption"]
        }
        certain, unknown = expected[item.severity]
        assert weights == {"yes": [certain], "no": [0], "unknown": [unknown]}
        seen.add(item.severity)
    assert {Severity.R15, Severity.R} <= seen


@pytest.mark.parametrize("name", ids())
def test_the_plan_names_every_reason_with_its_sources_and_runs_nothing(name):
    protocol = protocol_of(name)
    plan = as_json(plan_resource(protocol))
    assert "Documentation seulement" in plan["description"]
    text = json.dumps(plan)
    assert '"condition"' not in text and "fhirpath" not in text.casefold()
    titles = [one["title"] for one in plan["action"]]
    assert titles[0] == "Appel au 15" and titles[-1].endswith("en pharmacie")
    told = {
        cause["id"]: cause
        for level in plan["action"]
        for part in level.get("action", ())
        for cause in part["action"]
    }
    book = protocol.logic.book
    expected = [item.id for item in book.items if item.counted and item.severity != "I"]
    expected += [rule.id for rule in book.rules] + [one.substance for one in book.products]
    assert [one for one in expected if one not in told] == []
    for rule in book.rules:
        labels = [one["label"] for one in told[rule.id]["documentation"]]
        assert labels == list(rule.sources)
        assert all(one["citation"] for one in told[rule.id]["documentation"])


def test_a_demonstration_is_a_draft_and_experimental_a_valid_protocol_is_active():
    protocol = protocol_of("piqure_tique")
    for status, expected in (
        (ProtocolStatus.DEMONSTRATION, ("draft", True)),
        (ProtocolStatus.DRAFT, ("draft", False)),
        (ProtocolStatus.REVIEW, ("draft", False)),
        (ProtocolStatus.VALID, ("active", False)),
        (ProtocolStatus.WITHDRAWN, ("retired", False)),
    ):
        for made in (form_resource, plan_resource):
            resource = made(replace(protocol, status=status))
            assert (resource["status"], resource["experimental"]) == expected


def test_a_resource_names_its_exact_protocol():
    protocol = protocol_of("douleur_pharyngee")
    for made in (form_resource, plan_resource):
        resource = made(protocol)
        assert resource["version"] == protocol.version
        assert resource["identifier"][0]["value"] == protocol.sha256
        assert resource["effectivePeriod"] == {
            "start": protocol.valid_from,
            "end": protocol.valid_to,
        }
    response = answers_resource(protocol, {}, Circumstances())
    assert response["questionnaire"] == f"{form_resource(protocol)['url']}|{protocol.version}"


@pytest.mark.parametrize("name", ids())
def test_the_export_of_one_protocol_takes_less_than_a_tenth_of_a_second(name):
    protocol = protocol_of(name)
    spent = []
    for _ in range(3):
        before = time.process_time()
        json.dumps([form_resource(protocol), plan_resource(protocol)])
        spent.append(time.process_time() - before)
    assert min(spent) < 0.1


@pytest.mark.parametrize("name", ids())
def test_the_same_protocol_gives_the_same_resources(name):
    protocol = protocol_of(name)
    assert json.dumps(form_resource(protocol)) == json.dumps(form_resource(protocol))


def test_no_variable_is_read_before_it_is_given():
    for name in ids():
        known = {"resource"}
        for one in questionnaire(name)["extension"]:
            variable = one["valueExpression"]
            read = set(re.findall(r"%(\w+)", variable["expression"]))
            assert read <= known, variable["name"]
            known.add(variable["name"])
        assert len(known) == len(questionnaire(name)["extension"]) + 1, "each has its own name"
