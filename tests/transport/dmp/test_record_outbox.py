"""Sealed records leave once for the DMP, are known where they are, and leave their receipts."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from app.records.check.verify import verify
from app.records.custody import Custody
from app.records.journal.entries import MESSAGE_TRACE, RECEIPT_TRACE, Event, decode
from app.records.people.session import PharmacistSession
from app.records.vault import DocumentKind
from app.transport import service_words
from app.transport.dmp.ports import NotSigned
from app.transport.dmp.service import DmpService, Unread
from app.transport.outbox import MailOutbox
from app.transport.queue import row_of
from app.transport.record_outbox import RecordOutbox
from app.transport.service_words import OTHER_BYTES, NoService
from app.transport.states import Condition, Outcome, Why, begin, waiting
from app.transport.words import NotSentAgain
from tests.teleconsult.servers import free_port
from tests.transport.dmp.endpoint import Endpoint
from tests.transport.dmp.parties import (
    WrittenDown,
    a_service,
    account_of,
    correct,
    keep_record,
    service_of,
)
from tests.transport.dmp.records import condition, lines, outcomes
from tests.transport.servers import Papers
from tests.transport.vaults import Clock, a_sheet


def test_a_record_leaves_once_and_the_answer_is_in_the_journal(
    records: RecordOutbox,
    custody: Custody,
    time: Clock,
    reached: tuple[DmpService, Endpoint],
) -> None:
    service, endpoint = reached
    keep_record(custody.vault, a_sheet())
    assert condition(records, time) is Condition.WAITING
    assert outcomes(records, service) == [Outcome.ACCEPTED]
    time.later(timedelta(days=400))
    assert outcomes(records, service) == []
    assert len(endpoint.submissions) == 1
    (line,) = lines(records, time)
    assert (line.sending.condition, line.state) == (Condition.ACCEPTED, "enregistré dans le DMP")
    assert custody.vault.outbox() == ()
    entry = decode(bytes(custody.store.rows("select entry from ledger order by seq")[-1]["entry"]))  # type: ignore[arg-type]  # a blob
    assert entry.event == Event.DOCUMENT_EXPORTED
    traces = {one.kind: one.digest for one in entry.traces}
    (row,) = custody.vault.sendings.all()
    assert traces[MESSAGE_TRACE] == row.message
    assert traces[RECEIPT_TRACE] not in {row.message, hashlib.sha256(b"").digest()}
    assert verify(custody.folder).findings == ()


def test_a_record_that_may_have_arrived_never_leaves_again_by_itself(
    records: RecordOutbox, custody: Custody, time: Clock, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    keep_record(custody.vault, a_sheet())
    endpoint.cut_after = 1_000
    assert outcomes(records, service) == [Outcome.UNKNOWN]
    endpoint.cut_after = None
    time.later(timedelta(days=400))
    assert outcomes(records, service) == []
    assert condition(records, time) is Condition.DOUBTFUL
    assert records.queue.counts() == (0, 1)


def test_asked_again_a_record_that_did_arrive_is_found_and_not_sent_twice(
    records: RecordOutbox, custody: Custody, time: Clock, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    sheet_id = keep_record(custody.vault, a_sheet())
    endpoint.cuts_the_answer = True
    assert outcomes(records, service) == [Outcome.UNKNOWN]
    endpoint.cuts_the_answer = False
    records.ask_again(sheet_id, service)
    assert outcomes(records, service) == []
    assert [one.action.rpartition(":")[2] for one in endpoint.requests] == [
        "ProvideAndRegisterDocumentSet-b",
        "RegistryStoredQuery",
    ]
    assert condition(records, time) is Condition.DELIVERED
    assert custody.vault.outbox() == ()
    assert verify(custody.folder).findings == ()
    with pytest.raises(NotSentAgain):
        records.ask_again(sheet_id, service)


def test_asked_again_a_record_that_did_not_arrive_leaves_as_the_same_submission(
    records: RecordOutbox, custody: Custody, time: Clock, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    sheet_id = keep_record(custody.vault, a_sheet())
    endpoint.cut_after = 1_000
    assert outcomes(records, service) == [Outcome.UNKNOWN]
    endpoint.cut_after = None
    (first,) = custody.vault.sendings.all()
    records.ask_again(sheet_id, service)
    assert outcomes(records, service) == [Outcome.ACCEPTED]
    (row,) = custody.vault.sendings.all()
    assert (row.message, row.attempts) == (first.message, 2)
    assert condition(records, time) is Condition.ACCEPTED


def test_without_the_word_of_the_registry_a_doubtful_record_stays(
    records: RecordOutbox, custody: Custody, time: Clock, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    sheet_id = keep_record(custody.vault, a_sheet())
    endpoint.cut_after = 1_000
    assert outcomes(records, service) == [Outcome.UNKNOWN]
    with pytest.raises(Unread):
        records.ask_again(sheet_id, service)
    assert condition(records, time) is Condition.DOUBTFUL
    assert outcomes(records, service) == []


def test_another_document_under_our_identifier_is_told_and_nothing_leaves(
    records: RecordOutbox, custody: Custody, time: Clock, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    sheet_id = keep_record(custody.vault, a_sheet())
    endpoint.cuts_the_answer = True
    assert outcomes(records, service) == [Outcome.UNKNOWN]
    endpoint.cuts_the_answer = False
    (unique,) = [one for one, kept in endpoint.documents.items() if b"nonXMLBody" in kept.content]
    kept = endpoint.documents[unique]
    before = hashlib.sha1(kept.content, usedforsecurity=False).hexdigest().upper().encode()
    assert before in kept.described
    endpoint.documents[unique] = replace(kept, described=kept.described.replace(before, b"0" * 40))
    with pytest.raises(NotSentAgain) as refused:
        records.ask_again(sheet_id, service)
    assert refused.value.sentence == OTHER_BYTES
    assert condition(records, time) is Condition.DOUBTFUL


def test_a_stop_while_it_leaves_is_found_at_the_next_start(
    records: RecordOutbox, custody: Custody, time: Clock, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    keep_record(custody.vault, a_sheet())
    (line,) = records.records()
    found = records.waiting(line)
    started = begin(waiting(time()), time())
    custody.vault.sendings.write(row_of(line.ref, found.parcel.message, started, line.kind))
    assert MailOutbox(custody, time).settle() == 1
    (kept,) = custody.vault.sendings.all()
    assert (kept.kind, kept.state) == (DocumentKind.XDM, Condition.DOUBTFUL)
    assert outcomes(records, service) == []
    assert endpoint.requests == []


class Refusing(WrittenDown):
    """A card that was pulled out."""

    def sign(self, submission_xml: bytes, documents: object) -> bytes:
        raise NotSigned("La carte a été retirée.")


def test_a_card_that_refuses_leaves_everything_as_it_was(
    records: RecordOutbox, custody: Custody, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    keep_record(custody.vault, a_sheet())
    service = service_of(account_of(pharmacy, operator, free_port()), Refusing())
    with pytest.raises(NotSigned):
        records.send(service)
    assert condition(records, time) is Condition.WAITING
    assert custody.vault.sendings.all() == ()


def test_a_trouble_of_the_station_ends_the_round_and_the_next_one_is_later(
    records: RecordOutbox, custody: Custody, time: Clock, operator: Papers, pharmacy: Papers
) -> None:
    for number in (1, 2):
        keep_record(custody.vault, a_sheet(number), number)
    down = service_of(account_of(pharmacy, operator, free_port()))
    assert outcomes(records, down) == [Outcome.LATER]
    known = [one.sending.condition for one in lines(records, time)]
    assert known == [Condition.TO_RETRY, Condition.WAITING]
    (first, _) = lines(records, time)
    assert first.reason == service_words.SERVICE_REASONS[Why.SERVER_DOWN]
    with a_service(operator, pharmacy) as (service, endpoint):
        assert outcomes(records, service) == [Outcome.ACCEPTED]
        time.later(timedelta(minutes=6))
        assert outcomes(records, service) == [Outcome.ACCEPTED]
        assert len(endpoint.submissions) == 2


def test_a_demonstration_gives_nothing_whatever_its_access_file_says(
    session: PharmacistSession, time: Clock, custody: Custody, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    sheet_id = keep_record(session.vault, a_sheet())
    shown = RecordOutbox(session.custody, time)
    for act in (lambda: shown.send(service), lambda: shown.ask_again(sheet_id, service)):
        with pytest.raises(NoService) as refused:
            act()
        assert refused.value.sentence == service_words.DEMONSTRATION
    assert endpoint.requests == []


def test_a_software_without_a_homologation_number_speaks_to_nobody(
    operator: Papers, pharmacy: Papers
) -> None:
    with pytest.raises(NoService) as refused:
        service_of(account_of(pharmacy, operator, 1, number=""))
    assert "non homologué" in refused.value.sentence


def test_the_vault_keeps_no_identifier_in_clear(
    records: RecordOutbox, custody: Custody, reached: tuple[DmpService, Endpoint]
) -> None:
    service, _ = reached
    keep_record(custody.vault, a_sheet())
    records.send(service)
    said = repr(custody.store.rows("select * from sending")).encode()
    assert b"2.25." not in said and b"288043523801466" not in said


def test_a_correction_leaves_as_a_submission_of_its_own(
    records: RecordOutbox, custody: Custody, time: Clock, reached: tuple[DmpService, Endpoint]
) -> None:
    service, endpoint = reached
    sheet_id = keep_record(custody.vault, a_sheet())
    endpoint.cut_after = 1_000
    assert outcomes(records, service) == [Outcome.UNKNOWN]
    endpoint.cut_after = None
    correct(custody, sheet_id, time)
    assert outcomes(records, service) == [Outcome.ACCEPTED]
    assert len(endpoint.submissions) == 1
    former, latter = sorted(custody.vault.sendings.all(), key=lambda one: one.state, reverse=True)
    assert (former.state, latter.state) == (Condition.DOUBTFUL, Condition.ACCEPTED)
    (content,) = [one.content for one in endpoint.documents.values() if b"nonXML" in one.content]
    assert b'typeCode="RPLC"' in content
    assert verify(custody.folder).findings == ()
