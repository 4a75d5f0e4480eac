"""Only coded entries about the patient become facts, with what the document says of them."""

from app.encounter.incoming import FactKind, IncomingFact, Standing
from app.exchange.incoming.document import read_document
from tests.exchange.incoming.letters import (
    ABSENT,
    AMOXICILLIN,
    ATC,
    a_summary,
    allergy,
    coded,
    condition,
    document,
    pregnancy,
    reaction,
    relative,
    section,
    severity,
    structured,
    treatment,
)


def facts(*entries: str) -> tuple[IncomingFact, ...]:
    return read_document(a_summary(*entries)).facts


def fact(entry: str) -> IncomingFact:
    (found,) = facts(entry)
    return found


def test_an_allergy_gives_its_agent_its_day_and_its_source() -> None:
    found = fact(allergy(AMOXICILLIN))
    assert (found.kind, found.standing, found.since) == (
        FactKind.ALLERGY,
        Standing.PRESENT,
        "2019-06-03",
    )
    assert [one.code for one in found.codes] == ["J01CA04"]
    assert found.words == "amoxicilline"
    assert found.source.title == "Synthèse médicale"


def test_the_words_of_an_entry_are_those_the_document_shows() -> None:
    agent = '<code code="J01CA04" codeSystem="x"><originalText><reference value="#a"/></originalText></code>'
    text = '<content ID="a">Clamoxyl</content>'
    body = structured(section("48765-2", "Allergies", text, allergy(agent)))
    assert read_document(document(body)).facts[0].words == "Clamoxyl"


def test_a_coded_severity_is_kept_and_a_mild_one_is_not() -> None:
    assert fact(allergy(AMOXICILLIN, more=severity("24484000"))).is_severe
    assert not fact(allergy(AMOXICILLIN, more=severity("255604002"))).is_severe


def test_a_reaction_is_no_condition_of_the_patient() -> None:
    found = facts(allergy(AMOXICILLIN, more=reaction("L50.0", "Urticaire allergique")))
    assert [one.kind for one in found] == [FactKind.ALLERGY]


def test_an_allergy_denied_or_none_known_is_denied() -> None:
    none = coded("value", "no-known-allergies", "Pas d’allergie connue", ABSENT)
    assert fact(allergy(AMOXICILLIN, negated=True)).standing is Standing.DENIED
    assert fact(allergy("<code/>", value=none)).standing is Standing.DENIED


def test_no_information_is_no_fact() -> None:
    unsaid = coded("value", "no-allergy-info", "Pas d’information", ABSENT)
    assert facts(allergy("<code/>", value=unsaid)) == ()


def test_a_condition_is_kept_or_denied_and_a_relative_has_none() -> None:
    assert fact(condition("D70", "Agranulocytose")).standing is Standing.PRESENT
    assert fact(condition("D70", "Agranulocytose", negated=True)).standing is Standing.DENIED
    assert facts(relative("D70", "Agranulocytose")) == ()


def test_a_condition_of_the_past_section_is_past() -> None:
    body = structured(section("11348-0", "Antécédents", "x", condition("K25", "Ulcère")))
    assert read_document(document(body)).facts[0].standing is Standing.PAST


def test_a_vaccine_is_no_treatment() -> None:
    vaccine = treatment(coded("code", "J07BB01", "Grippe", ATC))
    body = structured(section("11369-6", "Vaccins", "x", vaccine))
    assert read_document(document(body)).facts == ()


def test_a_treatment_gives_its_product_and_its_end() -> None:
    found = fact(treatment(coded("code", "B01AA03", "warfarine", ATC), until="20250301"))
    assert (found.kind, found.until, found.words) == (
        FactKind.TREATMENT,
        "2025-03-01",
        "warfarine",
    )


def test_a_treatment_that_is_not_taken_is_denied() -> None:
    product = coded("code", "B01AA03", "warfarine", ATC)
    assert fact(treatment(product, negated=True)).standing is Standing.DENIED


def test_a_pregnancy_is_read_and_its_absence_is_denied() -> None:
    assert fact(pregnancy("77386006")).standing is Standing.PRESENT
    assert fact(pregnancy("60001007")).standing is Standing.DENIED
    assert facts(pregnancy("261665006")) == ()


def test_the_same_fact_written_twice_is_one() -> None:
    assert len(facts(condition("D70", "Agranulocytose"), condition("D70", "Agranulocytose"))) == 1


def test_a_sentence_of_the_narrative_is_never_a_fact() -> None:
    body = structured(section("48765-2", "Allergies", "Allergie grave à la pénicilline."))
    assert read_document(document(body)).facts == ()
