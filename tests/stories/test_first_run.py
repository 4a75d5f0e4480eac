"""A pharmacy makes its station, its shares and its people, through the real window."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shamir_mnemonic.wordlist import WORDLIST

from app.clock import now
from app.config import demonstration_folder
from app.desk.model import Screen
from app.effects.custody.people_founding import FoundingRoom
from app.effects.demonstration import CODE
from app.effects.opening import make_runner, usual_desk, usual_folder
from app.effects.pace import hurried
from app.effects.runner import Runner
from app.office.first_run import Founded, FoundStation, Step
from app.office.people import Act
from app.records.keys.roster import roster
from app.records.people.session import PharmacistSession
from app.records.people.unlock import unlock
from app.records.refusals import WrongSecret
from app.traffic import Post
from tests.exchange.reading import words as pdf_words
from tests.office.founders import OURS, PEOPLE, PHARMACY, THEIRS, found
from tests.stories.hands import Hands, show
from ui.loop import Loop
from ui.widgets.demonstration import CREATE
from ui.window import StationWindow

FRESH = "dauphin crayon opaque bulletin jaguar mimique verger tulipe"


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    """A real station, without shares yet."""
    return found(tmp_path / "pharmacie")


@pytest.fixture
def hands(qtbot: QtBot, founded: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, founded)
    yield opened
    opened.close()


def log_in(hands: Hands, secret: str) -> None:
    hands.type(secret)
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.person, "the session")


def make_the_shares(hands: Hands, folder: Path, pictures: Path | None = None) -> list[str]:
    """Write the three sheets, read two of them as a person would; return their words."""
    office = lambda: hands.loop.flow.desk.office.recovery  # noqa: E731 - read again each time
    hands.wait(lambda: office().standing.sentence, "where the shares stand")
    hands.picture(pictures, "15-parts")
    hands.type("n")
    hands.type(str(folder))
    hands.enter()
    hands.wait(lambda: office().written, "the sheets")
    hands.picture(pictures, "15b-parts-relues")
    sheets = [share_words(folder / name) for name in office().written.names]
    for question in office().written.questions:
        number, first, last = map(int, re.findall(r"\d+", question))
        hands.type(" ".join(sheets[number - 1].split()[first - 1 : last]))
        hands.tab()
    hands.enter()
    hands.wait(lambda: office().done or office().refused, "the shares taken")
    assert office().refused == ""
    return sheets


def share_words(sheet: Path) -> str:
    """Return the 33 words of a printed sheet, in order."""
    found = re.findall(r"(?<!\d)(\d{1,2})[ .\u00a0]+([a-z]{4,8})\b", pdf_words(sheet.read_bytes()))
    # the date and the instructions also hold numbers before words
    numbered = {int(number): word for number, word in found if word in WORDLIST}
    assert sorted(numbered) == list(range(1, 34))
    return " ".join(numbered[place] for place in range(1, 34))


def test_the_first_run_makes_a_station_that_its_pharmacist_opens(
    qtbot: QtBot,
    tmp_path: Path,
    dress: object,
    pictures: Path | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    hands = FirstHands(qtbot)
    page = lambda: hands.loop.flow.desk.first_run  # noqa: E731 - read again each time
    hands.picture(pictures, "00-premier-lancement")
    hands.tab_to(CREATE)
    hands.press(Qt.Key.Key_Space)
    for value in ("name", "finess", "street", "postcode", "city", "phone", "mail"):
        hands.type(getattr(PHARMACY, value))
        hands.tab()
    hands.picture(pictures, "00b-pharmacie")
    hands.enter()
    assert page().step is Step.PEOPLE, page().wrong
    for value in ("given", "family", "title", "rpps"):
        hands.type(getattr(PEOPLE, value))
        hands.tab()
    hands.press(Qt.Key.Key_Escape)
    hands.type("1")
    hands.enter()
    assert page().step is Step.SECRETS, page().wrong
    assert (page().people.login, page().people.owner_login) == ("anne", "anne.gestion")
    hands.picture(pictures, "00c-phrases")
    type_both_phrases(hands)
    hands.enter()
    hands.wait(lambda: page().step is Step.MADE, f"the station ({page().refused})")
    hands.enter()
    assert hands.restarts == 1
    folder = Path(hands.opens)
    assert folder == tmp_path / "home" / "osys-station" / "pharmacie"
    hands.close()
    assert usual_folder() == folder
    assert usual_desk().station.pharmacy.name == PHARMACY.name
    assert not usual_desk().station.demonstration
    with unlock(folder, "anne", OURS, now()) as session:
        assert isinstance(session, PharmacistSession)
    with unlock(folder, "anne.gestion", THEIRS, now()) as session:
        assert not isinstance(session, PharmacistSession)


def type_both_phrases(hands: Hands) -> None:
    hands.type(OURS)
    hands.tab()
    hands.type(OURS)
    hands.tab_to("Phrase du titulaire")
    hands.type(THEIRS)
    hands.tab()
    hands.type(THEIRS)


class FirstHands(Hands):
    """Somebody at the first start of a fresh computer."""

    def __init__(self, qtbot: QtBot) -> None:
        from datetime import timedelta

        self._qtbot, pace, folder, desk = qtbot, hurried(), usual_folder(), usual_desk()
        self.later, self.restarts, self.opens = timedelta(), 0, ""

        def make_starter(post: Post) -> Runner:
            self._runner = make_runner(desk, folder, post, pace)
            return self._runner

        self.loop = Loop(desk, make_starter, pace.now)
        self.window = StationWindow(self.loop, self._restart)
        show(qtbot, self.window)


def test_a_weak_phrase_makes_nothing_and_says_why(
    qtbot: QtBot, tmp_path: Path, dress: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.office.first_run import FoundingAsked, PeopleTold, PharmacyTold, SecretsTold
    from app.office.phrases import Secret

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    hands = FirstHands(qtbot)
    folder = tmp_path / "ailleurs"
    hands.loop.send(FoundingAsked())
    hands.loop.send(PharmacyTold(replace(PHARMACY, folder=str(folder))))
    hands.loop.send(PeopleTold(PEOPLE))
    weak = Secret("pharmacie2026", "pharmacie2026")
    hands.loop.send(SecretsTold(weak, Secret(THEIRS, THEIRS)))
    hands.wait(lambda: hands.loop.flow.desk.first_run.refused, "the refusal")
    assert hands.loop.flow.desk.first_run.step is Step.SECRETS
    assert not (folder / "station.json").exists()
    hands.close()


def test_the_first_start_opens_the_demonstration_marked_as_such(
    qtbot: QtBot, tmp_path: Path, dress: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    hands = FirstHands(qtbot)
    desk = hands.loop.flow.desk
    assert (desk.screen, desk.blocked) == (Screen.LOGIN, "")
    assert desk.station.demonstration and desk.accounts
    assert {"Poste de démonstration"} <= said_on(hands)
    log_in(hands, CODE)
    assert hands.loop.flow.desk.screen is Screen.HOME
    hands.close()
    assert usual_folder() == demonstration_folder()


def test_the_station_of_the_pharmacy_is_begun_from_the_open_demonstration(
    qtbot: QtBot, tmp_path: Path, dress: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    hands = FirstHands(qtbot)
    log_in(hands, CODE)
    hands.wait(lambda: hands.loop.flow.desk.tiles, "the home page")
    hands.tab_to(CREATE)
    hands.press(Qt.Key.Key_Space)
    desk = lambda: hands.loop.flow.desk  # noqa: E731 - read again each time
    assert (desk().screen, desk().person, desk().tiles) == (Screen.FIRST_RUN, None, ())
    hands.type(PHARMACY.name)
    hands.press(Qt.Key.Key_Escape)
    assert (desk().screen, hands.restarts) == (Screen.FIRST_RUN, 0)
    hands.press(Qt.Key.Key_Escape)
    hands.wait(lambda: hands.restarts, "a fresh process, as after any session")
    assert desk().screen is Screen.LOGIN
    hands.close()


def test_a_station_made_elsewhere_is_what_opens_and_is_missed_when_its_disk_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "disque" / "poste"
    form = replace(PHARMACY, folder=str(folder))
    made = list(FoundingRoom(now).answer(FoundStation(form, PEOPLE, OURS, THEIRS)))
    assert made[-1] == Founded(str(folder))
    assert usual_folder() == folder
    assert [one.login for one in usual_desk().accounts] == ["anne", "anne.gestion"]
    (tmp_path / "disque").rename(tmp_path / "parti")
    away = usual_desk()
    assert str(folder) in away.blocked and "Branchez" in away.blocked
    assert not away.station.demonstration and away.accounts == ()
    assert not folder.exists()


def test_where_nothing_can_be_written_the_page_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    desk = usual_desk()
    assert desk.blocked and desk.station.demonstration


def said_on(hands: Hands) -> set[str]:
    return {one.text() for one in hands.window.findChildren(QLabel) if one.isVisible()}


def test_a_new_station_asks_for_its_shares_until_they_are_read_again(
    hands: Hands, tmp_path: Path, pictures: Path | None
) -> None:
    log_in(hands, OURS)
    assert hands.loop.flow.desk.screen is Screen.RECOVERY
    assert "n’est pas finie" in hands.loop.flow.desk.notice
    sheets = make_the_shares(hands, tmp_path / "cle", pictures)
    assert hands.loop.flow.desk.office.recovery.standing.are_checked
    assert " ".join(sheets[0].split()[5:7]) not in repr(hands.loop.flow.desk)
    hands.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: hands.restarts, "the lock")
    log_in(hands, OURS)
    assert hands.loop.flow.desk.screen is Screen.HOME


def test_two_sheets_give_a_forgotten_access_back(
    hands: Hands, tmp_path: Path, founded: Path, pictures: Path | None
) -> None:
    log_in(hands, OURS)
    sheets = make_the_shares(hands, tmp_path / "cle")
    hands.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: hands.restarts, "the lock")
    hands.tab_to("Mot de passe perdu")
    hands.press(Qt.Key.Key_Space)
    hands.wait(lambda: hands.loop.flow.desk.screen is Screen.RESCUE, "the page")
    hands.type(sheets[0])
    hands.tab()
    hands.type(sheets[2])
    hands.tab_to("Nouvelle phrase de passe")
    hands.type(FRESH)
    hands.tab()
    hands.type(FRESH)
    hands.picture(pictures, "16-mot-de-passe-perdu")
    hands.enter()
    desk = lambda: hands.loop.flow.desk  # noqa: E731 - read again each time
    hands.wait(lambda: desk().rescue.refused or desk().screen is Screen.LOGIN, "the access")
    assert desk().rescue.refused == ""
    assert "est rendu" in desk().notice
    log_in(hands, FRESH)
    hands.close()
    with pytest.raises(WrongSecret):
        unlock(founded, "anne", OURS, now())


def test_people_come_and_go_and_a_phrase_changes(
    hands: Hands, tmp_path: Path, founded: Path, pictures: Path | None
) -> None:
    log_in(hands, OURS)
    make_the_shares(hands, tmp_path / "cle")
    hands.press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    page = lambda: hands.loop.flow.desk.office.people  # noqa: E731 - read again each time
    hands.wait(lambda: page().lines, "the people")
    hands.picture(pictures, "17-equipe")
    hands.type("a")
    for value in ("Bruno", "Castel", "Pharmacien adjoint", "bruno", "10000678903"):
        hands.type(value)
        hands.tab()
    hands.type(FRESH)
    hands.tab()
    hands.type(FRESH)
    hands.picture(pictures, "17b-ajouter")
    hands.enter()
    hands.wait(lambda: page().done or page().refused, "the account")
    assert page().refused == ""
    assert [one.login for one in roster(founded)] == ["anne", "anne.gestion", "bruno"]
    assert FRESH not in repr(hands.loop.flow.desk)
    change_my_phrase(hands)
    for _ in range(2):
        hands.press(Qt.Key.Key_Down)
    assert page().selected == "bruno"
    hands.type("s")
    assert page().act is Act.REVOKE
    hands.type("brun")
    hands.enter()
    assert "retapez" in page().refused
    hands.type("bruno")
    hands.enter()
    hands.wait(lambda: page().done, "the account taken away")
    assert [one.login for one in roster(founded)] == ["anne", "anne.gestion"]


def change_my_phrase(hands: Hands) -> None:
    page = lambda: hands.loop.flow.desk.office.people  # noqa: E731 - read again each time
    hands.type("p")
    hands.type(OURS)
    hands.tab()
    new = "galaxie timbre hublot notaire voltige cerise palourde jongler"
    hands.type(new)
    hands.tab()
    hands.type(new)
    hands.enter()
    hands.wait(lambda: page().act is None or page().refused, "the new phrase")
    assert page().refused == ""


def test_an_owner_sees_neither_archive_nor_patient(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Down)
    log_in(hands, THEIRS)
    from ui.widgets.navigation import NavigationButton

    places = hands.window.findChildren(NavigationButton)
    assert {one.text() for one in places if not one.isHidden()} == {
        "Appareils",
        "Bureau",
        "Touches",
    }
    assert hands.loop.flow.encounter is None
    assert hands.loop.flow.desk.tiles == ()
