"""Conditions in words, and the ladder: what they say is what the engine does."""

from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.expression import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    Known,
    OneOf,
    Operator,
    Opposite,
    Possible,
    Several,
)
from protocols.load import shipped_library
from protocols.model import Kind, Level, Severity
from protocols.picture_conditions import settled
from protocols.picture_ladder import ladder, level_of_class
from protocols.picture_words import condition_words, definitions, number_words
from tests.protocols.interoperability.forms import ids

THROAT = shipped_library()["douleur_pharyngee"]
TEMP, AGE = "a_temp", "g_age"


def plain(words):
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Known("a_toux"), "« Toux »"),
        (Opposite(Known("a_toux")), "« Toux » : non"),
        (Compare(TEMP, Operator.MORE, 380), "Température : plus de 38,0 °C"),
        (Compare(TEMP, Operator.AT_LEAST, 380), "Température : 38,0 °C ou plus"),
        (Compare(TEMP, Operator.LESS, 360), "Température : moins de 36,0 °C"),
        (Compare(TEMP, Operator.AT_MOST, 360), "Température : 36,0 °C ou moins"),
        (Compare(TEMP, Operator.EQUAL, 370), "Température : 37,0 °C"),
        (Compare(TEMP, Operator.DIFFERENT, 370), "Température : autre que 37,0 °C"),
        (Opposite(Compare(AGE, Operator.LESS, 15)), "Âge : 15 ans ou plus"),
        (Compare(AGE, Operator.LESS, 1), "Âge : moins de 1 an"),
        (
            AllOf((Compare(AGE, Operator.AT_LEAST, 9), Compare(AGE, Operator.AT_MOST, 11))),
            "Âge : de 9 à 11 ans",
        ),
        (
            AllOf((Compare(AGE, Operator.AT_LEAST, 9), Compare(AGE, Operator.LESS, 11))),
            "Âge : 9 ans ou plus et moins de 11 ans",
        ),
        (
            AnyOf((Known("a_gang"), AllOf((Known("a_toux"), Known("a_amyg"))))),
            "« Ganglions du cou sensibles » ou (« Toux » et « Amygdales gonflées ou avec dépôt blanc »)",
        ),
        (OneOf("a_trod", ("positif",)), "Test rapide streptocoque A : « Positif »"),
        (
            Opposite(OneOf("a_trod", ("positif",))),
            "Test rapide streptocoque A : autre que « Positif »",
        ),
        (Possible(Known("a_toux")), "« Toux », même incertain"),
        (
            Several(2, (Known("a_toux"), Known("a_gang"))),
            "au moins 2 parmi : « Toux » ; « Ganglions du cou sensibles »",
        ),
        (Compare("mac_isaac", Operator.AT_LEAST, 2), "Score de Mac Isaac : 2 ou plus"),
        (AllOf((Constant(True), Known("a_toux"))), "« Toux »"),
        (AnyOf((Constant(True), Known("a_toux"))), "toujours"),
        (Known("pharmacy_so_far"), "rien n’impose de médecin jusque-là"),
        (Known("trod_indicated"), "condition « trod_indicated »"),
    ],
)
def test_a_condition_is_told_so_that_it_can_be_compared_with_its_source(condition, words):
    assert plain(condition_words(THROAT, condition)) == words


def test_a_number_is_written_as_french_writes_it():
    assert plain(number_words(Decimal("38.5"), "°C")) == "38,5 °C"
    assert plain(number_words(Decimal("50.00"), "kg")) == "50 kg"
    assert plain(number_words(Decimal(1), "ans")) == "1 an"
    assert number_words(Decimal("2.50")) == "2,50"


def test_settled_parameters_disappear():
    said = Known("a_toux")
    assert settled(AllOf((Constant(True), said, said))) == AllOf((said, said))
    assert settled(AllOf((Constant(False), said))) == Constant(False)
    assert settled(AnyOf((Constant(False), said))) == said
    assert settled(Opposite(AnyOf((Constant(False), Constant(False))))) == Constant(True)


def test_every_condition_named_in_words_is_defined_once():
    for name in ids():
        protocol = shipped_library()[name]
        told = definitions(protocol)
        everything = " ".join(
            [
                *told.values(),
                *(one.sentence for r in ladder(protocol) for p in r.parts for one in p.causes),
            ]
        )
        for condition in protocol.logic.book.conditions:
            named = f"condition «\u00a0{condition.id}\u00a0»" in everything
            assert not named or condition.id in told, condition.id


def a_sign(protocol, item):
    """Return a patient of whom only this is said, with what makes it relevant."""
    for age in (30, 0, 9, 55, 70):
        for sex in ("F", "M"):
            known = {"g_age": Decimal(age), "g_sexe": sex, item.id: "yes", "*": "reassuring"}
            told = item.parent and not protocol.question(item.parent).derived
            known |= {item.parent: "yes"} if told else {}
            known |= {"g_age_mois": Decimal(1)} if not age else {}
            answers = from_json(protocol, known)
            decision = evaluate(protocol, answers)
            fired = {rule.id for rule in decision.rules if rule.certain}
            if item.id in fired:
                return answers, decision
    return None, None


@pytest.mark.parametrize("name", ids())
def test_one_sign_leads_at_least_to_the_rung_that_names_it(name):
    protocol = shipped_library()[name]
    rungs = {
        cause.id: rung.level
        for rung in ladder(protocol)
        for part in rung.parts
        if part.severity not in {None, Severity.C}
        for cause in part.causes
        if not cause.when
    }
    seen = 0
    for item in protocol.logic.book.items:
        if item.id not in rungs or item.rules or item.kind is not Kind.BOOLEAN:
            continue
        _, decision = a_sign(protocol, item)
        if decision is not None:
            seen += 1
            assert decision.level >= rungs[item.id]
    assert seen >= 0.9 * len(rungs)


@pytest.mark.parametrize("name", ids())
def test_the_ladder_goes_down_and_holds_everything_that_counts(name):
    protocol = shipped_library()[name]
    rungs = ladder(protocol)
    assert [one.level for one in rungs] == sorted(Level, reverse=True)
    told = {cause.id for rung in rungs for part in rung.parts for cause in part.causes}
    book = protocol.logic.book
    for item in book.items:
        severities = {rule.severity for rule in item.rules} or {item.severity}
        if item.counted and not severities <= {Severity.I}:
            assert item.id in told
    assert {rule.id for rule in book.rules} <= told
    for rung in rungs[:2]:
        assert all(
            level_of_class(book, part.severity) is rung.level
            for part in rung.parts
            if part.severity
        )


def test_unknown_drops_and_sums_are_told_with_the_numbers_of_the_protocol():
    rungs = {one.level: " ".join(one.sentences) for one in ladder(THROAT)}
    same_day, in_two_days = rungs[Level.DOCTOR_SAME_DAY], rungs[Level.DOCTOR_48H]
    assert "Total de 30" in plain(same_day) and "compte 30 points" in plain(same_day)
    assert "Total de 10 à 29" in plain(in_two_days) and "compte 10 points" in plain(in_two_days)
    assert "Recueil insuffisant : 2" in plain(in_two_days)
    assert "moins de 10 points" in plain(rungs[Level.PHARMACY])
    cystitis = {one.level: one for one in ladder(shipped_library()["douleur_mictionnelle"])}
    assert cystitis[Level.DOCTOR_48H].sentences == ("Rien n’y mène dans ce protocole.",)
    assert "Total de 10 points ou plus" in plain(
        " ".join(cystitis[Level.DOCTOR_SAME_DAY].sentences)
    )
