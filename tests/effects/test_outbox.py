"""The page of what waits to leave, with a real vault and real servers, step by step."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from app.effects.outbox import StillSending
from app.exchange.dmp import DEMONSTRATION
from app.office.outbox import NO_ACCOUNT, is_round_due
from app.office.outbox_messages import (
    AgainAsked,
    AgainConfirmed,
    BeginRound,
    Counts,
    LineChosen,
    LineExportAsked,
    MailboxRead,
    MailGone,
    RoundDue,
    RoundStopAsked,
    SendAsked,
    SendNext,
    SubmitMail,
    Told,
    Way,
    Where,
)
from app.records.rights.requests import Asked, RequestKind, Requests
from app.records.station_file import Purpose
from app.transport.states import Why
from app.transport.words import OBJECTION, REASONS, NoMailAccount
from tests.builders import a_station
from tests.effects.outbox_desk import OutboxDesk
from tests.protocols.signatures.rooms import make_station
from tests.teleconsult.servers import free_port
from tests.transport.servers import (
    SENDER,
    Papers,
    Scripted,
    a_scripted_server,
    an_smtp_server,
    server_context,
)
from tests.transport.test_command import configure
from tests.transport.vaults import Clock, archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_station(tmp_path / "station", Purpose.REAL)


@pytest.fixture
def desk(folder: Path) -> Iterator[OutboxDesk]:
    opened = OutboxDesk(folder, Clock())
    yield opened
    opened.access.close()


def mails(desk: OutboxDesk) -> list[Where]:
    return [one.where for one in desk.page.lines if one.way is Way.MAIL]


def test_what_waits_leaves_on_one_action_and_says_so(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers]
) -> None:
    desk.seal(1, 2)
    with an_smtp_server(server_context(*sides)) as (port, received):
        configure(folder, *sides, port)
        desk.arrive()
        assert (desk.page.counts, desk.page.sender) == (Counts(2, 0), SENDER)
        assert desk.page.lines[0].who != ""
        desk.say(SendAsked())
        assert len(received.mails) == 2
        desk.say(SendAsked())
        assert len(received.mails) == 2
    assert mails(desk) == [Where.ACCEPTED, Where.ACCEPTED]
    assert desk.page.told == Told()
    assert desk.page.round is None
    assert {one.where for one in desk.page.lines if one.way is Way.FOLDER} == {Where.WAITING}


def test_without_an_account_nothing_begins_and_the_sentence_says_what_to_do(
    desk: OutboxDesk,
) -> None:
    desk.seal(1)
    desk.arrive()
    desk.say(SendAsked())
    assert (desk.page.refused, desk.page.round) == (NO_ACCOUNT, None)
    desk.say(RoundDue())
    assert (desk.page.round, desk.page.counts) == (None, Counts(1, 0))
    assert not is_round_due(desk.page, desk.time())


def test_a_cut_link_is_uncertain_and_leaves_again_only_when_a_person_said_so(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers]
) -> None:
    desk.seal(1)
    script = Scripted(cut_after=1000)
    with a_scripted_server(server_context(*sides), script) as port:
        configure(folder, *sides, port)
        desk.arrive()
        desk.say(SendAsked())
        assert desk.page.counts == Counts(0, 1)
        script.said.clear()
        for _ in range(3):
            desk.time.later(timedelta(hours=6))
            desk.say(RoundDue())
        assert script.said == []
    line = desk.page.lines[0]
    assert (line.where, line.why, line.leaves_again) == (
        Where.DOUBTFUL,
        REASONS[Why.CUT],
        True,
    )
    with an_smtp_server(server_context(*sides)) as (port, received):
        configure(folder, *sides, port)
        desk.say(AgainConfirmed())  # the page did not say yet what it means
        assert received.mails == []
        desk.say(AgainAsked())
        assert desk.page.asks
        desk.say(AgainConfirmed())
        assert len(received.mails) == 1
    assert mails(desk) == [Where.ACCEPTED]


def test_a_lock_before_the_content_leaves_sends_nothing_and_leaves_no_doubt(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers]
) -> None:
    desk.seal(1, 2)
    with an_smtp_server(server_context(*sides)) as (port, received):
        configure(folder, *sides, port)
        desk.arrive()
        desk.before_submission = desk.access.close
        desk.say(SendAsked())
        assert received.mails == []
    again = OutboxDesk(folder, desk.time)
    again.arrive()
    assert sorted(mails(again)) == [Where.TO_RETRY, Where.WAITING]
    assert again.page.lines[0].why == REASONS[Why.STOPPED]
    again.access.close()


def test_a_lock_after_the_content_left_keeps_how_it_ended(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers]
) -> None:
    desk.seal(1, 2)
    with an_smtp_server(server_context(*sides)) as (port, received):
        configure(folder, *sides, port)
        list(desk.room.answer(BeginRound()))
        list(desk.room.answer(SendNext()))
        list(desk.room.answer(SubmitMail()))
        desk.access.close()
        assert len(received.mails) == 1
    again = OutboxDesk(folder, desk.time)
    again.arrive()
    assert sorted(mails(again)) == [Where.ACCEPTED, Where.WAITING]
    again.access.close()


def test_a_stop_cuts_the_mail_that_waits_and_sends_no_other(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers]
) -> None:
    desk.seal(1, 2, 3)
    with an_smtp_server(server_context(*sides)) as (port, received):
        configure(folder, *sides, port)
        desk.arrive()

        def stop_at_the_second() -> None:
            if received.mails:
                desk.say(RoundStopAsked())

        desk.before_submission = stop_at_the_second
        desk.say(SendAsked())
        assert len(received.mails) == 1
    assert sorted(mails(desk)) == [Where.ACCEPTED, Where.TO_RETRY, Where.WAITING]
    assert desk.page.told == Told(accepted=1)
    assert desk.page.round is None


@pytest.mark.parametrize("silent", ["mailbox", "server"])
def test_a_server_that_never_speaks_is_left_at_once(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers], silent: str
) -> None:
    desk.seal(1)
    with socket.create_server(("127.0.0.1", 0)) as listening:  # it takes links and says nothing
        deaf = listening.getsockname()[1]
        configure(folder, *sides, deaf, deaf if silent == "mailbox" else 0)
        if silent == "server":
            list(desk.room.answer(BeginRound()))
            list(desk.room.answer(SendNext()))
        step = BeginRound() if silent == "mailbox" else SubmitMail()
        waiting = Thread(target=lambda: list(desk.room.answer(step)))
        waiting.start()
        link, _ = listening.accept()
        with link:
            desk.access.close()
            waiting.join(10)
            assert not waiting.is_alive()
    again = OutboxDesk(folder, desk.time)
    again.arrive()
    expected = Where.TO_RETRY if silent == "server" else Where.WAITING
    assert mails(again) == [expected]
    again.access.close()


def test_a_lock_does_not_wait_for_ever_for_the_last_reply_and_the_doubt_is_kept(
    desk: OutboxDesk,
    folder: Path,
    sides: tuple[Papers, Papers],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.effects.outbox_round.LEAVE_S", 0.5)
    desk.seal(1)
    script = Scripted(silent_at=".")
    with a_scripted_server(server_context(*sides), script) as port:
        configure(folder, *sides, port)
        list(desk.room.answer(BeginRound()))
        list(desk.room.answer(SendNext()))
        waiting = Thread(target=lambda: list(desk.room.answer(SubmitMail())))
        waiting.start()
        while not script.content.endswith(b"\r\n.\r\n"):
            waiting.join(0.05)
            assert waiting.is_alive()
        desk.access.close()
        waiting.join(10)
        assert not waiting.is_alive()
        again = OutboxDesk(folder, desk.time)
        again.arrive()
        assert (mails(again), again.page.counts) == ([Where.DOUBTFUL], Counts(0, 1))
        again.access.close()


def test_steps_that_come_twice_or_late_send_nothing_twice(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers]
) -> None:
    desk.seal(1, 2)
    with an_smtp_server(server_context(*sides)) as (port, received):
        configure(folder, *sides, port)
        assert list(desk.room.answer(SendNext())) == []
        list(desk.room.answer(BeginRound()))
        first = list(desk.room.answer(SendNext()))
        assert list(desk.room.answer(SendNext())) == []
        assert len(first) == 1
        list(desk.room.answer(SubmitMail()))
        list(desk.room.answer(SubmitMail()))
        assert len(received.mails) == 1
        with pytest.raises(StillSending):
            list(desk.room.answer(BeginRound()))
        desk.say(MailboxRead())  # of a round that the page does not know
        desk.say(MailGone())
        assert len(received.mails) == 1


def test_a_server_that_is_down_is_tried_again_by_the_clock_alone(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers]
) -> None:
    desk.seal(1)
    port = free_port()
    configure(folder, *sides, port)
    desk.arrive()
    desk.say(SendAsked())
    assert mails(desk) == [Where.TO_RETRY]
    assert desk.page.told == Told(failed=1)
    assert not is_round_due(desk.page, desk.time())
    desk.time.later(timedelta(minutes=6))
    assert is_round_due(desk.page, desk.time())
    with an_smtp_server(server_context(*sides)) as (port, received):
        configure(folder, *sides, port)
        desk.say(RoundDue())
        assert len(received.mails) == 1


def test_the_mail_of_a_patient_who_objected_is_shown_held_and_not_counted(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers]
) -> None:
    (sheet,) = desk.seal(1)
    asked = Asked(RequestKind.OBJECTION, "la patiente", "Je m’y oppose.", (bytes.fromhex(sheet),))
    Requests(desk.access.custody).keep(asked, desk.time())
    with an_smtp_server(server_context(*sides)) as (port, received):
        configure(folder, *sides, port)
        desk.arrive()
        desk.say(SendAsked())
        assert received.mails == []
    held = next(one for one in desk.page.lines if one.way is Way.MAIL)
    assert (held.where, held.why, held.leaves_again) == (Where.HELD, OBJECTION, False)
    assert desk.page.counts == Counts(0, 0)


def test_each_sheet_is_exported_in_a_folder_of_its_own_and_waits_no_more(
    desk: OutboxDesk, tmp_path: Path
) -> None:
    desk.seal(1, 2)
    desk.arrive()
    for line in desk.page.lines:
        if line.way is Way.FOLDER:
            desk.say(LineChosen(line.key))
            desk.say(LineExportAsked(str(tmp_path / "cle")))
            assert str(tmp_path / "cle" / f"fiche-{line.number:06d}") in desk.page.done
    folders = sorted((tmp_path / "cle").iterdir())
    assert [one.joinpath("IHE_XDM.ZIP").read_bytes() for one in folders] == [
        archive(1),
        archive(2),
    ]
    assert desk.page.counts == Counts(0, 0)


def test_a_demonstration_never_begins_a_round(
    desk: OutboxDesk, folder: Path, sides: tuple[Papers, Papers], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.seal(1)
    monkeypatch.setattr(desk.room, "_station", a_station(demonstration=True))
    configure(folder, *sides, free_port())
    desk.arrive()
    assert (desk.page.sender, desk.page.account_refused) == ("", DEMONSTRATION)
    desk.say(SendAsked())
    assert desk.page.refused == DEMONSTRATION
    with pytest.raises(NoMailAccount):
        list(desk.room.answer(BeginRound()))


def test_a_colleague_sees_neither_initials_nor_situation(desk: OutboxDesk, folder: Path) -> None:
    desk.seal(1)
    desk.access.close()
    other = OutboxDesk(folder, desk.time, "theo")
    other.arrive()
    assert {(one.who, one.situation) for one in other.page.lines} == {("", "")}
    assert {one.number for one in other.page.lines} != {0}
    other.access.close()
