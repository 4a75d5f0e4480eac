"""The relay of the calls: kept with its key, taken away, tried; never stuck, its key never shown."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app.config import SETTINGS
from app.desk import messages as say
from app.desk.model import Account, Desk, Screen
from app.desk.update import update as update_desk
from app.effects.custody.relay import AUTHORITY, OTHER, SILENT, RelayRoom, called
from app.errors import RefusedSetting
from app.office.office import OfficeAsked, OfficeFailed
from app.office.places import Place
from app.office.relay import (
    ANSWERS,
    KEY_FIRST,
    KeepRelay,
    LoadRelay,
    Relay,
    RelayAnswered,
    RelayKept,
    RelayLoaded,
    RelayTold,
    RelayTrialAsked,
    TryRelay,
    update,
)
from app.settings import RelaySettings, read_relay, read_settings
from resources import files
from tests.builders import AT, a_station

KEY = "k" * 43
HERE = "https://relais.exemple.invalid/"


def a_desk(role: str = "pharmacist") -> Desk:
    account = Account("helene", "Hélène Marchetti", "Pharmacienne", role)
    return update_desk(Desk(station=a_station()), say.LoggedIn(account), AT)[0]


@pytest.mark.parametrize(
    ("role", "opens"), [("pharmacist", True), ("owner", True), ("auditor", False)]
)
def test_who_keeps_the_relay(role: str, opens: bool) -> None:
    desk, effects = update_desk(a_desk(role), OfficeAsked(Place.RELAY), AT)
    assert (desk.screen is Screen.RELAY, LoadRelay() in effects) == (opens, opens)


def test_a_relay_needs_its_key_the_first_time_and_keeps_it_after() -> None:
    page, effects = update(Relay(), RelayTold(HERE, "", ""))
    assert (page.refused, effects) == (KEY_FIRST, ())
    page, effects = update(page, RelayTold(HERE.rstrip("/"), f" {KEY} ", ""))
    assert effects == (KeepRelay(HERE, KEY, ""),)
    page, _ = update(page, RelayKept(HERE, "", has_key=True))
    assert update(page, RelayTold(HERE, "", "/a.pem"))[1] == (KeepRelay(HERE, "", "/a.pem"),)
    elsewhere = RelayTold("https://autre.exemple.invalid/", "", "")
    assert update(page, elsewhere)[0].refused == KEY_FIRST


def test_the_station_knows_its_relay_as_soon_as_it_is_kept() -> None:
    desk, _ = update_desk(a_desk(), OfficeAsked(Place.RELAY), AT)
    kept, _ = update_desk(desk, RelayKept(HERE, "", has_key=True), AT)
    assert kept.station.relay_address == HERE
    assert update_desk(kept, RelayKept("", "", has_key=False), AT)[0].station.relay_address == ""


def test_nothing_is_asked_twice_and_a_failure_gives_the_page_back() -> None:
    busy, asked = update(Relay(HERE, has_key=True), RelayTrialAsked())
    assert asked == (TryRelay(),)
    assert update(busy, RelayTrialAsked()) == (busy, ())
    assert update(busy, RelayTold("", "", "")) == (busy, ())
    desk = a_desk()
    desk = replace(desk, office=replace(desk.office, relay=busy))
    rested, _ = update_desk(desk, OfficeFailed("Rien n’est écrit."), AT)
    assert (rested.office.relay.busy, rested.notice) == ("", "Rien n’est écrit.")
    assert update(busy, RelayAnswered(""))[0].done == ANSWERS
    assert update(busy, RelayAnswered(SILENT))[0].refused == SILENT


def test_the_key_of_a_relay_is_shown_nowhere() -> None:
    told = RelayTold(HERE, KEY, "")
    _, effects = update(Relay(), told)
    assert KEY not in repr(told) + repr(effects)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shipped = files.path("demonstration/station.toml")
    (tmp_path / SETTINGS).write_bytes(Path(str(shipped)).read_bytes())
    return tmp_path


def test_the_settings_hold_the_relay_and_lose_nothing_else(folder: Path) -> None:
    room, before = RelayRoom(folder), read_settings(folder / SETTINGS)
    assert list(room.answer(KeepRelay(HERE, KEY, ""))) == [RelayKept(HERE, "", has_key=True)]
    assert read_relay(folder / SETTINGS) == RelaySettings(HERE, KEY)
    assert list(room.answer(LoadRelay())) == [RelayLoaded(HERE, "", has_key=True)]
    room.answer(KeepRelay(HERE, "", ""))
    assert read_relay(folder / SETTINGS).key == KEY
    assert list(room.answer(KeepRelay("", "", ""))) == [RelayKept("", "", has_key=False)]
    assert read_settings(folder / SETTINGS) == before


def test_an_address_without_https_is_refused_and_the_former_one_stays(folder: Path) -> None:
    room = RelayRoom(folder)
    room.answer(KeepRelay(HERE, KEY, ""))
    with pytest.raises(RefusedSetting):
        room.answer(KeepRelay("http://relais.exemple.invalid/", KEY, ""))
    assert read_relay(folder / SETTINGS).address == HERE


class Page(BaseHTTPRequestHandler):
    content = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture
def served() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_trial_tells_a_page_of_the_doctor_from_another_one(
    served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Page, "content", Path(str(files.path("doctor/index.html"))).read_bytes())
    assert called(RelaySettings(served, KEY)) == ""
    monkeypatch.setattr(Page, "content", b"<title>Imprimante</title>")
    assert called(RelaySettings(served, KEY)) == OTHER


def test_a_trial_says_what_to_do_when_nothing_answers(served: str, tmp_path: Path) -> None:
    assert called(RelaySettings("http://127.0.0.1:1/", KEY)) == SILENT
    assert called(RelaySettings(served, KEY, str(tmp_path / "absent.pem"))) == AUTHORITY
