"""What is kept, through the real window and with the keyboard alone."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.clock import now
from app.desk.archive import Archive
from app.desk.messages import ArchiveAsked
from app.desk.model import Screen
from app.office.office import Office
from app.office.places import Place
from app.records.check.verify import verify
from app.records.people.session import PharmacistSession
from app.records.people.unlock import unlock
from tests.stories.hands import Hands
from tests.stories.kept_sheets import a_station_with, a_station_with_an_owner, seal_as
from ui.widgets.navigation import NavigationButton

CODE = "123456"
CONTROL = Qt.KeyboardModifier.ControlModifier
Opened = Callable[[Path], Hands]


@pytest.fixture
def opened(qtbot: QtBot, dress: object) -> Iterator[Opened]:
    """Open the window of a station and log in as its first person."""
    hands: list[Hands] = []

    def enter(folder: Path) -> Hands:
        hands.append(Hands(qtbot, folder))
        one = hands[0]
        one.type(CODE)
        one.enter()
        one.wait(lambda: one.loop.flow.desk.tiles, "the home screen")
        return one

    yield enter
    for one in hands:
        one.close()


def archive_of(hands: Hands) -> Archive:
    return hands.loop.flow.desk.archive


def office_of(hands: Hands) -> Office:
    return hands.loop.flow.desk.office


def go_to(hands: Hands, word: str) -> None:
    places = hands.window.findChildren(NavigationButton)
    next(one for one in places if one.text() == word).click()


def go_to_office(hands: Hands, screen: Screen) -> None:
    """Reach a page of the back office with the keys that go from one to the next."""
    if hands.loop.flow.desk.screen is Screen.HOME:
        go_to(hands, "Bureau")
    for _ in Place:
        if hands.loop.flow.desk.screen is screen:
            return
        hands.press(Qt.Key.Key_PageDown, CONTROL)
    raise AssertionError(f"{screen} was not reached")


def open_first(hands: Hands, typed: str) -> None:
    go_to(hands, "Archives")
    hands.press(Qt.Key.Key_F4)
    hands.type(typed)
    hands.enter()
    hands.wait(lambda: archive_of(hands).detail, "the sheet")


def do_act(hands: Hands, key: str, *texts: str) -> None:
    """Open the form of one act, fill it and write it."""
    hands.type(key)
    hands.wait(lambda: archive_of(hands).act, "the form")
    for place, text in enumerate(texts):
        if place:
            hands.tab()
        hands.type(text)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.wait(lambda: archive_of(hands).act is None and not archive_of(hands).busy, "the act")


def test_a_sheet_is_completed_and_its_first_version_stays(
    opened: Opened, tmp_path: Path, pictures: Path | None
) -> None:
    folder = tmp_path / "station"
    a_station_with(folder, ("helene",))
    hands = opened(folder)
    open_first(hands, "dorval")
    hands.type("o")
    assert archive_of(hands).is_reading
    do_act(hands, "c", "Le docteur a appris.", "Appel reçu")
    detail = archive_of(hands).detail
    assert detail is not None and detail.sheet is not None
    assert [one.kind for one in detail.versions] == ["fiche scellée", "complément"]
    assert detail.sheet.notes[0].text == "Le docteur a appris."
    assert detail.replayed == "Même résultat"
    assert detail.line.versions == 2
    hands.picture(pictures, "09b-fiche")
    hands.close()
    assert verify(folder).findings == ()


def test_a_held_sheet_says_so_until_the_hold_is_let_go(opened: Opened, tmp_path: Path) -> None:
    folder = tmp_path / "station"
    a_station_with(folder, ("helene",))
    hands = opened(folder)
    open_first(hands, "dorval")
    hands.type("o")
    do_act(hands, "g", "Réquisition du parquet")
    detail = archive_of(hands).detail
    assert detail is not None and detail.keeping.held == "Réquisition du parquet"
    do_act(hands, "g", "Affaire close")
    detail = archive_of(hands).detail
    assert detail is not None and detail.keeping.held == ""


def test_a_patient_receives_everything_and_their_objection_stays_on_the_sheet(
    opened: Opened, tmp_path: Path
) -> None:
    folder = tmp_path / "station"
    a_station_with(folder, ("helene", "helene"))
    hands = opened(folder)
    open_first(hands, "dorval")
    hands.type("o")
    do_act(hands, "d", "La patiente, carte d’identité vue")
    (written,) = (folder / "exports").iterdir()
    held = json.loads((written / "donnees.json").read_text(encoding="utf-8"))
    assert len(held["sheets"]) == 2
    do_act(hands, "n", "À la recherche", "La patiente, au comptoir")
    detail = archive_of(hands).detail
    assert detail is not None and detail.keeping.opposed


def test_copies_are_made_proven_and_brought_back_by_two_people(
    opened: Opened, tmp_path: Path, pictures: Path | None
) -> None:
    folder, into = tmp_path / "station", tmp_path / "retour"
    a_station_with(folder, ("helene",))
    hands = opened(folder)
    go_to_office(hands, Screen.BACKUP)
    hands.wait(lambda: office_of(hands).backup.is_known, "the backups")
    hands.picture(pictures, "15-sauvegardes")
    fill_places(hands, tmp_path / "a", tmp_path / "b")
    hands.enter()
    hands.wait(lambda: office_of(hands).backup.ended, "the backup")
    ended = office_of(hands).backup.ended
    assert ended is not None and ended.good, ended
    hands.wait(lambda: office_of(hands).backup.state.keys_at, "its age")
    hands.type("e")
    hands.wait(lambda: office_of(hands).backup.state.drilled_at, "the drill")
    hands.picture(pictures, "15b-sauvegarde-essayee")
    restore(hands, into)
    hands.wait(lambda: office_of(hands).backup.task is None, "the restoration")
    ended = office_of(hands).backup.ended
    assert ended is not None and str(into) in ended.lines[0], office_of(hands).backup.refused
    with unlock(into, "theo", CODE, now()) as session:
        assert isinstance(session, PharmacistSession) and len(session.vault.sheets()) == 1


def test_a_backup_that_is_due_is_made_by_itself_on_the_home_screen(
    opened: Opened, tmp_path: Path
) -> None:
    folder = tmp_path / "station"
    a_station_with(folder, ("helene",))
    hands = opened(folder)
    go_to_office(hands, Screen.BACKUP)
    hands.wait(lambda: office_of(hands).backup.is_known, "the backups")
    fill_places(hands, tmp_path / "a", tmp_path / "b")
    hands.type("2")
    hands.wait(lambda: office_of(hands).backup.state.every_h, "the schedule")
    assert office_of(hands).backup.state.data_at is None
    go_to(hands, "Accueil")
    hands.wait(lambda: office_of(hands).backup.state.keys_at, "the backup that was due")
    go_to(hands, "Accueil")
    assert office_of(hands).backup.task is None
    assert len(list((tmp_path / "a").iterdir())) == 1


def fill_places(hands: Hands, data: Path, keys: Path) -> None:
    """Type where the copies go; the fields are reached by Tab from the page."""
    from ui.screens.backup import BackupScreen

    page = hands.window.page
    assert isinstance(page, BackupScreen)
    hands.tab_to("Dossier des données")
    hands.type(str(data))
    hands.tab()
    hands.type(str(keys))
    hands.press(Qt.Key.Key_Escape)


def restore(hands: Hands, into: Path) -> None:
    """Fill in the form of a restoration and ask for it."""
    hands.tab_to("Dossier vide à remplir")
    hands.type(str(into))
    hands.tab_to("Votre mot de passe")
    hands.type(CODE)
    hands.tab_to("Son mot de passe")
    hands.type(CODE)
    hands.press(Qt.Key.Key_Escape)
    hands.type("r")
    assert office_of(hands).backup.task is not None, office_of(hands).backup.refused


def test_what_is_due_is_shown_then_destroyed_in_front_of_a_second_person(
    opened: Opened, tmp_path: Path, pictures: Path | None
) -> None:
    folder, today = tmp_path / "station", now()
    old = today - timedelta(days=11 * 366)
    a_station_with(folder, ("helene",), lambda: old)
    for days in (100, 50, 1):
        seal_as(folder, "helene", lambda days=days: today - timedelta(days=days))
    hands = opened(folder)
    go_to_office(hands, Screen.RETENTION)
    hands.wait(lambda: office_of(hands).retention.may_purge, "the holds")
    hands.press(Qt.Key.Key_Escape)
    hands.type("p")
    hands.wait(lambda: office_of(hands).retention.plan, "the plan")
    plan = office_of(hands).retention.plan
    assert plan is not None and plan.doubt == ""
    assert {one.what for one in plan.months} >= {"fiches"}
    hands.picture(pictures, "16-conservation")
    confirm(hands, CODE, "détruire tout")
    assert "exactement" in office_of(hands).retention.refused
    confirm(hands, CODE, plan.phrase)
    hands.wait(lambda: office_of(hands).retention.purges, "the purge")
    assert "détruites" in office_of(hands).retention.done
    go_to(hands, "Archives")
    hands.wait(lambda: archive_of(hands).total == 3, "three sheets left")


def test_a_sheet_sealed_for_the_wrong_patient_is_erased_by_two_people(
    opened: Opened, tmp_path: Path
) -> None:
    folder = tmp_path / "station"
    a_station_with(folder, ("helene", "helene"))
    hands = opened(folder)
    go_to_office(hands, Screen.RETENTION)
    hands.wait(lambda: office_of(hands).retention.may_purge, "the holds")
    hands.type("4")
    hands.tab()
    hands.type("Autre patient")
    hands.press(Qt.Key.Key_Escape)
    hands.type("e")
    hands.wait(lambda: office_of(hands).erasure.plan, "what would go")
    plan = office_of(hands).erasure.plan
    assert plan is not None
    confirm(hands, "999999", plan.phrase)
    hands.wait(lambda: hands.loop.flow.desk.notice, "the refusal of a wrong password")
    assert office_of(hands).erasure.plan == plan
    confirm(hands, CODE, plan.phrase)
    hands.wait(lambda: office_of(hands).erasure.done, "the erasure")
    go_to(hands, "Archives")
    hands.wait(lambda: archive_of(hands).total == 1, "one sheet left")
    hands.close()
    assert verify(folder).findings == ()


def confirm(hands: Hands, secret: str, typed: str) -> None:
    hands.tab_to("Son mot de passe")
    hands.type(secret)
    hands.tab_to("La phrase, retapée")
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.type(typed)
    hands.press(Qt.Key.Key_Return, CONTROL)


def test_the_owner_holds_a_sheet_by_its_number_and_reaches_no_patient(
    qtbot: QtBot, dress: object, tmp_path: Path
) -> None:
    folder = tmp_path / "station"
    a_station_with_an_owner(folder, "654321")
    hands = Hands(qtbot, folder)
    hands.press(Qt.Key.Key_Down)
    hands.type("654321")
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.screen is Screen.PEOPLE, "the office")
    places = hands.window.findChildren(NavigationButton)
    shown = [one.text() for one in places if one.isVisibleTo(hands.window)]
    assert shown == ["Appareils", "Bureau", "Touches"]
    hands.loop.send(ArchiveAsked())
    assert hands.loop.flow.desk.screen is Screen.PEOPLE
    go_to_office(hands, Screen.RETENTION)
    number = hold_the_sheet(hands)
    assert [one.number for one in office_of(hands).retention.holds] == [number]
    assert not office_of(hands).retention.may_purge
    go_to_office(hands, Screen.BACKUP)
    hands.wait(lambda: office_of(hands).backup.is_known, "the backups")
    hands.enter()
    assert office_of(hands).backup.task is None
    hands.close()
    assert b"DORVAL" not in repr(hands.loop.flow.desk).encode()


def hold_the_sheet(hands: Hands) -> int:
    """Hold the one sheet of the station: its number follows those of the two people."""
    number = 4
    hands.type(f"{number}")
    hands.tab()
    hands.type("Procédure en cours")
    hands.press(Qt.Key.Key_Escape)
    hands.type("g")
    hands.wait(lambda: office_of(hands).retention.holds, "the hold")
    return number


def test_a_colleagues_sheet_opens_for_a_reason_that_the_log_keeps(
    opened: Opened, tmp_path: Path, pictures: Path | None
) -> None:
    folder = tmp_path / "station"
    a_station_with(folder, ("helene", "theo"))
    hands = opened(folder)
    go_to(hands, "Archives")
    hands.wait(lambda: archive_of(hands).total == 2, "the sheets")
    theirs, own = archive_of(hands).lines
    assert (theirs.hidden, own.hidden) == (True, False)
    assert "DORVAL" not in theirs.patient
    hands.press(Qt.Key.Key_Down)
    hands.wait(lambda: archive_of(hands).reason_for, "the question")
    assert archive_of(hands).detail is None
    hands.picture(pictures, "09c-motif")
    hands.enter()
    assert archive_of(hands).detail is None
    hands.type("Rappel de la patiente")
    hands.enter()
    hands.wait(lambda: archive_of(hands).detail, "the sheet")
    assert archive_of(hands).lines[0].patient == "DORVAL Camille"
    hands.type("o")
    do_act(hands, "c", "Rappel fait.", "Suite")
    assert archive_of(hands).reason_for == ""
    go_to(hands, "Bureau")
    go_to_office(hands, Screen.ACCESS_LOG)
    hands.wait(lambda: office_of(hands).access_log.lines, "the log")
    read = office_of(hands).access_log.lines
    assert ("Fiche ouverte", "Rappel de la patiente") in {(one.what, one.reason) for one in read}
    assert {one.who for one in read} == {"Hélène Marchetti"}
    hands.picture(pictures, "14-acces")


def test_the_alarm_drops_the_keys_writes_the_evidence_and_says_what_to_do(
    opened: Opened, tmp_path: Path, pictures: Path | None
) -> None:
    folder, stick = tmp_path / "station", tmp_path / "cle"
    a_station_with(folder, ("helene",))
    hands = opened(folder)
    go_to_office(hands, Screen.EMERGENCY_OFFICE)
    hands.picture(pictures, "17-urgence")
    hands.type("3")
    hands.type(str(stick))
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.wait(lambda: office_of(hands).emergency.raised, "the evidence")
    raised = office_of(hands).emergency.raised
    assert raised is not None and "réseau" in raised.steps[0]
    hands.picture(pictures, "17b-urgence-fermee")
    (written,) = stick.iterdir()
    assert "Aucune rupture." in (written / "verification.txt").read_text(encoding="utf-8")
    held = b"".join(path.read_bytes() for path in written.iterdir())
    assert all(name not in held for name in (b"DORVAL", b"Dorval", b"CAMILLE"))
    with unlock(folder, "theo", CODE, now()) as session:  # the folder was let go
        assert isinstance(session, PharmacistSession)
    places = hands.window.findChildren(NavigationButton)
    assert [one.text() for one in places if one.isVisibleTo(hands.window)] == ["Touches"]
    hands.enter()
    assert hands.loop.flow.desk.person is None
