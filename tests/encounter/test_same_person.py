"""The station is asked for another file of the patient as soon as it knows who it is."""

from app.encounter import identify
from app.encounter.effects import SaveDraft
from app.encounter.same_person import FindSame, SameFound, SamePerson
from app.identity.same import Likeness
from tests.builders import AT, MATRICULE, Visit, an_identified_visit, some_traits

OURS = "0" * 31 + "1"
FOUND = (SamePerson(Likeness.INS, AT, 12),)


def asked(visit: Visit) -> FindSame:
    effect = visit.asked(FindSame)[-1]
    assert isinstance(effect, FindSame)
    return effect


def typed(**changes: str) -> Visit:
    return Visit().say(identify.TraitsTyped(some_traits(**changes)))


def test_it_looks_once_for_the_traits_and_not_again_for_a_telephone() -> None:
    visit = typed()
    known = asked(visit).known
    assert (known.family, known.given, known.birth_date) == ("DORVAL", "CAMILLE", "1988-04-12")
    assert known.matricule == MATRICULE
    visit.say(identify.TraitsTyped(some_traits(phone="06 00 00 99 99")))
    assert len(visit.asked(FindSame)) == 1


def test_it_does_not_look_for_half_an_identity() -> None:
    assert not typed(birth_date="12/04/19", matricule="").asked(FindSame)
    assert not typed(matricule="2880435", family="").asked(FindSame)
    assert typed(family="").asked(FindSame), "the INS alone is enough"


def test_what_is_found_is_shown_and_stops_nothing() -> None:
    visit = an_identified_visit()
    step = visit.encounter.step
    visit.say(SameFound(OURS, asked(visit).known, FOUND))
    assert visit.encounter.same.found == FOUND
    assert visit.encounter.step is step
    assert visit.encounter.identity_confirmed


def test_an_answer_for_other_traits_or_another_patient_is_dropped() -> None:
    visit = typed()
    first = asked(visit).known
    visit.say(identify.TraitsTyped(some_traits(family="Kervella", matricule="")))
    visit.say(SameFound(OURS, first, FOUND))
    assert visit.encounter.same.found == ()
    visit.say(SameFound("2" * 32, asked(visit).known, FOUND))
    assert visit.encounter.same.found == ()


def test_what_was_found_goes_when_the_traits_change() -> None:
    visit = typed()
    visit.say(SameFound(OURS, asked(visit).known, FOUND))
    visit.say(identify.TraitsTyped(some_traits(givens="Anne")))
    assert visit.encounter.same.found == ()


def test_a_search_that_failed_is_said() -> None:
    visit = typed()
    visit.say(SameFound(OURS, asked(visit).known, (), "Le coffre est fermé."))
    assert visit.encounter.same.sentence == "Le coffre est fermé."


def test_the_matricule_of_a_parent_is_seen_in_the_form_of_a_child() -> None:
    assert typed(birth_date="12/04/2014").encounter.same.known.has_ins_of_another_year
    assert not typed().encounter.same.known.has_ins_of_another_year


def test_an_answer_alone_writes_no_draft() -> None:
    visit = typed()
    saved = len(visit.asked(SaveDraft))
    visit.say(SameFound(OURS, asked(visit).known, FOUND))
    assert len(visit.asked(SaveDraft)) == saved
