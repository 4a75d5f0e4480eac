"""NEWS2 is not validated in pregnancy: it may still raise the level, and says so."""

from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Level

LIBRARY = shipped_library()
ALL = pytest.mark.parametrize("protocol", LIBRARY.values(), ids=list(LIBRARY))
COLD = {"g_temp": Decimal(35), "*": "reassuring"}
CAUTION = "non validé pendant la grossesse"


def news(protocol, answers):
    decision = evaluate(protocol, from_json(protocol, answers))
    found = [one for one in decision.scores if one.id == "g_news"]
    return decision, found[0].label if found else ""


@ALL
@pytest.mark.parametrize("pregnant", ["yes", "unknown"])
def test_a_pregnant_woman_is_never_less_urgent_for_her_measures(protocol, pregnant):
    usual, label = news(protocol, COLD)
    decision, cautious = news(protocol, {**COLD, "g_gross": pregnant})
    assert decision.level >= usual.level >= Level.DOCTOR_SAME_DAY
    assert "g_v_news" in {rule.id for rule in decision.rules}
    assert CAUTION in cautious
    assert label == "NEWS2"


def test_the_caution_is_said_while_pregnancy_was_not_asked_and_never_to_a_man():
    tick = LIBRARY["piqure_tique"]
    adult = {"g_age": Decimal(30), "g_temp": Decimal(37)}
    assert CAUTION in news(tick, {**adult, "g_sexe": "F"})[1]
    assert news(tick, {**adult, "g_sexe": "M"})[1] == "NEWS2"
    assert news(tick, {**adult, "g_sexe": "F", "g_age": Decimal(70)})[1] == "NEWS2"


def test_no_news2_before_16_years():
    assert news(LIBRARY["piqure_tique"], {**COLD, "g_age": 15})[1] == ""
