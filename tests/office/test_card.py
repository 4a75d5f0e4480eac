"""Signing with a card, pure: the code passes once, and is in no state."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.office import card as page
from hardware.links.token_words import Scheme, Tries

SHEET, OTHER = "ab" * 16, "cd" * 16
CARD = page.CardLine(
    "0417", "CPS", Tries.USUAL, "Hélène Marchetti", "10000123454", datetime(2028, 1, 1, tzinfo=UTC), b"der"
)  # fmt: skip
BRUNO = replace(CARD, serial="0999", holder="Bruno Castel", certificate=b"other")
SIGNED = page.StatementSigned(SHEET, b"said", b"der", Scheme.RSA_PKCS1, b"signature")
PIN = "739154"


def told(*messages: page.CardMessage) -> tuple[page.CardForm, tuple[page.CardEffect, ...]]:
    """Return the form after ``messages``, and everything that was asked for."""
    form, asked = page.CardForm(), ()
    for message in messages:
        form, effects = page.update(form, message)
        asked += effects
    return form, asked


FOUND = (page.CardAsked(SHEET), page.CardsFound(SHEET, (CARD,)))
READY = (*FOUND, page.StatementDrawn(SHEET, b"said"))


def test_one_card_is_taken_and_what_it_signs_is_drawn_before_the_code() -> None:
    form, asked = told(*FOUND)
    assert asked == (page.FindCards(SHEET), page.DrawStatement(SHEET, b"der"))
    assert not form.waits_for_code
    assert told(*READY)[0].waits_for_code


def test_of_several_cards_the_person_chooses() -> None:
    form, asked = told(page.CardAsked(SHEET), page.CardsFound(SHEET, (CARD, BRUNO)))
    assert (form.chosen, asked) == (None, (page.FindCards(SHEET),))
    form, effects = page.update(form, page.CardChosen(BRUNO))
    assert effects == (page.DrawStatement(SHEET, b"other"),)


def test_the_code_goes_to_the_card_once_and_stays_nowhere() -> None:
    form, asked = told(*READY, page.CardSignAsked(PIN), page.CardSignAsked(PIN))
    signs = [one for one in asked if isinstance(one, page.SignStatement)]
    assert [(one.serial, one.statement, one.pin) for one in signs] == [("0417", b"said", PIN)]
    assert PIN not in f"{form!r} {asked!r} {page.CardSignAsked(PIN)!r}"
    assert not any(PIN in str(value) for value in (form.busy, form.refused, form.statement))


@pytest.mark.parametrize("messages", [(), FOUND[:1], FOUND])
def test_no_code_is_taken_before_there_is_something_to_sign(
    messages: tuple[page.CardMessage, ...],
) -> None:
    _, asked = told(*messages, page.CardSignAsked(PIN))
    assert not any(isinstance(one, page.SignStatement) for one in asked)


def test_a_card_at_work_is_not_looked_for_again() -> None:
    form, asked = told(*READY, page.CardSignAsked(PIN), page.CardAsked(SHEET))
    assert form.busy == page.SIGNING
    assert sum(isinstance(one, page.FindCards) for one in asked) == 1


def test_an_empty_code_asks_nothing_of_the_card() -> None:
    form, asked = told(*READY, page.CardSignAsked(""))
    assert form.refused == page.NO_CODE
    assert not any(isinstance(one, page.SignStatement) for one in asked)


def test_a_refused_code_waits_for_the_person_and_nothing_starts_by_itself() -> None:
    form, asked = told(*READY, page.CardSignAsked(PIN), page.CardRefused(SHEET, "Code refusé."))
    assert (form.refused, form.waits_for_code) == ("Code refusé.", True)
    assert sum(isinstance(one, page.SignStatement) for one in asked) == 1


def test_a_locked_card_is_not_offered_a_code() -> None:
    locked = replace(CARD, tries=Tries.NONE)
    form, asked = told(page.CardAsked(SHEET), page.CardsFound(SHEET, (locked,)))
    assert form.refused == page.LOCKED
    assert asked == (page.FindCards(SHEET),)


def test_the_last_try_is_told_before_the_code() -> None:
    last = replace(CARD, tries=Tries.LAST)
    form, _ = told(page.CardAsked(SHEET), page.CardsFound(SHEET, (last,)))
    assert form.chosen is not None
    assert "bloque la carte" in page.TOLD[form.chosen.tries]


def test_a_signature_that_comes_after_the_form_was_left_is_kept() -> None:
    form, asked = told(*READY, page.CardSignAsked(PIN), page.CardLeft(), SIGNED)
    assert form == page.CardForm()
    assert asked[-1] == page.KeepSignature(SHEET, b"said", b"der", Scheme.RSA_PKCS1, b"signature")


def test_the_form_goes_once_the_signature_is_kept() -> None:
    form, _ = told(*READY, page.CardSignAsked(PIN), SIGNED, page.SignatureKept(SHEET))
    assert form == page.CardForm()


@pytest.mark.parametrize(
    "late",
    [
        page.CardsFound(OTHER, (CARD,)),
        page.StatementDrawn(OTHER, b"other"),
        page.SignatureKept(OTHER),
        page.CardRefused(OTHER, "Refus."),
    ],
)
def test_an_answer_about_another_sheet_changes_nothing(late: page.CardMessage) -> None:
    form, asked = told(*READY)
    assert page.update(form, late) == (form, ())
