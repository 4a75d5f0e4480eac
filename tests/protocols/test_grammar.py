import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    names_read,
)
from protocols.grammar import ConditionError, Nature, Symbol, parse_condition

SYMBOLS = {
    "fever": Symbol(Nature.BOOLEAN),
    "cough": Symbol(Nature.BOOLEAN),
    "test": Symbol(Nature.CHOICE, values=("positif", "negatif", "non_fait")),
    "temp": Symbol(Nature.NUMBER, unit="Cel", decimals=1),
    "pressure": Symbol(Nature.NUMBER, unit="mm[Hg]"),
    "count": Symbol(Nature.NUMBER),
    "score": Symbol(Nature.SCORE),
    "limit": Symbol(Nature.NUMBER_PARAMETER, unit="Cel", setting="39.5"),
    "strip": Symbol(Nature.CHOICE_PARAMETER, values=("either", "both"), setting="either"),
}
FEVER, COUGH = Known("fever"), Known("cough")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fever", FEVER),
        ("not fever", Opposite(FEVER)),
        ("fever or cough and fever", AnyOf((FEVER, AllOf((COUGH, FEVER))))),
        ("(fever or cough) and fever", AllOf((AnyOf((FEVER, COUGH)), FEVER))),
        ("not (fever and cough)", Opposite(AllOf((FEVER, COUGH)))),
        ("temp >= 38.0 Cel", Compare("temp", Operator.AT_LEAST, 380)),
        ("temp < 35 Cel", Compare("temp", Operator.LESS, 350)),
        ("temp > limit", Compare("temp", Operator.MORE, 395)),
        ("pressure <= 90 mm[Hg]", Compare("pressure", Operator.AT_MOST, 90)),
        ("count = 2", Compare("count", Operator.EQUAL, 2)),
        ("score >= -1", Compare("score", Operator.AT_LEAST, -1)),
        ("test = positif", OneOf("test", ("positif",))),
        ("test != positif", Opposite(OneOf("test", ("positif",)))),
        ("test in [positif, non_fait]", OneOf("test", ("positif", "non_fait"))),
        ("possible(score >= 2)", Possible(Compare("score", Operator.AT_LEAST, 2))),
        (
            "at_least(2, fever, cough, count > 1)",
            Several(2, (FEVER, COUGH, Compare("count", Operator.MORE, 1))),
        ),
        ("strip = either", Constant(holds=True)),
        ("strip = both", Constant(holds=False)),
        ("strip != both", Constant(holds=True)),
    ],
)
def test_a_condition_is_read(text, expected):
    assert parse_condition(text, SYMBOLS) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fever fever",
        "fever = yes",
        "fever > 1",
        "fever in [yes]",
        "unknown_name",
        "temp",
        "temp >= 38.0",
        "temp >= 38.0 kg",
        "temp >= 38.05 Cel",
        "temp >= fever",
        "count >= 2 Cel",
        "score >= 2 Cel",
        "test",
        "test < positif",
        "test = autre",
        "test in []",
        "test in [positif",
        "limit > 3",
        "strip = other",
        "at_least(3, fever, cough)",
        "at_least(0, fever)",
        "at_least(fever)",
        "not",
        "and",
        "fever or",
        "(fever",
        "fever)",
        "possible fever",
        "fever; import os",
        "f'{fever}'",
        "fever\x00",
    ],
)
def test_what_is_not_a_condition_is_refused_with_a_sentence(text):
    with pytest.raises(ConditionError) as refused:
        parse_condition(text, SYMBOLS)
    assert refused.value.sentence.endswith((".", ")", "=)."))


@given(st.text(alphabet="fevrcough ()<>=!.0123456789,[]andtipe_lmsCel/%", max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        found = names_read(parse_condition(text, SYMBOLS)) or ("constant",)
    except ConditionError as refused:
        found = refused.sentence
    assert found


def test_a_condition_tells_what_it_reads_once_and_in_order():
    text = "not (cough or temp > 38 Cel) and at_least(1, cough, fever) and possible(test = positif)"
    assert names_read(parse_condition(text, SYMBOLS)) == ("cough", "temp", "fever", "test")
