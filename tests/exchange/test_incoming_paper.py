"""The paper names what a document said, against what, by whom it was written, and its effect."""

from dataclasses import replace

from app.encounter.effects import SealSheet
from app.encounter.incoming_messages import IncomingKept, IncomingSetAside
from app.encounter.model import Step
from app.encounter.seal import SealAsked
from app.exchange.dossier import make_documents
from app.exchange.professional_incoming import DOCUMENTS_TITLE, FACTS_TITLE
from tests.builders import Visit, an_identified_visit
from tests.encounter.test_incoming_page import OURS, PENICILLIN, TESTED, kept
from tests.exchange.reading import plain, words
from tests.exchange.sheets import PROOF, SENT_AT, SUBMISSION


def paper(visit: Visit) -> str:
    effect = visit.say(SealAsked()).asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return words(make_documents(effect.sheet, PROOF, SUBMISSION, SENT_AT).pdf)


def angine() -> Visit:
    visit = an_identified_visit("douleur_pharyngee")
    visit.say(IncomingKept(OURS, (kept(PENICILLIN),)))
    return visit.answer_until(Step.DECIDE, TESTED)


def test_the_source_of_an_exclusion_is_written_on_the_paper() -> None:
    told = paper(angine())
    for line in (
        FACTS_TITLE,
        DOCUMENTS_TITLE,
        "Synthèse médicale, LE DANTEC Maud, 02/11/2026",
        "contredit par le patient, retenu par prudence",
        "Amoxicilline",
    ):
        assert plain(line) in told


def test_a_reason_to_set_a_document_aside_is_written_on_the_paper() -> None:
    told = paper(angine().say(IncomingSetAside("g_all_bl", "vu avec le médecin")))
    assert plain("écarté par le pharmacien, motif : vu avec le médecin") in told


def test_by_what_a_person_recognised_the_patient_of_a_piece_is_written_on_the_paper() -> None:
    visit = an_identified_visit("douleur_pharyngee")
    attached = replace(kept(), attached="nom lu sur la page", media_type="application/pdf")
    visit.say(IncomingKept(OURS, (attached,)))
    told = paper(visit.answer_until(Step.DECIDE, TESTED))
    assert plain("rattaché : nom lu sur la page") in told


def test_without_a_document_nothing_is_said_of_any() -> None:
    visit = an_identified_visit("douleur_pharyngee").answer_until(Step.DECIDE, TESTED)
    assert plain(DOCUMENTS_TITLE) not in paper(visit)
