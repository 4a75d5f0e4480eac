"""Login, lock, lists: what the station shows around the consultation."""

from dataclasses import replace
from datetime import timedelta

from app.desk import archive_messages as archive
from app.desk import messages as say
from app.desk.archive import Archive, ArchiveLine
from app.desk.effects import CloseVault, FetchProtocol, LoadHome, OpenEncounter, OpenVault
from app.desk.model import WAIT, Account, Desk, Screen, Tile
from app.desk.update import update
from app.office.copies import LoadBackups
from app.office.outbox_messages import CountOutbox
from tests.builders import AT, a_station

HELENE = Account("helene", "Hélène Marchetti", "Pharmacienne", "pharmacist")


def a_desk() -> Desk:
    return Desk(station=a_station(), accounts=(HELENE,), selected="helene")


def an_open_desk() -> Desk:
    return update(a_desk(), say.LoggedIn(HELENE), AT)[0]


def test_the_secret_goes_to_the_vault_and_never_into_the_state() -> None:
    desk, effects = update(a_desk(), say.LoginAsked("helene", "s3cret-phrase"), AT)
    assert effects == (OpenVault("helene", "s3cret-phrase"),)
    assert "s3cret-phrase" not in repr(desk)
    assert "s3cret-phrase" not in repr(effects)
    assert "s3cret-phrase" not in repr(say.LoginAsked("helene", "s3cret-phrase"))


def test_two_presses_open_the_vault_once() -> None:
    desk, first = update(a_desk(), say.LoginAsked("helene", "x"), AT)
    desk, second = update(desk, say.LoginAsked("helene", "x"), AT)
    assert (len(first), second) == (1, ())


def test_five_wrong_codes_make_the_station_wait_a_minute() -> None:
    desk = a_desk()
    for _ in range(5):
        desk, _ = update(desk, say.LoginAsked("helene", "x"), AT)
        desk, _ = update(desk, say.LoginRefused("Mot de passe refusé.", counts=True), AT)
    assert desk.wait_until == AT + timedelta(minutes=1)
    assert update(desk, say.LoginAsked("helene", "x"), AT + timedelta(seconds=59))[1] == ()
    assert update(desk, say.LoginAsked("helene", "x"), AT + timedelta(seconds=60))[1] != ()


def test_a_busy_folder_is_not_a_wrong_code() -> None:
    desk = a_desk()
    for _ in range(9):
        desk, _ = update(desk, say.LoginAsked("helene", "x"), AT)
        desk, _ = update(desk, say.LoginRefused("Déjà ouvert ailleurs.", counts=False), AT)
    assert desk.wait_until is None
    assert desk.notice == "Déjà ouvert ailleurs."


def test_nothing_opens_before_login() -> None:
    for message in (
        say.HomeAsked(),
        say.ArchiveAsked(),
        say.PatientAsked(),
        archive.SheetChosen("a"),
    ):
        desk, effects = update(a_desk(), message, AT)
        assert (desk.screen, effects) == (Screen.LOGIN, ())


def test_login_leads_home_and_loads_it() -> None:
    desk, effects = update(a_desk(), say.LoggedIn(HELENE), AT)
    assert desk.screen is Screen.HOME
    assert effects == (LoadHome(), LoadBackups(may_begin=True), CountOutbox())


def test_what_the_anchors_say_is_read_first_at_login() -> None:
    said = "Une copie ancienne a pris la place des archives."
    desk, _ = update(a_desk(), say.LoggedIn(HELENE, said), AT)
    assert (desk.screen, desk.notice) == (Screen.HOME, said)
    assert update(desk, say.NoticeClosed(), AT)[0].notice == ""


def test_locking_forgets_everything_that_names_a_patient() -> None:
    line = ArchiveLine("a", 1, AT, "DORVAL Camille", "Tique", "PHARMACY")
    desk = an_open_desk()
    desk, _ = update(desk, say.ArchiveAsked(), AT)
    desk, _ = update(desk, archive.SearchTyped("dorval"), AT)
    desk, _ = update(desk, archive.ArchiveFound(2, (line,), 1, 1), AT)
    assert "DORVAL" in repr(desk)
    desk, effects = update(desk, say.LockAsked(), AT)
    assert effects == (CloseVault(),)
    assert desk.archive == Archive()
    assert "DORVAL" not in repr(desk)
    assert desk.person is None


def test_a_locked_tile_says_why_and_opens_nothing() -> None:
    desk, _ = update(
        an_open_desk(),
        say.HomeLoaded((Tile("p", "P", "bug", 1, "Ce protocole a expiré."),), ()),
        AT,
    )
    desk, effects = update(desk, say.PatientAsked("p"), AT)
    assert effects == ()
    assert desk.notice == "Ce protocole a expiré."


def test_a_tile_opens_a_consultation_for_the_person_logged_in() -> None:
    assert update(an_open_desk(), say.PatientAsked("p"), AT)[1] == (OpenEncounter("p", "helene"),)


def test_a_protocol_is_fetched_for_the_open_consultation() -> None:
    assert update(an_open_desk(), say.ProtocolAsked("p"), AT)[1] == (FetchProtocol("p"),)


def test_a_clock_set_back_does_not_close_the_login_for_longer_than_its_minute() -> None:
    desk = replace(a_desk(), wait_until=AT + WAIT)
    for at, opened in (
        (AT, False),
        (AT + WAIT - timedelta(seconds=1), False),
        (AT + WAIT, True),
        (AT - timedelta(days=400), True),
    ):
        _, effects = update(desk, say.LoginAsked("helene", "123456"), at)
        assert bool(effects) is opened
        assert desk.wait_left(at) <= WAIT
        assert bool(desk.wait_left(at)) is not opened
