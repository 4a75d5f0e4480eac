"""The call to the 15: the official order, filled with what is known, the rest left to say."""

from dataclasses import replace
from types import MappingProxyType

from app.encounter.model import Encounter
from tests.ui.scenes import CALL_STEPS, a_grave_visit, a_reading, some_measures
from ui.call_script import script
from ui.emergency_words import call_sentences, needs_sign, sign_words, waiting_advice
from ui.journey import signs


def said(visit: Encounter) -> list[str]:
    return ["".join(pieces) for pieces in call_sentences(visit)]


def with_sign(sign: str) -> Encounter:
    return a_grave_visit(answers=MappingProxyType({"g_urg": "yes", "g_urg_signe": sign}))


def test_the_order_is_that_of_the_protocol() -> None:
    assert len(said(a_grave_visit())) == len(CALL_STEPS)
    assert said(a_grave_visit())[-1] == CALL_STEPS[-1]


def test_what_is_known_takes_the_place_of_its_gap() -> None:
    first, address, who, *_ = said(a_grave_visit())
    assert "Marchetti" in first
    assert "pharmacienne à Pharmacie" in first
    assert "[" not in first
    assert "35" in address and "[" not in address
    assert "une femme de 38 ans, [conscient(e) / inconscient(e)]" in who.replace("\u00a0", " ")


def test_what_is_not_known_is_named_and_never_guessed() -> None:
    unknown = said(replace(a_grave_visit(), patient=None, measures=MappingProxyType({})))
    assert "[une femme / un homme] de [âge]" in unknown[2]
    assert "fréquence respiratoire [à mesurer], SpO2 [à mesurer], pouls" in unknown[4]


def test_a_measure_taken_fills_its_place_and_no_other() -> None:
    sentence = said(replace(a_grave_visit(), measures=some_measures()))[4]
    assert "température 38,4" in sentence
    assert "tension [à mesurer]" in sentence
    assert "SpO2 [à mesurer]" in sentence


def test_the_sign_chosen_gives_its_sentence_and_its_conduct_first() -> None:
    visit = with_sign("conscience")
    assert said(visit)[3] == "«\u00a0Elle est confuse depuis [heure].\u00a0» Dites depuis quand."
    assert waiting_advice(visit)[0] == "Sur le côté."
    assert sign_words(visit) == "Trouble de la conscience ou convulsion"
    assert not needs_sign(visit)


def test_until_a_sign_is_chosen_no_script_is_taken_for_it() -> None:
    assert needs_sign(a_grave_visit())
    assert script(a_grave_visit()) is None
    assert "[signe qui a déclenché]" in said(a_grave_visit())[3]


def test_which_sign_it_is_has_no_row_among_the_signs() -> None:
    assert "g_urg_signe" not in {one.id for one in signs(a_grave_visit())}


def test_a_reading_in_doubt_is_not_said() -> None:
    doubtful = some_measures()
    assert a_reading(next(iter(doubtful)), temperature="38.4").values
    assert "98" not in said(replace(a_grave_visit(), measures=doubtful))[4]
