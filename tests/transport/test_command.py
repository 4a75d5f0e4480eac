"""``osys outbox``: a real folder and real servers, from the queue to the receipt."""

import imaplib
import json
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from app.clock import now
from app.effects.demonstration import CODE
from app.main import main
from app.records.people.founding import create_station
from app.records.people.unlock import unlock
from app.records.station_file import Purpose
from app.transport.account import ACCOUNT, encryption, read_account
from app.transport.states import Why
from app.transport.words import GONE_ALREADY, REASONS
from tests.records.stations import CHEAP, PEOPLE, STATION_ID, vault_of
from tests.teleconsult.servers import free_port
from tests.transport.imap_server import an_imap_server
from tests.transport.reports import delivery_report
from tests.transport.servers import (
    SENDER,
    Papers,
    an_smtp_server,
    server_context,
)
from tests.transport.vaults import PDF, a_sheet, archive, keep

CERTIFICATE_NAMES = "auth_ssl_username_from_cert = yes"
MAILED = "MSSanté"


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """A station with one sheet sealed, that may leave."""
    folder, person = tmp_path / "station", replace(PEOPLE[0], secret=CODE)
    create_station(folder, (person,), STATION_ID, now(), CHEAP, Purpose.DEMONSTRATION)
    with unlock(folder, person.login, CODE, now()) as session:
        keep(vault_of(session), a_sheet())
    return folder


def configure(station: Path, operator: Papers, pharmacy: Papers, smtp: int, imap: int = 0) -> None:
    box = f'[imap]\nhost = "127.0.0.1"\nport = {imap}\n' if imap else ""
    (station / ACCOUNT).write_text(
        f"""sender = "{SENDER}"
certificate = {json.dumps(str(pharmacy.certificate))}
key = {json.dumps(str(pharmacy.key))}
authority = {json.dumps(str(operator.authority))}
[smtp]
host = "127.0.0.1"
port = {smtp}
{box}""",
        encoding="utf-8",
    )


class Command:
    """Runs ``osys outbox`` on a folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str], station: Path) -> None:
        self._capsys = capsys
        self._station = station

    def __call__(self, *words: str, code: int = 0) -> str:
        self._capsys.readouterr()
        assert main(["outbox", *words, "--data", str(self._station)]) == code
        said = self._capsys.readouterr()
        return said.err if code == 2 else said.out

    def mail(self) -> dict[str, object]:
        lines = json.loads(self("list", "--json"))
        (line,) = [one for one in lines if one["channel"] == MAILED]
        return dict(line)


@pytest.fixture
def osys(capsys: pytest.CaptureFixture[str], station: Path) -> Command:
    return Command(capsys, station)


@pytest.fixture
def box(operator: Papers, pharmacy: Papers) -> Iterator[int]:
    with an_imap_server(operator, pharmacy, CERTIFICATE_NAMES) as port:
        yield port


def put(station: Path, box: int, mail: bytes) -> None:
    context = encryption(read_account(station))
    with imaplib.IMAP4_SSL("127.0.0.1", box, ssl_context=context, timeout=10) as link:
        link.authenticate("EXTERNAL", lambda _: b"")
        assert link.append("INBOX", None, None, mail)[0] == "OK"


@pytest.mark.needs("dovecot")
def test_a_mail_leaves_is_parsed_back_and_its_receipt_is_read(
    osys: Command, station: Path, box: int, operator: Papers, pharmacy: Papers
) -> None:
    assert osys.mail()["state"] == "waiting"
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        configure(station, operator, pharmacy, port, box)
        told = json.loads(osys("send", "--json"))
        assert (told["tried"], told["accepted"], told["unread"]) == (1, 1, "")
        mail = message_from_bytes(received.mails[0], policy=policy.default)
        contents = [part.get_content() for part in mail.iter_attachments()]
        assert contents == [archive(), PDF]
        put(station, box, delivery_report(str(mail["Message-ID"]), "delivered"))
        assert json.loads(osys("send", "--json"))["delivered"] == 1
        assert json.loads(osys("send", "--json"))["delivered"] == 0
        assert len(received.mails) == 1
        again = osys("send", "--again", str(osys.mail()["number"]), code=2)
        assert again == f"{GONE_ALREADY}\n"
    assert osys.mail()["state"] == "delivered"
    assert "remis au destinataire" in osys("list")


def test_a_server_that_is_down_is_said_and_the_export_folder_is_still_there(
    osys: Command, station: Path, operator: Papers, pharmacy: Papers
) -> None:
    configure(station, operator, pharmacy, free_port())
    said = osys("send", code=1)
    assert REASONS[Why.SERVER_DOWN] in said
    line = osys.mail()
    assert (line["state"], line["attempts"]) == ("to_retry", 1)
    assert line["due"] is not None
    assert "dossier d’export" in osys("list")


def test_a_mailbox_that_cannot_be_read_does_not_keep_the_mails(
    osys: Command, station: Path, operator: Papers, pharmacy: Papers
) -> None:
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        configure(station, operator, pharmacy, port, free_port())
        told = json.loads(osys("send", "--json"))
    assert told["accepted"] == len(received.mails) == 1
    assert "boîte MSSanté" in told["unread"]


def test_without_an_account_one_sentence_says_what_to_do(osys: Command) -> None:
    said = osys("send", code=2)
    assert "n’est pas réglé" in said
    assert said.count("\n") == 1
    assert osys.mail()["attempts"] == 0


def test_the_mail_of_a_patient_who_objected_is_held(
    osys: Command,
    station: Path,
    operator: Papers,
    pharmacy: Papers,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["rights", "object", "--sheet", str(osys.mail()["number"]), "--data", str(station)]
    assert main([*words, "--who", "la patiente", "--words", "Je m’y oppose."]) == 0
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        configure(station, operator, pharmacy, port)
        assert "s’est opposé" in osys("send")
        assert "s’est opposé" in osys("send", "--again", str(osys.mail()["number"]), code=2)
    assert received.mails == []
