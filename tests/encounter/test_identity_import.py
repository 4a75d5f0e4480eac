"""An identity that comes from the software fills the form; nothing of it is taken as checked."""

import json

from app.encounter import identify
from app.encounter.choose import ComplaintChosen
from app.encounter.identity_import import (
    NAME_OF_BIRTH,
    READ_AGAIN,
    IdentityImported,
    IdentityPasted,
)
from app.encounter.model import Consent, Step
from app.identity import INS_TEST, IdentitySource, IdentityStatus, Ins
from app.identity.imports import read_text
from hardware.codecs.ins_datamatrix import encode_ins
from tests.builders import Visit, a_protocol, some_traits
from tests.encounter.test_identify import fields
from tests.identity.imported import HERE, LINES, MATRICULE, a_fhir_patient

OURS = "0" * 31 + "1"
SAYS_RECOVERED = json.dumps(a_fhir_patient("QUAL"))


def imported(text: str) -> Visit:
    visit = Visit().say(ComplaintChosen(a_protocol()), identify.PaperSeen(seen=True))
    return visit.say(IdentityImported(OURS, read_text(text, HERE)))


def confirmed(visit: Visit, *, paper: bool) -> Visit:
    visit.say(*(identify.ConsentAnswered(one, given=True) for one in Consent))
    return visit.say(identify.PaperSeen(seen=paper), identify.IdentityConfirmed())


def test_an_import_fills_the_form_and_the_paper_is_to_be_seen_again() -> None:
    visit = imported(LINES)
    assert visit.encounter.traits.family == "DORVAL"
    assert visit.encounter.traits.matricule == MATRICULE
    assert visit.encounter.notice == READ_AGAIN
    assert not visit.encounter.paper_seen
    assert not visit.encounter.identity_confirmed


def test_the_ins_of_a_text_is_never_qualified() -> None:
    for paper, status in ((False, IdentityStatus.PROVISIONAL), (True, IdentityStatus.VALIDATED)):
        patient = confirmed(imported(LINES), paper=paper).encounter.patient
        assert patient is not None
        assert (patient.status, patient.source) == (status, IdentitySource.IMPORTED)
        assert not patient.is_qualified


def test_an_ins_the_software_looked_up_is_recovered_then_qualified_by_the_paper() -> None:
    for paper, status in ((False, IdentityStatus.RECOVERED), (True, IdentityStatus.QUALIFIED)):
        patient = confirmed(imported(SAYS_RECOVERED), paper=paper).encounter.patient
        assert patient is not None
        assert (patient.status, patient.ins) == (status, Ins(MATRICULE, INS_TEST))


def test_a_strict_trait_retyped_after_an_import_is_no_longer_that_of_the_software() -> None:
    visit = imported(SAYS_RECOVERED)
    visit.say(identify.TraitsTyped(some_traits(family="Dorvalle")))
    assert visit.encounter.source is IdentitySource.TYPED


def test_two_people_are_never_mixed_in_the_form() -> None:
    visit = Visit().say(identify.TraitsTyped(some_traits(used_family="Kervella")))
    visit.say(IdentityPasted("Nom de naissance : Caradec\nNé le : 22/03/1991"))
    traits = visit.encounter.traits
    strict = (traits.family, traits.givens, traits.sex, traits.place, traits.matricule)
    assert strict == ("CARADEC", "", "", "", "")
    assert traits.used_family == ""


def test_a_name_in_use_alone_asks_for_the_name_of_birth() -> None:
    visit = Visit().say(IdentityPasted("Nom : Dorval\nDate de naissance : 12/04/1988"))
    assert visit.encounter.notice == NAME_OF_BIRTH
    assert confirmed(visit, paper=True).encounter.step is Step.IDENTIFY


def test_a_pasted_text_without_identity_changes_nothing_but_says_so() -> None:
    visit = Visit().say(identify.TraitsTyped(some_traits()))
    before = visit.encounter.traits
    visit.say(IdentityPasted("rendez-vous à 15 h"))
    assert visit.encounter.traits == before
    assert "saisissez" in visit.encounter.notice


def test_what_was_pasted_is_in_no_trace() -> None:
    assert "Dorval" not in repr(IdentityPasted(LINES))


def test_the_text_of_an_ins_code_is_read_as_the_code() -> None:
    visit = Visit().say(IdentityPasted(encode_ins(fields()) + "\r\n"))
    assert visit.encounter.scanned
    assert visit.encounter.traits.family == "DORVAL"
