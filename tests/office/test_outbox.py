"""The page of what waits, pure: one round at a time, whatever comes in whatever order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.office import outbox_messages as say
from app.office.outbox import EVERY, OutboxPage, Round, arrive, is_round_due, update
from tests.builders import AT
from tests.ui.outbox_scenes import a_page, lines
from ui.outbox_words import counts_words, told_words

LINES = lines(AT)
MESSAGES = st.one_of(
    st.builds(say.OutboxCounted, st.just(say.Counts(2, 1)), st.sampled_from(["", "a@b.fr"])),
    st.builds(say.LineChosen, st.sampled_from([one.key for one in LINES])),
    st.builds(say.MailReady, st.integers(1, 3), st.just(3)),
    st.builds(say.OutboxRefused, st.just("Non.")),
    st.builds(say.LineExportAsked, st.just("/dossier")),
    st.sampled_from(
        [
            say.OutboxLoaded(LINES, 0, "/dossier"),
            say.RoundDue(),
            say.SendAsked(),
            say.RoundStopAsked(),
            say.MailboxRead(),
            say.MailGone(),
            say.RoundEnded(say.Told()),
            say.AgainAsked(),
            say.AgainLeft(),
            say.AgainConfirmed(),
            say.AgainKept(),
            say.LineExported("/dossier", 3),
        ]
    ),
)


@given(st.lists(MESSAGES, max_size=40))
def test_one_round_at_a_time_and_nothing_again_without_its_sentence(
    messages: list[say.OutboxMessage],
) -> None:
    page = a_page(AT)
    for minutes, message in enumerate(messages):
        before = page
        page, effects = update(before, message, AT + timedelta(minutes=minutes))
        if say.BeginRound() in effects:
            assert before.round is None
            assert before.sender
        if say.SubmitMail() in effects:
            assert isinstance(message, say.MailReady)
            assert before.round is not None
        if say.SendNext() in effects:
            assert before.round is not None
        again = [one for one in effects if isinstance(one, say.AskAgain)]
        if again:
            assert isinstance(message, say.AgainConfirmed)
            assert before.asks
            assert before.line is not None
            assert before.line.leaves_again
            assert again == [say.AskAgain(before.line.sheet_id)]


def test_a_line_that_does_not_leave_again_is_never_asked_about() -> None:
    for line in LINES:
        page, _ = update(a_page(AT, selected=line.key), say.AgainAsked(), AT)
        assert page.asks is line.leaves_again


def test_choosing_another_line_puts_the_question_away() -> None:
    page, _ = update(a_page(AT), say.AgainAsked(), AT)
    assert page.asks
    page, _ = update(page, say.LineChosen(LINES[1].key), AT)
    assert (page.asks, update(page, say.AgainConfirmed(), AT)[1]) == (False, ())


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ({"begun_at": None}, True),
        ({"begun_at": AT - EVERY}, True),
        ({"begun_at": AT - EVERY + timedelta(seconds=1)}, False),
        ({"begun_at": AT + timedelta(hours=1)}, True),  # the clock was set back
        ({"begun_at": None, "round": Round()}, False),
        ({"begun_at": None, "sender": ""}, False),
    ],
)
def test_when_a_round_begins_by_itself(changed: dict[str, object], due: bool) -> None:
    assert is_round_due(a_page(AT, **changed), AT) is due


def test_a_sheet_sealed_without_an_account_is_only_counted() -> None:
    page, effects = update(OutboxPage(), say.RoundDue(), AT)
    assert (page.round, effects) == (None, (say.CountOutbox(),))


def test_a_stop_is_asked_once_and_the_page_comes_back_as_it_was() -> None:
    page = a_page(AT, round=Round(1, 2))
    page, effects = update(page, say.RoundStopAsked(), AT)
    assert effects == (say.StopRound(),)
    assert update(page, say.RoundStopAsked(), AT) == (page, ())
    page, _ = update(page, say.RoundEnded(say.Told(), stopped=True), AT)
    assert page.round is None
    assert arrive(replace(page, told=say.Told(1)))[0].told is None


def test_what_is_said_counts_in_french() -> None:
    assert counts_words(say.Counts(1, 2)) == "1\u00a0fiche à transmettre · 2\u00a0envois incertains"
    assert counts_words(say.Counts()) == ""
    said = told_words(say.Told(2, 1, 0, 1, 1, "La boîte n’a pas été lue."))
    assert said.startswith(
        "2\u00a0courriels partis, 1\u00a0courriel pas parti, 1\u00a0courriel revenu"
    )
    assert said.endswith("dans la boîte. La boîte n’a pas été lue.")
