"""The request to a doctor on the disk: for the account of the station only, or a sentence."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.effects.call_papers import CallPapers
from app.effects.call_request import NO_ARCHIVE, write_request
from app.effects.exports import EXPORTS, NotWritten
from app.encounter.call_messages import RequestWritten
from app.encounter.call_request import WriteRequest
from app.exchange.call_request import ARCHIVE, PDF
from app.exchange.dmp import NOT_QUALIFIED
from tests.effects.test_archive_captures import Desk
from tests.exchange.sheets import SENT_AT, real, throat_sheet, unqualified

OURS, NEW = "0" * 31 + "1", "b" * 32
ASKING = real(throat_sheet("DOCTOR_SAME_DAY"))


def test_the_paper_and_the_archive_are_written_for_this_account_only(tmp_path: Path) -> None:
    written = write_request(tmp_path, WriteRequest(OURS, ASKING), NEW, SENT_AT)
    place = Path(written.path)
    assert place.parent == tmp_path / EXPORTS
    assert {one.name for one in place.iterdir()} == {PDF, ARCHIVE}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert written.told == ""


def test_an_identity_that_may_not_leave_gives_a_paper_and_the_reason(tmp_path: Path) -> None:
    written = write_request(tmp_path, WriteRequest(OURS, unqualified(ASKING)), NEW, SENT_AT)
    assert {one.name for one in Path(written.path).iterdir()} == {PDF}
    assert written.told == f"{NO_ARCHIVE} {NOT_QUALIFIED}"


def test_a_folder_that_refuses_is_said_and_names_nobody(tmp_path: Path) -> None:
    (tmp_path / EXPORTS).write_bytes(b"a file where the folder should be")
    with pytest.raises(NotWritten) as refused:
        write_request(tmp_path, WriteRequest(OURS, ASKING), NEW, SENT_AT)
    assert "Le lien reste valable" in refused.value.sentence
    assert ASKING.patient.birth_family not in refused.value.sentence


def test_the_room_of_the_call_papers_answers_it(tmp_path: Path) -> None:
    room = CallPapers(Desk(tmp_path, None), lambda: NEW, lambda _file: None)
    (answer,) = room.answer(WriteRequest(OURS, replace(ASKING, sheet_id=OURS)))
    assert isinstance(answer, RequestWritten)
    assert answer.encounter_id == OURS
