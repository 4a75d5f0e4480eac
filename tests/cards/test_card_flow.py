"""The station without its window: a sheet opened, its card found, signed, shown as a trial."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app import clock
from app.cli.headless import Headless
from app.desk.archive_messages import SheetChosen
from app.desk.messages import ArchiveAsked, LoginAsked, NoticeClosed
from app.desk.model import Desk
from app.effects.card import TRIAL
from app.effects.demonstration import CODE
from app.effects.opening import make_runner, open_desk
from app.effects.runner import Runner
from app.office.card import CardAsked, CardForm, CardLeft, CardSignAsked
from app.records.check.verify import verify
from app.traffic import Post
from hardware.links.card_errors import CardRemoved
from hardware.links.token_words import Tries
from tests.cards.conftest import Watched, use
from tests.cards.softhsm import PIN, Drawer

pytestmark = pytest.mark.needs("softhsm", "tcc")
WRONG = "204060"


@contextmanager
def opened(folder: Path, module: Path) -> Iterator[tuple[Headless, str]]:
    """Give the station with its only sheet open, and the identifier of that sheet."""
    ready = open_desk(folder)
    desk = replace(ready, station=replace(ready.station, card_module=str(module)))
    runners: list[Runner] = []

    def starter(post: Post) -> Runner:
        runners.append(make_runner(desk, folder, post))
        return runners[0]

    at = Headless(desk, starter, clock.now)
    try:
        at.send(LoginAsked("helene", CODE))
        at.wait(lambda: at.flow.desk.person is not None, "login")
        at.send(ArchiveAsked())
        at.wait(lambda: bool(at.flow.desk.archive.lines), "archive")
        sheet_id = at.flow.desk.archive.lines[0].sheet_id
        at.send(SheetChosen(sheet_id))
        at.wait(lambda: at.flow.desk.archive.detail is not None, "sheet")
        yield at, sheet_id
    finally:
        runners[0].stop()


def form(at: Headless) -> CardForm:
    return at.flow.desk.office.card


def reach(at: Headless, reached: Callable[[Desk], bool]) -> None:
    at.wait(lambda: reached(at.flow.desk), "the card")


def find_card(at: Headless, sheet_id: str) -> None:
    at.send(CardAsked(sheet_id))
    reach(at, lambda desk: desk.office.card.waits_for_code or bool(desk.office.card.refused))


def sign(at: Headless) -> str:
    """Give the right code, read what the station says of it, and see the sheet opened again."""
    at.send(CardSignAsked(PIN))
    reach(at, lambda desk: bool(desk.notice))
    said = at.flow.desk.notice
    at.send(NoticeClosed())
    reach(at, lambda desk: bool(desk.archive.detail and desk.archive.detail.signatures))
    return said


def test_a_sheet_is_signed_and_shown_as_a_trial_at_once(
    station: Path, own: Drawer, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(own, monkeypatch)
    with opened(station, watched.module) as (at, sheet_id):
        find_card(at, sheet_id)
        assert watched.calls("C_Login") == 0
        at.send(CardSignAsked(WRONG))
        reach(at, lambda desk: bool(desk.office.card.refused))
        assert (watched.calls("C_Login"), form(at).waits_for_code) == (1, True)
        assert "inscrite au journal sous le numéro" in sign(at)
        assert watched.calls("C_Login") == 2
        detail = at.flow.desk.archive.detail
        assert detail is not None
        [line] = detail.signatures
        assert (line.sound, line.recognised) == (True, False)
        assert line.words == "Signée par une carte au nom de Hélène Marchetti"
        assert line.note.startswith(TRIAL)
        assert form(at) == CardForm()
        for code in (PIN, WRONG):
            assert code not in repr(at.flow.desk)
    assert verify(station).findings == ()


def test_the_card_of_another_is_told_before_any_code(station: Path, watched: Watched) -> None:
    with opened(station, watched.module) as (at, sheet_id):
        find_card(at, sheet_id)
        assert "Personne ne signe pour un autre" in form(at).refused
        assert not form(at).waits_for_code
        assert watched.calls("C_Login") == 0


def test_a_card_pulled_after_its_code_signs_nothing_and_may_come_back(
    station: Path, own: Drawer, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(own, monkeypatch)
    with opened(station, watched.module) as (at, sheet_id):
        find_card(at, sheet_id)
        monkeypatch.setenv("OSYS_TOKEN_FAULT", "C_Sign=0x32")
        at.send(CardSignAsked(PIN))
        reach(at, lambda desk: bool(desk.office.card.refused))
        assert form(at).refused == CardRemoved.said
        monkeypatch.delenv("OSYS_TOKEN_FAULT")
        sign(at)
    assert verify(station).findings == ()


def test_the_last_try_is_told_before_the_code(
    station: Path, own: Drawer, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(own, monkeypatch)
    monkeypatch.setenv("OSYS_TOKEN_FLAGS", "0x20000")
    with opened(station, watched.module) as (at, sheet_id):
        find_card(at, sheet_id)
        chosen = form(at).chosen
        assert chosen is not None
        assert chosen.tries is Tries.LAST
        at.send(CardLeft())
        assert form(at) == CardForm()


def test_a_module_that_is_not_there_is_a_sentence(station: Path, tmp_path: Path) -> None:
    with opened(station, tmp_path / "absent.so") as (at, sheet_id):
        find_card(at, sheet_id)
        assert "module de la carte est introuvable" in form(at).refused
