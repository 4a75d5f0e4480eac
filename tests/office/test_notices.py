"""The page of the parts: read once, one licence at a time, the late answer of another dropped."""

import pytest

from app.desk import messages as say
from app.desk.model import Account, Desk, Screen
from app.desk.update import update as update_desk
from app.office.notices import (
    LoadNotices,
    Notice,
    NoticeChosen,
    NoticeRead,
    NoticesLoaded,
    ReadNotice,
)
from app.office.office import OfficeAsked, OfficeFailed
from app.office.places import Place
from tests.builders import AT, a_station

LXML, NUMPY = Notice("lxml", "6.1.3", "BSD-3-Clause"), Notice("numpy", "2.4.6", "BSD-3-Clause")
LOADED = NoticesLoaded("Pas encore", ("Il aide.",), (LXML, NUMPY))


def an_open_page(role: str = "pharmacist") -> Desk:
    account = Account("helene", "Hélène Marchetti", "Pharmacienne", role)
    desk, _ = update_desk(Desk(station=a_station()), say.LoggedIn(account), AT)
    desk, effects = update_desk(desk, OfficeAsked(Place.NOTICES), AT)
    assert (desk.screen, effects) == (Screen.NOTICES, (LoadNotices(),))
    return desk


@pytest.mark.parametrize("role", ["pharmacist", "owner", "auditor", "preparer"])
def test_every_role_reads_what_the_station_is_for_and_made_of(role: str) -> None:
    desk, effects = update_desk(an_open_page(role), LOADED, AT)
    page = desk.office.notices
    assert (page.title, page.lines, page.chosen) == ("Pas encore", (LXML, NUMPY), "lxml")
    assert effects == (ReadNotice("lxml"),)


def test_the_list_is_read_once() -> None:
    desk, _ = update_desk(an_open_page(), LOADED, AT)
    desk, effects = update_desk(desk, OfficeAsked(Place.NOTICES), AT)
    assert (effects, desk.office.notices.chosen) == ((), "lxml")


def test_a_licence_that_comes_late_is_not_shown_under_another_name() -> None:
    desk, _ = update_desk(an_open_page(), LOADED, AT)
    desk, effects = update_desk(desk, NoticeChosen("numpy"), AT)
    assert effects == (ReadNotice("numpy"),)
    desk, _ = update_desk(desk, NoticeRead("lxml", "of lxml"), AT)
    assert desk.office.notices.words == ""
    desk, _ = update_desk(desk, NoticeRead("numpy", "of numpy"), AT)
    assert desk.office.notices.words == "of numpy"


@pytest.mark.parametrize("name", ["lxml", "absent"])
def test_the_same_part_or_an_unknown_one_reads_nothing(name: str) -> None:
    desk, _ = update_desk(an_open_page(), LOADED, AT)
    assert update_desk(desk, NoticeChosen(name), AT)[1] == ()


def test_a_list_that_could_not_be_read_is_asked_again() -> None:
    desk, _ = update_desk(an_open_page(), OfficeFailed("Recommencez."), AT)
    assert update_desk(desk, OfficeAsked(Place.NOTICES), AT)[1] == (LoadNotices(),)
