from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.answers import AnswerError, from_json, parse_answer
from protocols.evaluate import evaluate
from protocols.load import shipped_library

TICK = shipped_library()["piqure_tique"]
THROAT = shipped_library()["douleur_pharyngee"]


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("a_temp", "38,5", Decimal("38.5")),
        ("a_temp", "38.5", Decimal("38.5")),
        ("a_temp", " 38 ", Decimal("38.0")),
        ("a_temp", "38,50", Decimal("38.5")),
        ("a_temp", "unknown", "unknown"),
        ("g_poids", "65,25", Decimal("65.25")),
        ("g_age", "30", Decimal(30)),
        ("g_age", "30.0", Decimal(30)),
        ("a_toux", "yes", "yes"),
        ("a_toux", "no", "no"),
        ("a_toux", "unknown", "unknown"),
        ("a_trod", "positif", "positif"),
        ("a_trod", "unknown", "unknown"),
        ("g_sexe", "F", "F"),
    ],
)
def test_what_is_typed_is_read(name, raw, value):
    answer = parse_answer(THROAT.question(name), raw)
    assert answer == value
    assert str(answer) == str(value)


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a_temp", "385", "entre 30,0 et 44,0 °C"),
        ("a_temp", "29,9", "entre 30,0 et 44,0 °C"),
        ("a_temp", "3,85", "entre 30,0 et 44,0 °C"),
        ("a_temp", "38,55", "une décimale"),
        ("a_temp", "38,5,5", "entre 30,0 et 44,0 °C"),
        ("a_temp", "trente-huit", "Écrivez un nombre"),
        ("a_temp", "1e2", "Écrivez un nombre"),
        ("a_temp", "NaN", "Écrivez un nombre"),
        ("a_temp", "", "Écrivez un nombre"),
        ("a_temp", "٣٨", "entre"),
        ("g_age", "30,5", "un nombre entier"),
        ("g_age", "-1", "entre 0 et 120 ans"),
        ("g_poids", "10,123", "2 décimales"),
        ("a_toux", "oui", "yes, no, unknown"),
        ("a_toux", "", "yes, no, unknown"),
        ("a_trod", "yes", "positif, negatif, non_fait, invalide, unknown"),
    ],
)
def test_what_does_not_answer_is_refused_with_what_would(name, raw, words):
    with pytest.raises(AnswerError) as refused:
        parse_answer(THROAT.question(name), raw)
    assert words in refused.value.sentence.replace("\u00a0", " ")
    assert not raw or raw not in str(refused.value)


@given(st.text(max_size=12))
def test_any_text_is_an_answer_within_bounds_or_a_sentence(raw):
    question = THROAT.question("a_temp")
    try:
        answer = parse_answer(question, raw)
    except AnswerError as refused:
        answer = "unknown" if refused.sentence else "no sentence"
    assert answer == "unknown" or question.minimum <= answer <= question.maximum


def test_the_star_answers_what_is_not_named():
    answers = from_json(TICK, {"t_em": "yes", "*": "reassuring"})
    assert answers["t_em"] == "yes" and answers["t_neuro"] == "no"
    assert answers["g_comp"] == "yes" and answers["g_cons_dmp"] == "yes"
    assert answers["g_spo2"] == Decimal(98) and answers["g_temp"] == Decimal("37.0")
    assert answers["g_consc"] == "alerte" and answers["g_all_bl"] == "aucune"
    assert answers["g_poids"] == Decimal(65)
    throat = from_json(THROAT, {"*": "reassuring"})
    assert (
        throat["a_toux"] == "yes" and throat["a_trod"] == "non_fait" and throat["a_aspect"] == "no"
    )


def test_the_star_unknown_answers_everything_unknown_and_takes_no_measure():
    answers = from_json(TICK, {"*": "unknown"})
    assert set(answers.values()) == {"unknown"}
    measured = {"g_temp", "g_fc", "g_fr", "g_spo2", "g_pas", "g_pad", "g_o2", "g_consc"}
    asked = {one.id for one in TICK.questions if not one.derived}
    assert asked - set(answers) == measured
    assert not evaluate(TICK, answers).scores


@pytest.mark.parametrize("protocol", shipped_library().values(), ids=list(shipped_library()))
def test_what_the_star_answers_is_not_missing_and_the_reliability_is_when_not_said(protocol):
    for rest in ("unknown", "reassuring"):
        answers = from_json(protocol, {"*": rest})
        assert evaluate(protocol, answers).missing == ()
        del answers["g_comp"]
        assert evaluate(protocol, answers).missing == ("g_comp",)


def test_without_star_only_what_is_named_is_answered():
    assert from_json(TICK, {"g_age": 30}) == {"g_age": Decimal(30)}


def test_no_weight_is_reassuring_below_fifteen():
    assert "g_poids" not in from_json(TICK, {"g_age": 14, "*": "reassuring"})
    assert "g_poids" not in from_json(TICK, {"g_age": "unknown", "*": "reassuring"})
    assert from_json(TICK, {"g_age": 15, "*": "reassuring"})["g_poids"] == Decimal(65)


def test_the_age_follows_the_months_that_are_named():
    assert from_json(TICK, {"g_age_mois": 8, "*": "reassuring"})["g_age"] == 0
    assert from_json(TICK, {"g_age_mois": 14, "*": "reassuring"})["g_age"] == 1
    assert from_json(TICK, {"*": "reassuring"})["g_age"] == 30


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"g_temp": Decimal("38.0"), "a_temp": Decimal("38.1")}, "la même mesure"),
        ({"g_temp": Decimal("39.9"), "a_temp": Decimal("36.5"), "*": "reassuring"}, "« a_temp »"),
        ({"g_age": 1, "g_age_mois": 11}, "« g_age_mois »"),
        ({"g_age": 1, "g_age_mois": 24}, "l’âge de « g_age »"),
        ({"g_age": 30, "g_age_mois": 24, "*": "reassuring"}, "corrigez l’un des deux"),
    ],
)
def test_two_numbers_that_contradict_each_other_are_refused(content, words):
    with pytest.raises(AnswerError) as refused:
        from_json(THROAT, content)
    assert words in refused.value.sentence.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "content",
    [
        {"g_temp": Decimal("38.0"), "a_temp": 38},
        {"g_temp": "unknown", "a_temp": Decimal("38.1")},
        {"g_age": 1, "g_age_mois": 12},
        {"g_age": 1, "g_age_mois": 23},
        {"g_age": 0, "g_age_mois": "unknown"},
    ],
)
def test_numbers_that_agree_are_read(content):
    assert set(from_json(THROAT, content)) == set(content)


def test_the_star_never_contradicts_the_twin_of_what_is_named():
    answers = from_json(THROAT, {"g_temp": Decimal("40.0"), "g_immun": "no", "*": "unknown"})
    assert "a_temp" not in answers and "a_immun" not in answers


@pytest.mark.parametrize("word", ["yes", "unknown"])
def test_a_list_of_medicines_not_detailed_leaves_each_of_them_unknown(word):
    answers = from_json(THROAT, {"g_meds": word, "*": "reassuring"})
    assert answers["g_ac"] == answers["g_mtx"] == answers["g_avk"] == "unknown"
    assert answers["g_foie"] == "no" and answers["g_all_bl"] == "aucune"


def test_a_medicine_named_answers_for_the_others_of_the_list():
    answers = from_json(THROAT, {"g_meds": "yes", "g_mtx": "yes", "*": "reassuring"})
    assert answers["g_ac"] == "no"
    answers = from_json(THROAT, {"g_all": "yes", "g_all_bl": "peni_non_severe", "*": "reassuring"})
    assert answers["g_all_macro"] == "no"
    answers = from_json(THROAT, {"g_all": "yes", "g_all_bl": "aucune", "*": "reassuring"})
    assert answers["g_all_macro"] == "unknown"


def test_an_unknown_detail_leaves_its_fact_unknown():
    answers = from_json(THROAT, {"g_all_bl": "unknown", "*": "reassuring"})
    assert answers["g_all"] == "unknown"


@pytest.mark.parametrize(
    "content",
    [
        {"t_rien": "yes"},
        {"g_v_temp": "yes"},
        {"t_em": True},
        {"t_em": 1},
        {"t_em": None},
        {"t_em": ["yes"]},
        {"g_age": True},
        {"g_age": 1.5},
        {"g_age": Decimal("1e999999")},
        {"g_age": 10**4000},
        {"g_age": Decimal("sNaN")},
        {"*": "no"},
        {"*": True},
        {"*": None},
        {"*": ["reassuring"]},
    ],
)
def test_a_file_that_does_not_answer_is_refused(content):
    with pytest.raises(AnswerError) as refused:
        from_json(TICK, content)
    assert refused.value.sentence
