"""How often a sheet was opened is read in the log, once, whatever version it was."""

from pathlib import Path

from app.records.access_log.door import Door
from app.records.access_log.log import What
from app.records.access_log.openings import Opened, Openings
from app.records.people.session import PharmacistSession
from app.records.sheets.changes import ChangeKind
from app.records.sheets.versions import ChangeRequest
from tests.records.access_log.test_access_log import log_of
from tests.records.access_log.test_door import WHY
from tests.records.stations import LATER, a_request, opened, shell

ONE, TWO = a_request(1).sheet_id, a_request(2).sheet_id


def openings_of(session: object) -> Openings:
    assert isinstance(session, PharmacistSession)
    return Openings(log_of(session), session.custody.store)


def test_the_openings_of_a_colleague_and_ones_own_are_told_apart(full_folder: Path) -> None:
    with opened(full_folder, "bruno") as session:
        assert isinstance(session, PharmacistSession)
        Door(session.custody, log_of(session)).open(ONE, LATER, WHY)
    with opened(full_folder) as session:
        assert isinstance(session, PharmacistSession)
        door, openings = Door(session.custody, log_of(session)), openings_of(session)
        assert openings.of(ONE) == Opened(1, 0)
        door.open(ONE, LATER)
        door.open(ONE, LATER, None, What.EXPORTED)
        door.open(TWO, LATER)
        assert openings.of(ONE) == Opened(2, 1)
        assert openings.of(TWO) == Opened(1, 1)


def test_a_corrected_sheet_keeps_the_openings_of_its_earlier_versions(full_folder: Path) -> None:
    with opened(full_folder) as session:
        assert isinstance(session, PharmacistSession)
        vault, door = session.vault, Door(session.custody, log_of(session))
        door.open(ONE, LATER)
        request = a_request(1, body=b"another", now=LATER)
        change = ChangeRequest(request, ChangeKind.CORRECTION, "Dose", "Hélène Marchetti", 1)
        vault.change(change, vault.tree_head())
        door.open(ONE, LATER)
        assert openings_of(session).of(ONE) == Opened(2, 2)


def test_an_unreadable_line_is_not_an_opening_and_hides_no_other(full_folder: Path) -> None:
    with opened(full_folder) as session:
        assert isinstance(session, PharmacistSession)
        door = Door(session.custody, log_of(session))
        door.open(ONE, LATER)
        door.open(ONE, LATER)
    shell(full_folder / "vault.sqlite", "update access set body = zeroblob(80) where seq = 1")
    with opened(full_folder) as session:
        assert openings_of(session).of(ONE) == Opened(1, 1)
