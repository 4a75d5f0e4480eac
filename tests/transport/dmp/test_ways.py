"""The three ways out: each carries what waits, and the folder keeps away from what may have left."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.effects.exports import NotWritten, write_files
from app.office.outbox_messages import Way
from app.records.check.verify import verify
from app.records.custody import Custody
from app.records.people.session import PharmacistSession
from app.records.vault import DocumentKind
from app.transport.account import encryption
from app.transport.outbox import MailOutbox
from app.transport.record_outbox import RecordOutbox
from app.transport.states import Outcome
from app.transport.ways import DmpTransport, FolderWay, MailWay, ServiceWay
from tests.transport.dmp.parties import a_service, keep_record
from tests.transport.rounds import mails
from tests.transport.servers import Papers, account, an_smtp_server, server_context
from tests.transport.vaults import Clock, a_sheet, keep


def outcomes(way: DmpTransport) -> list[Outcome]:
    return [one.outcome for one in way.send()]


def test_the_folder_holds_each_archive_once_byte_for_byte(
    session: PharmacistSession, time: Clock, tmp_path: Path
) -> None:
    ids = [keep_record(session.vault, a_sheet(number), number) for number in (1, 2)]
    way: DmpTransport = FolderWay(session.custody, tmp_path / "out", write_files, time)
    assert way.way is Way.FOLDER
    assert outcomes(way) == [Outcome.ACCEPTED] * 2
    numbers = {one.sheet_id: one.number for one in session.vault.sheets()}
    for sheet_id in ids:
        written = tmp_path / "out" / f"fiche-{numbers[sheet_id]:06d}" / "IHE_XDM.ZIP"
        assert written.read_bytes() == session.vault.read(sheet_id).documents[DocumentKind.XDM]
    assert outcomes(way) == []
    assert session.vault.outbox() == ()
    assert verify(session.custody.folder).findings == ()


def test_a_sheet_that_must_not_leave_is_not_written(
    session: PharmacistSession, time: Clock, tmp_path: Path
) -> None:
    keep_record(session.vault, replace(a_sheet(), consents=()))
    assert outcomes(FolderWay(session.custody, tmp_path / "out", write_files, time)) == []
    assert not (tmp_path / "out").exists()
    assert len(session.vault.outbox()) == 1


def test_a_record_that_may_be_in_the_dmp_is_not_written_by_itself(
    custody: Custody, time: Clock, tmp_path: Path, operator: Papers, pharmacy: Papers
) -> None:
    keep_record(custody.vault, a_sheet())
    with a_service(operator, pharmacy) as (service, endpoint):
        endpoint.cut_after = 1_000
        assert outcomes(ServiceWay(RecordOutbox(custody, time), service)) == [Outcome.UNKNOWN]
    assert outcomes(FolderWay(custody, tmp_path / "out", write_files, time)) == []
    assert not (tmp_path / "out").exists()


def test_what_could_not_be_written_still_waits(
    session: PharmacistSession, time: Clock, tmp_path: Path
) -> None:
    keep_record(session.vault, a_sheet())

    def full(folder: Path, contents: Mapping[str, bytes]) -> None:
        raise NotWritten("Le disque est plein.")

    with pytest.raises(NotWritten):
        FolderWay(session.custody, tmp_path, full, time).send()
    assert len(session.vault.outbox()) == 1


def test_the_mail_and_the_service_carry_their_own_documents_of_a_sheet(
    custody: Custody, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    keep(custody.vault, a_sheet(1), 1)
    keep_record(custody.vault, a_sheet(2), 2)
    outbox = MailOutbox(custody, time)
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        ours = account(operator, pharmacy, port)
        way: DmpTransport = MailWay(outbox, ours, encryption(ours))
        assert (way.way, outcomes(way)) == (Way.MAIL, [Outcome.ACCEPTED])
    with a_service(operator, pharmacy) as (service, endpoint):
        way = ServiceWay(RecordOutbox(custody, time), service)
        # the archive kept beside the mail is no archive: it is held, the other one leaves
        assert (way.way, outcomes(way)) == (Way.DMP, [Outcome.ACCEPTED])
    assert (len(received.mails), len(endpoint.submissions)) == (1, 1)
    assert len(mails(outbox, time)) == 1
