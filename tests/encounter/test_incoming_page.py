"""Documents in a consultation: received after the identity, asked aloud, set aside with a reason."""

from dataclasses import replace

from app.encounter import identify, incoming_page
from app.encounter.ask import Answered
from app.encounter.call_summary import summary_parts
from app.encounter.draft import draft_bytes, read_draft, resume
from app.encounter.effects import SaveDraft, SealSheet
from app.encounter.incoming import FactKind, Incoming, IncomingFact, KeptDocument
from app.encounter.incoming_effects import DropIncoming, KeepIncoming
from app.encounter.incoming_messages import (
    IncomingKept,
    IncomingOpened,
    IncomingRefused,
    IncomingSetAside,
)
from app.encounter.model import Step
from app.encounter.replay import replay
from app.encounter.seal import SealAsked
from app.encounter.sheet import canonical_bytes, read_sheet
from protocols.model import Level
from tests.builders import (
    AT,
    Visit,
    a_library,
    a_protocol,
    a_station,
    an_identified_visit,
    some_traits,
)
from tests.encounter.test_incoming_caution import SOURCE, a_fact

OURS = "0" * 31 + "1"
PENICILLIN = a_fact(FactKind.ALLERGY, "J01CA04", words="Amoxicilline")
TESTED = {
    "a_toux": "no",
    "a_amyg": "yes",
    "a_aspect": "yes",
    "a_trod": "positif",
    "temperature": "38,4",
}


def kept(*facts: IncomingFact, document_id: str = "2.25.77") -> KeptDocument:
    source = replace(SOURCE, document_id=document_id)
    return KeptDocument("c" * 32, source, "Synthèse", AT, 900, "5" * 64, facts)


def angine(*facts: IncomingFact) -> Visit:
    visit = an_identified_visit("douleur_pharyngee")
    return visit.say(IncomingKept(OURS, (kept(*facts),))) if facts else visit


def decided(visit: Visit, **answers: str) -> Visit:
    return visit.answer_until(Step.DECIDE, {**TESTED, **answers})


def offered(visit: Visit) -> set[str]:
    assert visit.encounter.decision is not None
    return {one.substance for one in visit.encounter.decision.treatments}


def test_no_document_is_read_before_the_identity_stands() -> None:
    visit = Visit().say(IncomingOpened("vsm.xml"))
    assert visit.asked(KeepIncoming) == []
    assert visit.encounter.notice == incoming_page.CONFIRM_FIRST


def test_a_file_is_asked_for_with_the_patient_it_is_compared_with() -> None:
    visit = angine(PENICILLIN).say(IncomingOpened("vsm.xml"))
    (effect,) = visit.asked(KeepIncoming)
    assert isinstance(effect, KeepIncoming)
    assert effect.patient == visit.encounter.patient
    assert effect.held == (("2.25.77", "5" * 64),)
    assert "DORVAL" not in repr(effect)


def test_a_refusal_is_said_and_changes_nothing() -> None:
    visit = angine()
    before = visit.encounter
    visit.say(IncomingRefused(OURS, "Ce document n’est pas celui de ce patient."))
    assert replace(visit.encounter, notice=before.notice) == before
    assert visit.encounter.notice == "Ce document n’est pas celui de ce patient."


def test_the_calm_angine_is_offered_amoxicillin_and_a_document_takes_it_away() -> None:
    assert "amoxicilline" in offered(decided(angine()))
    visit = decided(angine(PENICILLIN))
    assert offered(visit) & {"amoxicilline", "cefuroxime", "clarithromycine"} == set()
    assert visit.encounter.decision is not None
    assert visit.encounter.decision.level >= Level.DOCTOR_48H


def test_a_product_put_aside_names_the_document_that_says_why() -> None:
    told = "Synthèse médicale, LE DANTEC Maud, 02/11/2026"
    for answers in ({}, {"g_all": "yes", "g_all_bl": "severe_ou_cephalo"}):
        visit = decided(angine(PENICILLIN), **answers)
        assert visit.encounter.decision is not None
        why = {one.substance: one.reason_label for one in visit.encounter.decision.excluded}
        assert why["amoxicilline"].endswith(f", d’après {told}")
    said = decided(angine(), g_all="yes", g_all_bl="severe_ou_cephalo").encounter.decision
    assert said is not None
    assert all("d’après" not in one.reason_label for one in said.excluded)


def test_what_a_document_says_is_asked_aloud_even_when_no_product_needs_it() -> None:
    """After a negative test no antibiotic depends on the macrolides: only the document does."""
    bare = decided(angine(), a_trod="negatif")
    assert "g_all_macro" not in bare.encounter.answers
    macrolide = a_fact(FactKind.ALLERGY, "J01FA09")
    told = decided(angine(macrolide), a_trod="negatif", g_all="yes", g_all_macro="yes")
    assert told.encounter.answers["g_all_macro"] == "yes"


def test_the_patient_who_confirms_gets_what_the_protocol_gives_him() -> None:
    visit = decided(angine(PENICILLIN), g_all="yes", g_all_bl="severe_ou_cephalo")
    assert "clarithromycine" in offered(visit)


def test_a_document_is_set_aside_with_a_reason_only() -> None:
    visit = decided(angine(PENICILLIN))
    visit.say(IncomingSetAside("g_all_bl", "  "))
    assert visit.encounter.notice == incoming_page.REASON_NEEDED
    assert "amoxicilline" not in offered(visit)
    visit.say(IncomingSetAside("g_all_bl", "erreur de dossier, vu avec le médecin"))
    assert "amoxicilline" in offered(visit)


def test_a_question_no_document_speaks_of_cannot_be_set_aside() -> None:
    visit = decided(angine(PENICILLIN)).say(IncomingSetAside("g_rein", "non"))
    assert visit.encounter.incoming.set_aside == ()


def test_the_sheet_says_the_source_what_the_patient_said_and_what_counted() -> None:
    visit = decided(angine(PENICILLIN)).say(*sealing())
    sheet = read_sheet(canonical_bytes(visit.asked(SealSheet)[-1].sheet))
    (document,) = sheet.documents
    assert (document.id, document.title) == ("c" * 32, "Synthèse médicale")
    fact = next(one for one in sheet.document_facts if one.question_id == "g_all_bl")
    assert fact.source == "Synthèse médicale, LE DANTEC Maud, 02/11/2026"
    assert (fact.words, fact.effect) == ("Amoxicilline", "held")
    assert fact.said == "Aucune réaction"
    assert fact.counted != fact.said
    answer = next(one for one in sheet.answers if one.id == "g_all_bl")
    assert (answer.origin, answer.answer_label) == ("document", fact.counted)
    assert "amoxicilline" not in {one.label.lower() for one in sheet.treatments}


def sealing() -> tuple[SealAsked, ...]:
    return (SealAsked(),)


def test_the_doctor_reads_what_only_a_document_says_as_such() -> None:
    parts = summary_parts(decided(angine(a_fact(FactKind.CONDITION, "D70"))).encounter)
    rows = dict(row for part in parts for row in part.rows)
    assert rows["Immunodépression"] == "oui (d’après un document reçu)"
    assert rows["Réponses fiables"] == "oui"


def test_the_sheet_replays_to_the_same_decision() -> None:
    visit = decided(angine(PENICILLIN)).say(*sealing())
    sheet = visit.asked(SealSheet)[-1].sheet
    assert replay(sheet, a_protocol("douleur_pharyngee")).same


def test_the_sheet_keeps_the_reason_of_what_was_set_aside() -> None:
    visit = decided(angine(PENICILLIN))
    visit.say(IncomingSetAside("g_all_bl", "vu avec le médecin"), *sealing())
    sheet = visit.asked(SealSheet)[-1].sheet
    fact = next(one for one in sheet.document_facts if one.question_id == "g_all_bl")
    assert (fact.effect, fact.reason) == ("set_aside", "vu avec le médecin")


def test_a_sheet_without_document_is_written_as_before() -> None:
    visit = decided(angine()).say(*sealing())
    written = canonical_bytes(visit.asked(SealSheet)[-1].sheet)
    assert b'"documents"' not in written
    assert b'"document_facts"' not in written


def test_a_draft_keeps_the_documents_and_what_was_set_aside() -> None:
    visit = decided(angine(PENICILLIN))
    visit.say(IncomingSetAside("g_all_bl", "vu avec le médecin"))
    again = resume(read_draft(draft_bytes(visit.encounter)), a_library(), a_station())
    assert again.incoming == visit.encounter.incoming
    assert again.decision == visit.encounter.decision
    assert visit.asked(SaveDraft)


def test_a_draft_of_before_has_no_document() -> None:
    stored = draft_bytes(angine().encounter).replace(
        b',"incoming":{"documents":[],"set_aside":[]}', b""
    )
    assert b"incoming" not in stored
    assert resume(read_draft(stored), a_library(), a_station()).incoming == Incoming()


def test_the_same_document_id_is_not_kept_twice() -> None:
    visit = angine(PENICILLIN)
    visit.say(IncomingKept(OURS, (replace(kept(PENICILLIN), capture_id="d" * 32),)))
    assert len(visit.encounter.incoming.documents) == 1
    assert visit.asked(DropIncoming) == [DropIncoming(OURS, ("d" * 32,))]


def test_documents_leave_with_the_patient_they_were_compared_with() -> None:
    visit = angine(PENICILLIN)
    visit.say(identify.TraitsTyped(some_traits(family="Duval", matricule="")))
    assert visit.encounter.incoming.documents != ()
    visit.say(identify.IdentityConfirmed())
    assert visit.encounter.incoming == Incoming()
    assert visit.asked(DropIncoming) == [DropIncoming(OURS, ("c" * 32,))]


def test_documents_stay_when_only_the_telephone_changes() -> None:
    visit = angine(PENICILLIN)
    visit.say(identify.TraitsTyped(some_traits(phone="06 00 00 12 35")))
    visit.say(identify.IdentityConfirmed())
    assert len(visit.encounter.incoming.documents) == 1


def test_a_document_kept_while_the_identity_is_typed_again_is_dropped() -> None:
    visit = angine().say(identify.TraitsTyped(some_traits(family="Duval", matricule="")))
    visit.say(IncomingKept(OURS, (kept(PENICILLIN),)))
    assert visit.encounter.incoming == Incoming()
    assert len(visit.asked(DropIncoming)) == 1


def test_twenty_documents_are_the_most() -> None:
    visit = angine()
    for rank in range(incoming_page.MOST_DOCUMENTS):
        visit.say(IncomingKept(OURS, (kept(PENICILLIN, document_id=f"2.25.{rank}"),)))
    visit.say(IncomingOpened("one-more.xml"))
    assert visit.asked(KeepIncoming) == []
    assert visit.encounter.notice == incoming_page.ENOUGH


def test_a_document_that_comes_after_the_orientation_is_decided_at_once() -> None:
    visit = decided(angine())
    assert "amoxicilline" in offered(visit)
    visit.say(IncomingKept(OURS, (kept(PENICILLIN),)))
    assert "amoxicilline" not in offered(visit)
    visit.say(Answered("g_all_bl", "peni_non_severe"))
