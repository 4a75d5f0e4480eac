"""The access log is read one page at a time, whatever its length."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.office import access_log as page
from tests.builders import AT

LINE = page.AccessLine(AT, "Hélène", "Fiche ouverte", 418, "Rappel")


def test_arriving_reads_the_latest_accesses_of_the_span() -> None:
    log, effects = page.arrive(page.AccessLog(offset=200))
    assert effects == (page.LoadAccesses(page.Span.WEEK, 0),)
    assert log.busy
    loaded, _ = page.update(log, page.AccessesLoaded((LINE,), 340, 2, 1))
    assert (loaded.lines, loaded.total, loaded.unread, loaded.missing) == ((LINE,), 340, 2, 1)
    assert loaded.busy == ""


def test_a_page_is_turned_within_what_there_is() -> None:
    log = page.AccessLog(total=250, lines=(LINE,))
    _, effects = page.update(log, page.AccessPageTurned(1))
    assert effects == (page.LoadAccesses(page.Span.WEEK, page.PAGE),)
    assert page.update(log, page.AccessPageTurned(-1)) == (log, ())
    last = replace(log, offset=200)
    assert page.update(last, page.AccessPageTurned(1)) == (last, ())


@pytest.mark.parametrize(("span", "days"), [("week", 7), ("month", 30), ("year", 366)])
def test_a_span_begins_so_many_days_ago(span: str, days: int) -> None:
    assert page.since(page.Span(span), AT) == AT - timedelta(days=days)


def test_today_begins_at_midnight() -> None:
    assert page.since(page.Span.TODAY, AT) == AT.replace(hour=0, minute=0)
