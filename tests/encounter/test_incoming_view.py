"""Documents are opened to be read; a file without a name waits for a person."""

import pytest

from app.encounter import identify, incoming_page
from app.encounter.draft import draft_bytes
from app.encounter.incoming_effects import (
    KeepIncoming,
    ReadIncoming,
    ReadPages,
    SealIncoming,
    StopIncoming,
)
from app.encounter.incoming_messages import (
    AttachLeft,
    DocumentChosen,
    DocumentRead,
    DocumentUnread,
    IncomingAttached,
    IncomingGoesOn,
    IncomingKept,
    IncomingOpened,
    IncomingRefused,
    IncomingSorted,
    IncomingStopped,
    IncomingUnproven,
    ViewerLeft,
    ViewerOpened,
)
from app.encounter.incoming_text import Paragraph, ShownDocument
from app.encounter.viewer import NO_VIEWER
from tests.builders import Visit, an_identified_visit, some_traits
from tests.encounter.test_incoming_page import OURS, kept

FIRST = "c" * 32
TOLD = ShownDocument(FIRST, (Paragraph("Gorge calme."),))
NAMELESS = ShownDocument("", (), (b"%PDF-",))


def with_document() -> Visit:
    return an_identified_visit("douleur_pharyngee").say(IncomingKept(OURS, (kept(),)))


def nameless(visit: Visit) -> Visit:
    visit.say(IncomingOpened("scan.pdf"))
    return visit.say(IncomingUnproven(OURS, "scan.pdf", "PDF (12 Ko)", "Personne.", NAMELESS))


def test_the_newest_document_is_read_when_the_page_opens() -> None:
    visit = with_document().say(ViewerOpened())
    assert visit.encounter.viewer.is_open
    assert visit.asked(ReadIncoming)[-1] == ReadIncoming(OURS, FIRST)
    visit.say(DocumentRead(OURS, TOLD))
    assert visit.encounter.viewer.shown == TOLD
    visit.say(ViewerLeft())
    assert not visit.encounter.viewer.is_open


def test_what_is_read_is_no_part_of_the_draft() -> None:
    visit = with_document()
    before = draft_bytes(visit.encounter)
    visit.say(ViewerOpened(), DocumentRead(OURS, TOLD))
    assert draft_bytes(visit.encounter) == before


def test_papers_are_read_in_their_turn_and_shown_once_read() -> None:
    visit = with_document().say(ViewerOpened())
    paper = ShownDocument(FIRST, TOLD.parts, (b"%PDF-",))
    visit.say(DocumentRead(OURS, paper))
    assert visit.asked(ReadPages) == [ReadPages(OURS, paper)]
    visit.say(DocumentRead(OURS, TOLD))
    assert visit.encounter.viewer.shown == TOLD
    assert len(visit.asked(ReadPages)) == 1


def test_a_document_that_was_left_meanwhile_does_not_take_the_place_of_the_one_shown() -> None:
    visit = with_document().say(ViewerOpened(), DocumentRead(OURS, TOLD))
    other = ShownDocument("d" * 32, ())
    visit.say(DocumentRead(OURS, other), DocumentUnread(OURS, "d" * 32, "Perdu."))
    assert (visit.encounter.viewer.shown, visit.encounter.viewer.refused) == (TOLD, "")


def test_a_document_that_cannot_be_read_again_says_why() -> None:
    visit = with_document().say(ViewerOpened(), DocumentUnread(OURS, FIRST, "Abîmé."))
    assert visit.encounter.viewer.refused == "Abîmé."
    visit.say(DocumentChosen("e" * 32))
    assert visit.encounter.viewer.selected == FIRST


def test_a_file_on_its_way_says_how_far_and_may_be_stopped() -> None:
    visit = an_identified_visit().say(IncomingOpened("grand.zip"), IncomingGoesOn(OURS, 40))
    assert (visit.encounter.viewer.coming, visit.encounter.viewer.percent) == ("grand.zip", 40)
    visit.say(IncomingOpened("autre.xml"))
    assert visit.encounter.notice == incoming_page.ONE_AT_A_TIME
    assert len(visit.asked(KeepIncoming)) == 1
    visit.say(IncomingStopped())
    assert visit.asked(StopIncoming) == [StopIncoming(OURS)]
    visit.say(IncomingRefused(OURS, "Arrêté."), IncomingStopped())
    assert visit.encounter.viewer.coming == ""
    assert len(visit.asked(StopIncoming)) == 1


def test_what_was_read_is_sealed_next() -> None:
    visit = an_identified_visit().say(IncomingOpened("vsm.xml"), IncomingSorted(OURS))
    assert visit.asked(SealIncoming) == [SealIncoming(OURS)]


def test_a_piece_that_names_nobody_is_shown_and_not_kept() -> None:
    visit = nameless(an_identified_visit())
    viewer = visit.encounter.viewer
    assert (viewer.is_open, viewer.coming, viewer.shown) == (True, "", NAMELESS)
    assert visit.asked(ReadPages) == [ReadPages(OURS, NAMELESS)]
    assert visit.encounter.incoming.documents == ()
    visit.say(AttachLeft())
    assert visit.encounter.viewer.unproven is None


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_a_piece_is_attached_only_when_somebody_says_by_what_the_patient_is_known(
    reason: str,
) -> None:
    visit = nameless(an_identified_visit()).say(IncomingAttached(reason))
    assert visit.encounter.notice == incoming_page.RECOGNISED_BY
    assert len(visit.asked(KeepIncoming)) == 1
    visit.say(IncomingAttached("  nom lu sur la page "))
    effect = visit.asked(KeepIncoming)[-1]
    assert isinstance(effect, KeepIncoming)
    assert (effect.path, effect.attached) == ("scan.pdf", "nom lu sur la page")
    assert "nom lu" not in repr(effect)


def test_nothing_waits_to_be_attached_to_another_patient() -> None:
    visit = nameless(an_identified_visit())
    visit.say(
        identify.TraitsTyped(some_traits(family="Duval", matricule="")),
        identify.IdentityConfirmed(),
    )
    assert visit.encounter.viewer == NO_VIEWER
    visit.say(IncomingAttached("nom lu sur la page"))
    assert len(visit.asked(KeepIncoming)) == 1


def test_a_document_compared_with_the_former_patient_is_dropped() -> None:
    visit = an_identified_visit().say(IncomingOpened("vsm.xml"))
    former = visit.encounter.patient
    visit.say(
        identify.TraitsTyped(some_traits(family="Duval", matricule="")),
        identify.IdentityConfirmed(),
    )
    assert visit.encounter.identity_confirmed
    visit.say(IncomingKept(OURS, (kept(),), former))
    assert visit.encounter.incoming.documents == ()
