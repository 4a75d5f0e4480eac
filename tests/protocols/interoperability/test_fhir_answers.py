"""The answers as a QuestionnaireResponse: read back, they lead to the same decision."""

from decimal import Decimal

import pytest

from protocols.evaluate import evaluate
from protocols.fhir import Circumstances, answers_resource
from protocols.fhir_answers import asked_answers
from protocols.load import shipped_library
from protocols.model import Kind
from protocols.refusals import AnswerError
from tests.protocols.answer_sets import answer_set, dice
from tests.protocols.interoperability.forms import as_json, extensions, form, ids, items

THROAT = shipped_library()["douleur_pharyngee"]
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


def respond(protocol, answers):
    return as_json(answers_resource(protocol, answers, Circumstances()))


def read_back(protocol, response):
    """Return the answers a reader of FHIR finds in a response."""
    found = {}
    for link, item in items(response).items():
        if "." in link or link not in protocol.logic.positions:
            continue
        question = protocol.question(link)
        if "answer" not in item:
            assert extensions(item, ABSENT) == ["unknown"]
            found[link] = "unknown"
        elif question.kind is Kind.NUMBER:
            [value] = item["answer"][0].values()
            found[link] = Decimal(str(value)).quantize(Decimal(1).scaleb(-question.decimals))
        else:
            found[link] = item["answer"][0]["valueCoding"]["code"]
    return found


def said_once(protocol, answers, random):
    """Return the answers without the second of two answers to one fact."""
    found = dict(answers)
    for item in protocol.logic.book.items:
        if item.id in found and item.twin in found:
            del found[random.choice((item.id, item.twin))]
    return found


@pytest.mark.parametrize("name", ids())
def test_answers_read_back_lead_to_the_same_decision(name):
    protocol = shipped_library()[name]
    random = dice(f"answers {name}")
    for _ in range(40):
        answers = said_once(protocol, answer_set(protocol, random), random)
        asked = asked_answers(protocol, answers)
        back = read_back(protocol, respond(protocol, answers))
        assert back == asked
        before, after = evaluate(protocol, answers), evaluate(protocol, back)
        assert (after.level, after.points, after.rules) == (
            before.level,
            before.points,
            before.rules,
        )
        assert (after.treatments, after.flags) == (before.treatments, before.flags)


@pytest.mark.parametrize("name", ids())
def test_a_response_follows_the_layout_of_its_questionnaire(name):
    protocol = shipped_library()[name]
    answers = answer_set(protocol, dice(f"layout {name}"))
    for group in respond(protocol, answers)["item"]:
        asked = form(name).items[group["linkId"]]
        assert asked["type"] == "group" and asked["text"] == group["text"]
        order = [one["linkId"] for one in asked["item"]]
        given = [one["linkId"] for one in group["item"]]
        assert given == [link for link in order if link in set(given)]


def test_a_fact_asked_under_another_name_is_answered_there():
    response = items(respond(THROAT, {"g_temp": Decimal("38.4"), "g_atb": "yes"}))
    assert response["a_temp"]["answer"] == [{"valueDecimal": 38.4}]
    assert response["a_atb"]["answer"][0]["valueCoding"]["code"] == "yes"
    assert "g_temp" not in response and "g_atb" not in response


def test_a_detail_never_asked_leaves_its_yes_to_its_fact():
    headache = shipped_library()["cephalee"]
    for said, told in (("yes", "yes"), ("no", None), ("unknown", None)):
        response = items(respond(headache, {"g_avk": said}))
        assert "g_avk" not in response
        given = response.get("g_ac", {}).get("answer", [{}])[0].get("valueCoding", {})
        assert given.get("code") == told


def test_of_two_answers_to_one_fact_the_worse_is_told():
    for own, other, told in (
        ("no", "yes", "yes"),
        ("unknown", "no", "unknown"),
        ("no", "no", "no"),
    ):
        response = items(respond(THROAT, {"a_atb": own, "g_atb": other}))
        assert response["a_atb"]["answer"][0]["valueCoding"]["code"] == told


def test_an_unknown_number_says_that_it_is_unknown_and_has_no_value():
    response = items(respond(THROAT, {"a_temp": "unknown"}))
    assert "answer" not in response["a_temp"]
    assert extensions(response["a_temp"], ABSENT) == ["unknown"]


def test_the_bounds_of_the_scores_travel_with_the_answers():
    response = items(respond(THROAT, {"g_age": Decimal(22), "a_toux": "no", "a_gang": "unknown"}))
    least, most = (response[f"mac_isaac.{end}"]["answer"] for end in ("min", "max"))
    assert (least, most) == ([{"valueInteger": 1}], [{"valueInteger": 4}])


def test_nothing_known_of_the_act_leaves_no_empty_field():
    response = respond(THROAT, {})
    assert not {"subject", "author", "authored", "identifier"} & response.keys()


@pytest.mark.parametrize("answers", [{"nope": "yes"}, {"a_toux": "maybe"}, {"a_temp": Decimal(99)}])
def test_an_answer_that_does_not_belong_is_refused(answers):
    with pytest.raises(AnswerError):
        answers_resource(THROAT, answers, Circumstances())
