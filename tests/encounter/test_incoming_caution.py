"""Facts of documents only ever make a protocol more careful, over the whole library."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.encounter import incoming_table as table
from app.encounter.incoming import (
    FactCode,
    FactKind,
    FactSource,
    Incoming,
    IncomingFact,
    KeptDocument,
    SetAside,
    Standing,
)
from app.encounter.incoming_caution import (
    WITHHELD,
    Careful,
    Effect,
    careful,
    cautions,
    decide_with,
)
from protocols.answers import as_written
from protocols.evaluate import evaluate
from protocols.model import Answer, Decision, Kind, Level, Protocol, Question
from tests.builders import AT, a_library, a_protocol

ON = date(2026, 11, 23)
ATC = "2.16.840.1.113883.6.73"
CIM10 = "2.16.840.1.113883.6.3"
CIS = "1.2.250.1.213.2.3.1"
SHARE = 20
"""Each vignette is tried with one row in so many, all of them being tried over a protocol."""
SOURCE = FactSource("2.25.77", "Synthèse médicale", "LE DANTEC Maud", "2026-11-02")
SYSTEMS = {FactKind.CONDITION: CIM10, FactKind.PREGNANCY: "2.16.840.1.113883.6.96"}
ANGINE = a_protocol("douleur_pharyngee")
TESTED = {
    "a_toux": "no",
    "a_amyg": "yes",
    "a_aspect": "yes",
    "a_trod": "positif",
    "*": "reassuring",
}


def a_fact(  # noqa: PLR0913 - one per field of a fact
    kind: FactKind,
    code: str = "",
    *,
    standing: Standing = Standing.PRESENT,
    words: str = "",
    system: str = "",
    until: str = "",
    source: FactSource = SOURCE,
) -> IncomingFact:
    codes = (FactCode(code, "", system or SYSTEMS.get(kind, ATC)),) if code else ()
    return IncomingFact(kind, standing, words, codes, source, until=until)


def received(*facts: IncomingFact, aside: tuple[str, ...] = ()) -> Incoming:
    document = KeptDocument("c" * 32, SOURCE, "Synthèse", AT, 1, "0" * 64, facts)
    return Incoming((document,), tuple(SetAside(one, "vu avec le médecin", AT) for one in aside))


PENICILLIN = a_fact(FactKind.ALLERGY, "J01CA04")


def angine(incoming: Incoming, **answers: str) -> tuple[Careful, Decision]:
    said = as_written(ANGINE, {**TESTED, **answers})
    found = careful(ANGINE, said, incoming, ON)
    return found, decide_with(ANGINE, found)


def offered(decision: Decision) -> set[str]:
    return {one.substance for one in decision.treatments}


def effects(found: Careful) -> dict[str, Effect]:
    return {one.caution.question_id: one.effect for one in found.applied}


def an_answer(question: Question) -> st.SearchStrategy[Answer | None]:
    if question.id == "g_age":
        return st.sampled_from([Decimal(2), Decimal(9), Decimal(17), Decimal(34), Decimal(70)])
    if question.kind is Kind.NUMBER:
        return st.sampled_from([None, question.reassuring or None])
    if question.kind is Kind.CHOICE:
        return st.sampled_from([None, "unknown", *(one.value for one in question.choices)])
    return st.sampled_from([None, "no", "no", "no", "no", "no", "yes", "unknown"])


@st.composite
def a_patient(draw: st.DrawFn, protocol: Protocol) -> Mapping[str, Answer]:
    asked = [one for one in protocol.questions if not (one.derived or one.asked_as)]
    said = {one.id: draw(an_answer(one)) for one in asked if one.id != "g_age_mois"}
    return {name: value for name, value in said.items() if value is not None}


def some_facts() -> st.SearchStrategy[list[IncomingFact]]:
    one = st.builds(
        lambda row, standing, place: a_fact(
            row.kind,
            row.prefixes[place % len(row.prefixes)] if row.prefixes else "77386006",
            standing=standing,
        ),
        st.sampled_from(table.ROWS),
        st.sampled_from(Standing),
        st.integers(0, 40),
    )
    return st.lists(one, min_size=1, max_size=4)


@pytest.mark.parametrize("name", sorted(a_library()))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_one_fact_more_never_lowers_the_level_nor_offers_a_product(
    name: str, data: st.DataObject
) -> None:
    protocol = a_protocol(name)
    said = data.draw(a_patient(protocol))
    facts = data.draw(some_facts())
    before = evaluate(protocol, said)
    for count in range(1, len(facts) + 1):
        found = careful(protocol, said, received(*facts[:count]), ON)
        after = decide_with(protocol, found)
        assert after.level >= before.level
        assert offered(after) <= offered(before)
        before = after


@pytest.mark.parametrize("name", sorted(a_library()))
def test_what_documents_deny_changes_nothing(name: str) -> None:
    protocol = a_protocol(name)
    denied = [
        a_fact(row.kind, row.prefixes[0] if row.prefixes else "1", standing=Standing.DENIED)
        for row in table.ROWS
    ]
    for said in (as_written(protocol, {"*": "unknown"}), as_written(protocol, {"*": "reassuring"})):
        assert careful(protocol, said, received(*denied), ON) == Careful(said)


def test_no_document_changes_nothing() -> None:
    said = as_written(ANGINE, TESTED)
    assert careful(ANGINE, said, Incoming(), ON) == Careful(said)


def test_the_calm_patient_is_offered_amoxicillin() -> None:
    _, decision = angine(Incoming())
    assert offered(decision) == {"amoxicilline", "paracetamol"}
    assert decision.level is Level.PHARMACY


def test_a_penicillin_allergy_of_a_document_excludes_amoxicillin_against_the_patient() -> None:
    found, decision = angine(received(PENICILLIN))
    assert not offered(decision) & {"amoxicilline", "cefuroxime", "cefpodoxime", "clarithromycine"}
    assert decision.level >= Level.DOCTOR_48H
    assert effects(found)["g_all_bl"] is Effect.HELD
    applied = next(one for one in found.applied if one.caution.question_id == "g_all_bl")
    assert applied.caution.fact.source.author == "LE DANTEC Maud"
    assert applied.counted != "aucune"


@pytest.mark.parametrize(
    ("said", "drug"), [("peni_non_severe", "cefuroxime"), ("severe_ou_cephalo", "clarithromycine")]
)
def test_the_grade_the_patient_says_aloud_stands(said: str, drug: str) -> None:
    found, decision = angine(received(PENICILLIN), g_all="yes", g_all_bl=said)
    assert effects(found)["g_all_bl"] is Effect.AGREED
    assert drug in offered(decision)
    assert "amoxicilline" not in offered(decision)


def test_a_cephalosporin_allergy_does_not_agree_with_a_mild_penicillin_one() -> None:
    cephalosporin = a_fact(FactKind.ALLERGY, "J01DC02")
    _, decision = angine(received(cephalosporin), g_all="yes", g_all_bl="peni_non_severe")
    assert not offered(decision) & {"cefuroxime", "cefpodoxime", "amoxicilline"}


def test_a_document_set_aside_with_a_reason_leaves_the_answer_of_the_patient() -> None:
    aside = received(PENICILLIN, aside=("g_all_bl", "g_all"))
    found, decision = angine(aside)
    assert found.applied == ()
    assert "amoxicilline" in offered(decision)


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("AMOXICILLINE EG 1 G", "g_all_bl"),
        ("Bêta-lactamines", "g_all_bl"),
        ("Pénicilline", "g_all_bl"),
        ("PARACÉTAMOL 500 mg", "g_all_para"),
    ],
)
def test_a_code_nobody_maps_is_read_by_the_name_of_its_substance(words: str, question: str) -> None:
    named = a_fact(FactKind.ALLERGY, "60234100", system=CIS, words=words)
    assert question in {one.question_id for one in cautions(ANGINE, received(named), ON)}


def test_an_allergy_to_something_unknown_says_that_there_is_one_and_no_more() -> None:
    unknown = a_fact(FactKind.ALLERGY, "60234199", system=CIS, words="Machin 3 mg")
    found, decision = angine(received(unknown))
    assert effects(found) == {"g_all": Effect.HELD}
    assert decision.level >= angine(Incoming())[1].level


def test_a_code_of_another_terminology_is_not_taken_for_an_atc_one() -> None:
    foreign = a_fact(FactKind.TREATMENT, "B01AA03", system="1.2.3")
    questions = {one.question_id for one in cautions(ANGINE, received(foreign), ON)}
    assert questions == {"g_meds"}


def test_a_brand_that_contains_the_letters_of_a_substance_is_not_that_substance() -> None:
    named = a_fact(FactKind.TREATMENT, words="LITHIUMINE")
    cephalee = a_protocol("lombalgie")
    assert {one.question_id for one in cautions(cephalee, received(named), ON)} <= {"g_meds"}


def test_an_anticoagulant_answers_the_wider_question_too() -> None:
    lombalgie = a_protocol("lombalgie")
    said = as_written(lombalgie, {"*": "reassuring"})
    found = careful(lombalgie, said, received(a_fact(FactKind.TREATMENT, "B01AF02")), ON)
    assert (found.answers["g_meds"], found.answers["g_ac"]) == ("yes", "yes")
    assert offered(decide_with(lombalgie, found)) < offered(evaluate(lombalgie, said))


def test_a_weakened_immunity_raises_the_level() -> None:
    found, decision = angine(received(a_fact(FactKind.CONDITION, "D70")))
    assert decision.level >= Level.DOCTOR_SAME_DAY
    assert effects(found)["a_immun"] is Effect.HELD


def test_a_pregnancy_is_asked_under_the_name_the_protocol_gives_it() -> None:
    found, decision = angine(received(a_fact(FactKind.PREGNANCY, "77386006")))
    assert found.answers["a_gross"] == "yes"
    assert decision.level >= Level.DOCTOR_48H


@pytest.mark.parametrize(
    ("fact", "question", "counts"),
    [
        (a_fact(FactKind.TREATMENT, "J01CA04"), "a_atb", True),
        (a_fact(FactKind.TREATMENT, "J01CA04", until="2026-10-24"), "a_atb", True),
        (a_fact(FactKind.TREATMENT, "J01CA04", until="2026-10-23"), "a_atb", False),
        (a_fact(FactKind.TREATMENT, "J01CA04", standing=Standing.PAST), "a_atb", False),
        (a_fact(FactKind.CONDITION, "N18", standing=Standing.PAST), "g_rein", True),
        (a_fact(FactKind.ALLERGY, "N02BE01", standing=Standing.PAST), "g_all_para", True),
    ],
)
def test_what_is_over_counts_only_where_it_still_matters(
    fact: IncomingFact,
    question: str,
    counts: bool,
) -> None:
    asked = {one.question_id for one in cautions(ANGINE, received(fact), ON)}
    assert (question in asked) is counts


@pytest.mark.parametrize(("day", "counts"), [("2026-01-26", True), ("2026-01-25", False)])
def test_a_pregnancy_written_more_than_43_weeks_ago_is_over(
    day: str,
    counts: bool,
) -> None:
    source = FactSource("2.25.78", "Lettre", "", day)
    fact = a_fact(FactKind.PREGNANCY, "77386006", source=source)
    assert bool(cautions(ANGINE, received(fact), ON)) is counts


def test_a_document_that_denies_marks_the_other_one_contradicted_and_lowers_nothing() -> None:
    denial = a_fact(FactKind.ALLERGY, "N02BE01", standing=Standing.DENIED)
    alone, both = received(PENICILLIN), received(PENICILLIN, denial)
    assert not any(one.is_contradicted for one in cautions(ANGINE, alone, ON))
    assert all(one.is_contradicted for one in cautions(ANGINE, both, ON))
    assert angine(alone)[1] == angine(both)[1]


def test_a_known_bpco_is_never_taken_from_a_document() -> None:
    rows = (*table.ROWS, table.ANY_ALLERGY, table.OTHER_ALLERGY, table.ANY_TREATMENT)
    assert "g_bpco" not in {row.question for row in rows}


def test_every_row_names_a_question_of_some_protocol() -> None:
    known = {one.id for protocol in a_library().values() for one in protocol.questions}
    assert {row.question for row in table.ROWS} <= known


@pytest.mark.parametrize("name", sorted(a_library()))
def test_no_vignette_against_which_a_document_speaks_keeps_its_reassuring_answer(
    name: str,
) -> None:
    """The other half of caution: a fact that concerns a question is never dropped."""
    protocol = a_protocol(name)
    known = {one.id for one in protocol.questions}
    rows = [row for row in table.ROWS if row.question in known]
    for rank, vignette in enumerate(protocol.vignettes):
        said = as_written(protocol, vignette.answers)
        before = evaluate(protocol, said)
        for row in rows[rank % SHARE :: SHARE]:
            fact = a_fact(row.kind, row.prefixes[0] if row.prefixes else "77386006")
            found = careful(protocol, said, received(fact), ON)
            after = decide_with(protocol, found)
            assert Effect.ASKED not in effects(found).values()
            assert after.level >= before.level
            assert offered(after) <= offered(before)


def test_a_product_only_a_document_would_bring_is_withheld_and_said() -> None:
    cephalee = a_protocol("cephalee")
    calm = next(one for one in cephalee.vignettes if "migraine connue, ID Migraine à 3" in one.name)
    said = as_written(cephalee, calm.answers)
    found = careful(cephalee, said, received(a_fact(FactKind.CONDITION, "D70")), ON)
    decision = decide_with(cephalee, found)
    assert decision.level is Level.DOCTOR_SAME_DAY
    assert "paracetamol" not in offered(decision)
    assert [one.substance for one in decision.excluded if one.reason == WITHHELD] == ["paracetamol"]
