"""Identity: what is refused, what is read on a code, what each consent stops."""

import pytest

from app.encounter import identify
from app.encounter.choose import ComplaintChosen
from app.encounter.model import Consent, Step
from app.errors import RefusedIdentity
from app.identity import (
    INS_DEMONSTRATION,
    INS_NIR,
    INS_TEST,
    IdentityStatus,
    Ins,
    ins_key,
    read_ins,
    read_mail,
)
from hardware.codecs.ins_datamatrix import InsFields, encode_ins
from tests.builders import (
    AT,
    MATRICULE,
    Visit,
    a_protocol,
    an_identified_visit,
    some_traits,
)


def fields(**changes: object) -> InsFields:
    plain = {
        "matricule": MATRICULE,
        "root": INS_TEST,
        "givens": ("CAMILLE", "JEANNE"),
        "family": "DORVAL",
        "sex": "F",
        "birth_date": AT.replace(year=1988, month=4, day=12).date(),
        "place": "35238",
    }
    return InsFields(**{**plain, **changes})


def test_a_key_that_does_not_match_cannot_be_an_ins() -> None:
    with pytest.raises(RefusedIdentity) as refused:
        Ins(MATRICULE[:-1] + "9", INS_TEST)
    assert "clé" in refused.value.sentence


def test_the_agency_test_matricule_and_both_corsican_departments_are_right() -> None:
    assert ins_key("2790351215189") == 89
    assert ins_key("2770101154003") == 29
    for department in ("2A", "2B"):
        body = f"17505{department}012345"[:13]
        assert read_ins(f"{body}{ins_key(body):02d}", INS_TEST).matricule.startswith(body)


@pytest.mark.parametrize("body", ["17A0578012345", "1750578A12345", "17505A2012345"])
def test_a_letter_elsewhere_than_in_a_corsican_department_is_refused(body: str) -> None:
    with pytest.raises(RefusedIdentity):
        read_ins(body + "01", INS_TEST)


def test_the_code_fills_the_form_and_counts_as_recovered() -> None:
    visit = Visit().say(identify.CodeRead("0" * 31 + "1", encode_ins(fields())))
    assert visit.encounter.scanned
    assert visit.encounter.traits.family == "DORVAL"
    assert visit.encounter.traits.birth_date == "12/04/1988"


def test_a_scanned_ins_is_qualified_only_with_an_identity_paper() -> None:
    for seen, status in ((True, IdentityStatus.QUALIFIED), (False, IdentityStatus.RECOVERED)):
        visit = Visit().say(
            ComplaintChosen(a_protocol()), identify.CodeRead("0" * 31 + "1", encode_ins(fields()))
        )
        visit.say(*(identify.ConsentAnswered(one, given=True) for one in Consent))
        visit.say(identify.PaperSeen(seen=seen), identify.IdentityConfirmed())
        assert visit.encounter.patient is not None
        assert visit.encounter.patient.status is status


def test_a_typed_ins_is_never_qualified() -> None:
    patient = an_identified_visit().encounter.patient
    assert patient is not None
    assert patient.status is IdentityStatus.VALIDATED
    assert not patient.is_qualified


def test_retyping_a_trait_read_on_the_code_forgets_the_code() -> None:
    visit = Visit().say(identify.CodeRead("0" * 31 + "1", encode_ins(fields())))
    visit.say(identify.TraitsTyped(some_traits(family="DORVALLE")))
    assert not visit.encounter.scanned


def test_a_real_ins_is_refused_in_the_demonstration() -> None:
    visit = Visit().say(identify.CodeRead("0" * 31 + "1", encode_ins(fields(root=INS_NIR))))
    assert not visit.encounter.scanned
    assert "démonstration" in visit.encounter.notice


def test_the_demonstration_authority_of_the_code_is_kept() -> None:
    visit = Visit().say(
        ComplaintChosen(a_protocol()),
        identify.CodeRead("0" * 31 + "1", encode_ins(fields(root=INS_DEMONSTRATION))),
    )
    visit.say(*(identify.ConsentAnswered(one, given=True) for one in Consent))
    visit.say(identify.IdentityConfirmed())
    assert visit.encounter.patient is not None
    assert visit.encounter.patient.ins == Ins(MATRICULE, INS_DEMONSTRATION)


def test_a_truncated_code_says_what_to_do_and_fills_nothing() -> None:
    whole = encode_ins(fields())
    for end in range(len(whole) - 7):
        visit = Visit().say(identify.CodeRead("0" * 31 + "1", whole[:end]))
        assert not visit.encounter.scanned, end
        assert visit.encounter.notice


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("family", "<b>Dorval</b>"),
        ("family", "D" * 300),
        ("family", ""),
        ("givens", "Camille & Cie"),
        ("birth_date", "31/02/1988"),
        ("birth_date", "12/04/2088"),
        ("birth_date", "1988-04-12T00"),
        ("sex", "X"),
        ("place", "Rennes"),
        ("matricule", "288043523801467"),
        ("phone", "06 00"),
    ],
)
def test_bad_input_is_told_at_its_field_and_changes_nothing(field: str, text: str) -> None:
    visit = Visit().say(ComplaintChosen(a_protocol()))
    visit.say(identify.TraitsTyped(some_traits(**{field: text})))
    visit.say(*(identify.ConsentAnswered(one, given=True) for one in Consent))
    visit.say(identify.IdentityConfirmed())
    assert visit.encounter.step is Step.IDENTIFY
    assert list(visit.encounter.field_errors) == [field]
    assert visit.encounter.patient is None
    assert getattr(visit.encounter.traits, field) == text


def test_accents_and_apostrophes_are_folded_as_the_register_writes_them() -> None:
    patient = an_identified_visit(family="d’Œuvre-Lefèvre").encounter.patient
    assert patient is not None
    assert patient.birth_family == "D'OEUVRE-LEFEVRE"


def test_no_consent_is_prefilled_and_each_must_be_answered() -> None:
    visit = Visit().say(ComplaintChosen(a_protocol()), identify.TraitsTyped(some_traits()))
    assert not visit.encounter.consents
    visit.say(identify.IdentityConfirmed())
    assert visit.encounter.step is Step.IDENTIFY
    assert "5 accords" in visit.encounter.notice


def test_without_consent_to_the_interview_no_question_is_asked() -> None:
    visit = Visit().say(ComplaintChosen(a_protocol()), identify.TraitsTyped(some_traits()))
    visit.say(
        *(identify.ConsentAnswered(one, given=one is not Consent.INTERVIEW) for one in Consent)
    )
    visit.say(identify.IdentityConfirmed())
    assert visit.encounter.step is Step.IDENTIFY
    assert "15" in visit.encounter.notice


HOSTILE = (
    "Dr A\r\nBcc: x@y.fr",
    "Dr\x00\x07\x0b A",
    "Dr \ud800",
    "a\u2028b",
    "Dr \u202eabc",
    "D" * 300,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_free_words_are_kept_on_one_line_without_what_no_record_can_carry(text: str) -> None:
    visit = an_identified_visit(doctor=text, companion=text)
    patient = visit.encounter.patient
    assert patient is not None
    for words in (patient.doctor, patient.companion):
        assert words
        assert words.isprintable()
        assert len(words) <= 100
        assert words.encode("utf-8")


@pytest.mark.parametrize(
    "mail", ["Bcc: a@b.fr", "a@b.fr, c@d.fr", "<a@b.fr>", "é@b.fr", "a b@c.fr", "a@b", "a..b@c.fr"]
)
def test_the_address_of_the_doctor_is_one_address_or_none(mail: str) -> None:
    visit = an_identified_visit(doctor_mail=mail)
    assert visit.encounter.patient is None
    assert "MSSanté" in visit.encounter.field_errors["doctor_mail"]


def test_a_real_station_writes_to_a_secure_address_only() -> None:
    assert read_mail(" dr.martin@medecin.mssante.fr ", demonstration=False)
    assert read_mail("", demonstration=False) == ""
    with pytest.raises(RefusedIdentity):
        read_mail("dr.martin@courriel.fr", demonstration=False)
    with pytest.raises(RefusedIdentity):
        read_mail("dr.martin@evil-mssante.fr", demonstration=False)
