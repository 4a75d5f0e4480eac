"""A search is written down by what it asks for, never by the words typed."""

from datetime import timedelta
from pathlib import Path

from app.records.access_log.log import What
from app.records.access_log.searches import SAME_SEARCH, Searches, criteria
from app.records.vault import Query
from tests.records.access_log.test_access_log import FOREVER, log_of
from tests.records.stations import LATER, opened


def told(folder: Path, *typed: tuple[str, timedelta]) -> list[str]:
    """Return what the log says, the first first, of texts typed at these times."""
    with opened(folder) as session:
        searches = Searches(log_of(session))
        for text, after in typed:
            searches.note(Query(text), LATER + after)
        page = log_of(session).page(*FOREVER, 0, 100)
    assert all((line.what, line.sheet) == (What.SEARCHED, 0) for line in page.entries)
    return [line.reason for line in reversed(page.entries)]


def at_once(*texts: str) -> list[tuple[str, timedelta]]:
    return [(text, timedelta(seconds=rank)) for rank, text in enumerate(texts)]


def test_a_name_typed_letter_by_letter_is_one_line(folder: Path) -> None:
    assert told(folder, *at_once("d", "do", "dor", "dorv", "dor", "dorval")) == ["nom ou motif"]


def test_another_name_is_another_line(folder: Path) -> None:
    assert told(folder, *at_once("dorval", "dupont")) == ["nom ou motif", "nom ou motif"]


def test_one_more_criterion_is_one_more_line(folder: Path) -> None:
    asked = at_once("dorval", "dorval 12/04/1988")
    assert told(folder, *asked) == ["nom ou motif", "nom ou motif, date"]


def test_the_same_words_much_later_are_another_line(folder: Path) -> None:
    late = ("dorval", SAME_SEARCH + timedelta(seconds=1))
    assert told(folder, ("dorval", timedelta()), late) == ["nom ou motif", "nom ou motif"]


def test_the_whole_list_is_a_search_too(folder: Path) -> None:
    assert told(folder, *at_once("")) == ["liste entière"]


def test_criteria_are_named_and_nothing_of_what_was_typed() -> None:
    query = Query("288042A238014 dorval 417", protocol="tique", level="PHARMACY", author="1")
    assert list(criteria(query)) == [
        "INS",
        "nom ou motif",
        "numéro",
        "protocole",
        "niveau",
        "auteur",
    ]
    assert list(criteria(Query(since=LATER))) == ["période"]
