"""The bounds of the scores: computed by FHIRPath elsewhere, they are those of the engine."""

from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.encode import encode
from protocols.evaluate import evaluate
from protocols.fhir_answers import asked_answers, score_bounds
from protocols.load import shipped_library
from protocols.relevance import relevant_places
from tests.protocols.answer_sets import answer_set, dice
from tests.protocols.interoperability.forms import form, ids

SORE = {"a_temp": Decimal("38.4"), "a_toux": "no", "a_gang": "yes", "a_amyg": "yes"}
ADULT = {"g_age": Decimal(22), "g_sexe": "F", "g_gross": "no"}


def some_answers(protocol, count):
    """Return sets of answers under the names of the questions asked, extremes included."""
    random = dice(f"fhir {protocol.id}")
    sets = [answer_set(protocol, random) for _ in range(count)]
    sets += [{}, from_json(protocol, {"*": "unknown"}), from_json(protocol, {"*": "reassuring"})]
    return [asked_answers(protocol, one) for one in sets]


@pytest.mark.parametrize("name", ids())
def test_fhirpath_gives_the_bounds_of_the_engine(name):
    protocol = shipped_library()[name]
    for answers in some_answers(protocol, 2):
        expected = {one.id: (one.least, one.most) for one in score_bounds(protocol, answers)}
        assert form(name).bounds(answers) == expected


@pytest.mark.parametrize("name", ids())
def test_the_bounds_hold_the_score_the_decision_shows(name):
    protocol = shipped_library()[name]
    for answers in some_answers(protocol, 20):
        bounds = {one.id: (one.least, one.most) for one in score_bounds(protocol, answers)}
        for shown in evaluate(protocol, answers).scores:
            least, most = bounds[shown.id]
            assert least <= shown.minimum <= shown.maximum <= most
            if shown.complete:
                assert (least, most) == (shown.minimum, shown.maximum)


def test_mac_isaac_is_known_when_everything_is_and_a_range_when_one_answer_is_not():
    def mac_isaac(**changes):
        return form("douleur_pharyngee").bounds({**ADULT, **SORE, **changes})["mac_isaac"]

    assert mac_isaac() == (4, 4)
    assert mac_isaac(a_gang="unknown") == (3, 4)
    assert mac_isaac(a_gang="no") == (3, 3)
    assert mac_isaac(a_toux="yes", a_gang="unknown") == (2, 3)
    assert mac_isaac(g_age=Decimal(50)) == (3, 3)
    assert mac_isaac(g_age=Decimal(10)) == (5, 5)


def test_an_unknown_fact_that_takes_a_point_away_lowers_the_least_and_not_the_most():
    answers = {**SORE, "g_age": "unknown"}
    assert form("douleur_pharyngee").bounds(answers)["mac_isaac"] == (3, 5)


def test_nothing_answered_leaves_every_score_open_never_at_zero():
    for name in ids():
        protocol = shipped_library()[name]
        scales = {one.id: (one.low, one.high) for one in protocol.logic.book.scores}
        for score, (least, most) in form(name).bounds({}).items():
            low, high = scales[score]
            assert least <= 0 and most > 0 and least < most, score
            assert low <= least and most <= high, score


def test_a_measure_not_taken_is_not_a_measure_that_is_normal():
    taken = {"g_fr": Decimal(16), "g_spo2": Decimal(98), "g_pas": Decimal(125)}
    rest = {"g_fc": Decimal(75), "g_temp": Decimal("37.0"), "g_consc": "alerte", "g_o2": "no"}
    news = form("piqure_tique").bounds
    assert news({**ADULT, **taken, **rest})["g_news"] == (0, 0)
    assert news({**ADULT, **taken, **rest, "g_o2": "unknown"})["g_news"] == (0, 2)
    assert news({**ADULT, **rest})["g_news"][1] >= 3 + 3 + 3
    assert "g_news" not in news({**ADULT, "g_age": Decimal(12)})


@pytest.mark.parametrize("name", ids())
def test_the_form_never_hides_a_question_the_station_asks(name):
    protocol = shipped_library()[name]
    made = form(name)
    for answers in some_answers(protocol, 1):
        state = protocol.logic.decide(encode(protocol, answers))
        asked = [
            protocol.questions[place].id for place in relevant_places(protocol, answers, state)
        ]
        response = made.respond(answers)
        hidden = [link for link in asked if not made.is_asked(response, link)]
        assert hidden == []


def test_a_question_without_object_is_hidden():
    made = form("douleur_pharyngee")
    child, adult = ({**ADULT, "g_age": Decimal(age)} for age in (9, 40))
    assert made.is_asked(made.respond(child), "a_dig")
    assert not made.is_asked(made.respond(adult), "a_dig")
    for said, shown in (("yes", True), ("no", False), ("unknown", False)):
        assert made.is_asked(made.respond({**adult, "g_meds": said}), "g_mtx") is shown
    for said, shown in (("yes", True), ("no", False), ("unknown", True)):
        assert made.is_asked(made.respond({**adult, "g_urg": said}), "g_urg_signe") is shown


def test_every_expression_of_every_form_runs():
    for name in ids():
        made = form(name)
        response = made.respond({})
        for link, item in made.items.items():
            if item["type"] not in {"group", "display"} and "." not in link:
                assert made.is_asked(response, link) in {True, False}
