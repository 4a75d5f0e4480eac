"""The outbox never sends a mail twice by itself, and never believes one gone that may not be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transport.states import (
    BACKOFF,
    Condition,
    News,
    NotSendable,
    Outcome,
    Sending,
    Why,
    asked_again,
    begin,
    ended,
    heard,
    interrupted,
    is_due,
    waiting,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ANY = st.builds(
    Sending,
    st.sampled_from(Condition),
    st.integers(1, 20),
    st.just(NOW),
    st.one_of(st.none(), st.just(NOW)),
    st.sampled_from(Why),
)


def sent(outcome: Outcome, why: Why = Why.NONE) -> Sending:
    return ended(begin(waiting(NOW), NOW), outcome, why, NOW)


def test_a_mail_that_never_left_is_due_at_once() -> None:
    assert is_due(waiting(NOW), NOW)
    assert begin(waiting(NOW), NOW) == Sending(Condition.SENDING, 1, NOW, None)


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.UNKNOWN])
def test_what_is_settled_or_unknown_never_leaves_again_by_itself(outcome: Outcome) -> None:
    after = sent(outcome, Why.CUT)
    assert not is_due(after, NOW + timedelta(days=365))
    with pytest.raises(NotSendable):
        begin(after, NOW + timedelta(days=365))


def test_each_retry_waits_longer_and_the_last_one_gives_up() -> None:
    sending, now, waits = waiting(NOW), NOW, []
    while sending.condition is not Condition.REFUSED:
        sending = ended(begin(sending, now), Outcome.LATER, Why.SERVER_DOWN, now)
        if sending.due is not None:
            assert not is_due(sending, sending.due - timedelta(seconds=1))
            waits.append(sending.due - now)
            now = sending.due
    assert tuple(waits) == BACKOFF
    assert list(waits) == sorted(waits)
    assert sending.why is Why.GIVEN_UP


def test_a_mail_that_was_being_sent_is_found_doubtful() -> None:
    found = interrupted(begin(waiting(NOW), NOW), NOW)
    assert (found.condition, found.why) == (Condition.DOUBTFUL, Why.CUT)


@given(ANY)
def test_only_a_mail_being_sent_is_made_doubtful(sending: Sending) -> None:
    changed = interrupted(sending, NOW) != sending
    assert changed == (sending.condition is Condition.SENDING)


@given(ANY, st.sampled_from(News))
def test_the_same_news_again_changes_nothing(sending: Sending, news: News) -> None:
    once = heard(sending, news, NOW)
    assert heard(once, news, NOW + timedelta(hours=1)) == once


@given(ANY, st.lists(st.sampled_from(News)))
def test_a_delivery_is_never_undone(sending: Sending, later: list[News]) -> None:
    known = heard(sending, News.DELIVERED, NOW)
    for news in later:
        known = heard(known, news, NOW)
    assert known.condition is Condition.DELIVERED
    with pytest.raises(NotSendable):
        asked_again(known, NOW)


@pytest.mark.parametrize("news", [News.DELIVERED, News.FAILED])
def test_a_mail_that_is_heard_of_before_it_left_does_not_leave_by_itself(news: News) -> None:
    assert not is_due(heard(waiting(NOW), news, NOW), NOW + timedelta(days=365))


def test_a_person_sends_a_doubtful_mail_again_and_its_late_receipt_still_counts() -> None:
    again = asked_again(sent(Outcome.UNKNOWN, Why.CUT), NOW)
    assert is_due(again, NOW)
    assert heard(again, News.DELIVERED, NOW).condition is Condition.DELIVERED


def test_an_accepted_mail_is_not_sent_again_even_when_asked() -> None:
    with pytest.raises(NotSendable):
        asked_again(sent(Outcome.ACCEPTED), NOW)


def test_an_end_without_a_beginning_is_refused() -> None:
    with pytest.raises(NotSendable):
        ended(waiting(NOW), Outcome.ACCEPTED, Why.NONE, NOW)
