"""The archive page: a search at each key, reasons, acts; what is late never replaces what is new."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk import archive_messages as say
from app.desk.archive import (
    PAGE,
    Act,
    Archive,
    ArchiveLine,
    Filter,
    Keeping,
    Period,
    SheetDetail,
    span,
)
from app.desk.consult_archive import LONGEST, WITH_TEXT, arrive, consult
from tests.builders import AT


def a_line(sheet_id: str = "a", **changes: object) -> ArchiveLine:
    line = ArchiveLine(sheet_id, 418, AT, "DORVAL Camille", "Tique", "PHARMACY")
    return replace(line, **changes)


def a_detail(line: ArchiveLine) -> SheetDetail:
    return SheetDetail(line, None, "Hélène", "Même résultat", "9f", (), keeping=Keeping())


def heard(archive: Archive, *messages: say.ArchiveMessage) -> Archive:
    for message in messages:
        archive, _ = consult(archive, message, AT)
    return archive


def asked(archive: Archive, message: say.ArchiveMessage) -> tuple[say.ArchiveEffect, ...]:
    return consult(archive, message, AT)[1]


def found(archive: Archive, *lines: ArchiveLine, matching: int = 0) -> Archive:
    answer = say.ArchiveFound(archive.asked, lines, matching or len(lines), 500_000)
    return heard(archive, answer)


def opened(line: ArchiveLine | None = None) -> Archive:
    shown = line or a_line()
    archive = found(arrive(Archive(), AT)[0], shown)
    return heard(archive, say.SheetChosen(shown.sheet_id), say.SheetOpened(a_detail(shown)))


def test_old_results_stay_until_the_new_ones_come() -> None:
    archive = found(arrive(Archive(), AT)[0], a_line())
    searching = heard(archive, say.SearchTyped("m"), say.SearchTyped("ma"))
    assert searching.lines == archive.lines
    assert searching.is_searching
    late = heard(searching, say.ArchiveFound(searching.asked - 1, (a_line("old"),), 1, 1))
    assert late == searching
    assert found(late, a_line("new")).lines == (a_line("new"),)


@given(st.lists(st.sampled_from(["d", "do", "dor"]), min_size=1, max_size=6), st.data())
def test_whatever_the_order_of_the_answers_the_last_search_is_shown(
    typed: list[str], data: st.DataObject
) -> None:
    archive = arrive(Archive(), AT)[0]
    serials = []
    for text in typed:
        archive = heard(archive, say.SearchTyped(text))
        serials.append(archive.asked)
    for serial in data.draw(st.permutations(serials)):
        archive = heard(archive, say.ArchiveFound(serial, (a_line(str(serial)),), 1, 1))
    assert archive.lines == (a_line(str(serials[-1])),)
    assert not archive.is_searching


def test_enter_while_searching_opens_the_first_of_the_new_results() -> None:
    archive = found(arrive(Archive(), AT)[0], a_line("old"))
    archive = heard(archive, say.SearchTyped("x"), say.FirstChosen())
    assert archive.selected == ""
    answer = say.ArchiveFound(archive.asked, (a_line("new"),), 1, 1)
    assert asked(archive, answer) == (say.OpenSheet("new"),)
    assert heard(archive, say.SearchTyped("xy")).opens_first is False


def test_a_name_that_only_sounds_alike_is_never_opened_by_enter() -> None:
    archive = found(arrive(Archive(), AT)[0], a_line("old"))
    archive = heard(archive, say.SearchTyped("dorvalle"), say.FirstChosen())
    answer = say.ArchiveFound(archive.asked, (a_line("alike"),), 1, 1, by_sound=True)
    assert asked(archive, answer) == ()
    assert heard(archive, answer).by_sound


def test_a_filter_is_part_of_the_search_and_goes_back_to_the_first_page() -> None:
    archive = replace(found(arrive(Archive(), AT)[0], a_line(), matching=900), offset=200)
    (effect,) = asked(archive, say.FilterChosen(Filter.PERIOD, Period.WEEK))
    assert isinstance(effect, say.SearchArchive)
    assert (effect.filters.period, effect.offset) == (Period.WEEK, 0)
    assert (effect.since, effect.before) == (AT - timedelta(days=7), None)
    assert heard(archive, say.FilterChosen(Filter.LEVEL, "SAMU_15")).filters.active == (
        Filter.LEVEL,
    )


def test_the_periods_say_where_they_begin_and_end() -> None:
    assert span("", AT) == (None, None)
    assert span(Period.TODAY, AT) == (AT.replace(hour=0, minute=0), None)
    assert span(Period.OLDER, AT) == (None, AT - timedelta(days=730))


def test_the_state_never_holds_more_than_one_page_of_half_a_million_sheets() -> None:
    lines = tuple(a_line(str(place)) for place in range(PAGE))
    archive = found(arrive(Archive(), AT)[0], *lines, matching=500_000)
    (effect,) = asked(archive, say.PageTurned(1))
    assert isinstance(effect, say.SearchArchive)
    assert (effect.offset, effect.most) == (PAGE, PAGE)
    assert asked(archive, say.PageTurned(-1)) == ()
    last = replace(archive, offset=500_000 - PAGE)
    assert asked(last, say.PageTurned(1)) == ()


def test_a_reason_is_asked_and_an_empty_one_opens_nothing() -> None:
    archive = found(arrive(Archive(), AT)[0], a_line(hidden=True))
    archive = heard(archive, say.SheetChosen("a"), say.ReasonWanted("a", "D’un confrère."))
    assert archive.reason_for == "a"
    assert asked(archive, say.SheetChosen("a", "  ")) == ()
    assert "motif" in heard(archive, say.SheetChosen("a", "")).refused
    assert asked(archive, say.SheetChosen("a", "Rappel")) == (say.OpenSheet("a", "Rappel"),)
    assert asked(archive, say.SheetChosen("b")) == (say.OpenSheet("b"),)
    assert "Rappel" not in repr(say.SheetChosen("a", "Rappel"))


def test_what_is_done_to_a_colleagues_sheet_does_not_ask_for_the_reason_again() -> None:
    archive = found(arrive(Archive(), AT)[0], a_line(hidden=True))
    archive = heard(
        archive,
        say.SheetChosen("a"),
        say.ReasonWanted("a", "D’un confrère."),
        say.SheetChosen("a", "Rappel"),
        say.SheetOpened(a_detail(a_line())),
    )
    assert asked(archive, say.ActDone("a", "Fait.")) == (say.OpenSheet("a", "Rappel"),)
    assert "Rappel" not in repr(archive)
    assert heard(archive, say.SheetChosen("b")).given == ""


def test_once_opened_the_name_shows_in_the_list() -> None:
    hidden = a_line(patient="Nom masqué", hidden=True)
    archive = found(arrive(Archive(), AT)[0], hidden)
    archive = heard(archive, say.SheetChosen("a"), say.SheetOpened(a_detail(a_line())))
    assert archive.lines == (a_line(),)


def test_a_sheet_that_arrives_after_another_was_chosen_is_not_shown() -> None:
    archive = found(arrive(Archive(), AT)[0], a_line("a"), a_line("b"))
    archive = heard(archive, say.SheetChosen("a"), say.SheetChosen("b"))
    late = heard(archive, say.SheetOpened(a_detail(a_line("a"))))
    assert late.detail is None
    assert heard(archive, say.SheetRefused("a", "Altérée.")).refused == ""
    assert heard(archive, say.SheetRefused("b", "Altérée.")).refused == "Altérée."


@pytest.mark.parametrize("act", Act)
def test_an_act_is_asked_once_with_its_reason(act: Act) -> None:
    archive = heard(opened(), say.ActOpened(act))
    assert asked(archive, say.ActAsked(act, "texte", " ")) == ()
    if act in WITH_TEXT:
        assert asked(archive, say.ActAsked(act, " ", "motif")) == ()
    assert asked(archive, say.ActAsked(act, "x" * (LONGEST + 1), "motif")) == ()
    message = say.ActAsked(act, "texte", "motif")
    assert asked(archive, message) == (say.DoAct("a", act, "texte", "motif"),)
    assert asked(heard(archive, message), message) == ()


def test_a_refused_act_keeps_the_form_and_a_done_one_reads_the_sheet_again() -> None:
    message = say.ActAsked(Act.HOLD, "", "Réquisition")
    archive = heard(opened(), say.ActOpened(Act.HOLD), message)
    refused = heard(archive, say.ActFailed("Déjà conservée."))
    assert (refused.act, refused.refused, refused.acting) == (Act.HOLD, "Déjà conservée.", "")
    assert asked(archive, say.ActDone("a", "Fait.")) == (say.OpenSheet("a"),)


def test_an_act_done_to_a_sheet_that_was_left_does_not_open_it_again() -> None:
    message = say.ActAsked(Act.HOLD, "", "Réquisition")
    archive = heard(opened(), message, say.SheetChosen("b"), say.ActOpened(Act.OPPOSE))
    done, effects = consult(archive, say.ActDone("a", "Fait."), AT)
    assert effects == ()
    assert done == replace(archive, acting="")


def test_the_sheet_is_read_only_once_it_is_open() -> None:
    assert not heard(Archive(), say.SheetRead()).is_reading
    reading = heard(opened(), say.SheetRead())
    assert reading.is_reading
    assert not heard(reading, say.SheetLeft()).is_reading
    assert not arrive(reading, AT)[0].is_reading
