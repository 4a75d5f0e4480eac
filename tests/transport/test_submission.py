"""Mails handed to a real server, and every way in which one can refuse or break off."""

import ssl
from email import message_from_bytes, policy

import pytest

from app.exchange.mssante import Attachments, draft, pdf_name, subject_of
from app.transport.account import Security, encryption
from app.transport.stamped import StampedMail, UnfitMail, message_digest, stamped
from app.transport.states import Outcome, Why
from app.transport.submission import Ending, submit
from tests.teleconsult.servers import free_port
from tests.transport.servers import (
    SENDER,
    Papers,
    Scripted,
    a_scripted_server,
    account,
    an_smtp_server,
    server_context,
)
from tests.transport.vaults import NOW, PDF, RECIPIENT, a_sheet, archive

LONG = b"x" * 60 + b"\r\n"


def the_mail() -> StampedMail:
    return stamped(draft(a_sheet(), Attachments(archive(), PDF), 42, NOW), SENDER)


def tried(operator: Papers, pharmacy: Papers, port: int, **changed: object) -> Ending:
    ours = account(operator, pharmacy, port, **changed)  # type: ignore[arg-type]  # named by the test
    return submit(ours, encryption(ours), the_mail(), patience=5)


def scripted(operator: Papers, pharmacy: Papers, script: Scripted) -> Ending:
    with a_scripted_server(server_context(operator, pharmacy), script) as port:
        return tried(operator, pharmacy, port)


@pytest.mark.expects_log("mail.log")  # aiosmtpd warns that it asks for a certificate
@pytest.mark.parametrize("security", list(Security))
def test_the_mail_arrives_and_its_attachments_are_the_sealed_bytes(
    operator: Papers, pharmacy: Papers, security: Security
) -> None:
    with an_smtp_server(server_context(operator, pharmacy), security) as (port, received):
        answer = tried(operator, pharmacy, port, security=security)
    assert answer == Ending(Outcome.ACCEPTED)
    (content,) = received.mails
    mail, sheet = message_from_bytes(content, policy=policy.default), a_sheet()
    assert mail["Subject"] == subject_of(sheet)
    assert (mail["To"], mail["From"]) == (RECIPIENT, SENDER)
    assert message_digest(mail["Message-ID"]) == the_mail().message
    assert mail["X-Unsent"] is None
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    assert attached == {"IHE_XDM.zip": archive(), pdf_name(sheet, 42): PDF}
    assert "établie en pharmacie" in mail.get_body().get_content()


def test_only_the_header_of_the_sealed_draft_changes() -> None:
    sealed = draft(a_sheet(), Attachments(archive(), PDF), 42, NOW)
    content = the_mail().content
    assert content.partition(b"\r\n\r\n")[2] == sealed.partition(b"\r\n\r\n")[2]
    kept = sealed.partition(b"\r\n\r\n")[0].split(b"\r\n")
    kept.remove(b"X-Unsent: 1")
    assert content.partition(b"\r\n\r\n")[0].split(b"\r\n")[2:] == kept


@pytest.mark.parametrize("lost", [b"To: dr@medecin.invalid\r\n", b"Message-ID: <"])
def test_a_draft_without_a_recipient_or_an_identifier_is_not_sent(lost: bytes) -> None:
    sealed = draft(a_sheet(), Attachments(archive(), PDF), 42, NOW)
    assert lost in sealed
    other = b"" if lost.endswith(b"\n") else b"X-Other: <"
    with pytest.raises(UnfitMail):
        stamped(sealed.replace(lost, other, 1), SENDER)


def test_a_server_that_is_down_is_tried_later(operator: Papers, pharmacy: Papers) -> None:
    answer = tried(operator, pharmacy, free_port())
    assert answer == Ending(Outcome.LATER, Why.SERVER_DOWN)
    assert answer.is_of_the_station


@pytest.mark.expects_log("mail.log")
@pytest.mark.parametrize("security", list(Security))
def test_a_server_of_another_authority_gets_nothing(
    operator: Papers, pharmacy: Papers, stranger: Papers, security: Security
) -> None:
    with an_smtp_server(server_context(stranger, pharmacy), security) as (port, received):
        answer = tried(operator, pharmacy, port, security=security)
    assert answer == Ending(Outcome.LATER, Why.SERVER_UNTRUSTED)
    assert received.mails == []


@pytest.mark.parametrize(
    ("security", "version"),
    [
        (Security.TLS, ssl.TLSVersion.TLSv1_2),
        (Security.TLS, ssl.TLSVersion.TLSv1_3),
        (Security.STARTTLS, ssl.TLSVersion.TLSv1_2),
    ],
)
def test_a_certificate_that_the_server_refuses_is_said(
    parties: tuple[Papers, Papers, Papers], security: Security, version: ssl.TLSVersion
) -> None:
    operator, pharmacy, stranger = parties
    context, script = server_context(operator, pharmacy), Scripted()
    context.maximum_version = version
    with a_scripted_server(context, script, security) as port:
        answer = tried(operator, stranger, port, security=security)
    assert answer == Ending(Outcome.LATER, Why.CERTIFICATE_REFUSED)
    assert script.said == []


def test_a_server_without_starttls_gets_nothing_in_clear(
    operator: Papers, pharmacy: Papers
) -> None:
    script = Scripted()
    with a_scripted_server(None, script) as port:
        answer = tried(operator, pharmacy, port, security=Security.STARTTLS)
    assert answer == Ending(Outcome.LATER, Why.NO_ENCRYPTION)
    assert [line for line in script.said if line.startswith(("MAIL", "RCPT", "DATA"))] == []


def test_an_unknown_recipient_is_refused_and_a_full_box_tried_later(
    operator: Papers, pharmacy: Papers
) -> None:
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        received.unknown.add(RECIPIENT)
        refused = tried(operator, pharmacy, port)
        received.unknown.clear()
        received.full.add(RECIPIENT)
        later = tried(operator, pharmacy, port)
    assert refused == Ending(Outcome.REFUSED, Why.RECIPIENT_REFUSED)
    assert later == Ending(Outcome.LATER, Why.RECIPIENT_LATER)
    assert received.mails == []


@pytest.mark.parametrize("cut_after", [0, 200, 20_000])
def test_a_link_cut_within_the_data_leaves_the_end_unknown(
    operator: Papers, pharmacy: Papers, cut_after: int
) -> None:
    script = Scripted(cut_after=cut_after)
    assert scripted(operator, pharmacy, script) == Ending(Outcome.UNKNOWN, Why.CUT)


def test_a_link_cut_after_the_whole_content_leaves_the_end_unknown(
    operator: Papers, pharmacy: Papers
) -> None:
    script = Scripted(cut_after=len(the_mail().content))
    assert scripted(operator, pharmacy, script) == Ending(Outcome.UNKNOWN, Why.CUT)
    assert script.content.endswith(b"\r\n.\r\n")


def test_the_content_is_carried_with_its_dots_and_receipts_are_asked_for(
    operator: Papers, pharmacy: Papers
) -> None:
    script = Scripted()
    assert scripted(operator, pharmacy, script) == Ending(Outcome.ACCEPTED)
    carried = script.content[: -len(b".\r\n")].replace(b"\r\n..", b"\r\n.")
    assert carried == the_mail().content
    assert f"RCPT TO:<{RECIPIENT}> NOTIFY=SUCCESS,FAILURE,DELAY" in script.said
    assert any(line.endswith("BODY=8BITMIME RET=HDRS") for line in script.said)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"MAIL": "550 no"}, Ending(Outcome.LATER, Why.SENDER_REFUSED)),
        ({"MAIL": "451 busy"}, Ending(Outcome.LATER, Why.SERVER_BUSY)),
        ({"RCPT": "553 no"}, Ending(Outcome.REFUSED, Why.RECIPIENT_REFUSED)),
        ({"DATA": "554 no"}, Ending(Outcome.REFUSED, Why.CONTENT_REFUSED)),
        ({"DATA": "451 busy"}, Ending(Outcome.LATER, Why.SERVER_BUSY)),
        ({".": "552 too big"}, Ending(Outcome.REFUSED, Why.CONTENT_REFUSED)),
        ({".": "451 busy"}, Ending(Outcome.LATER, Why.SERVER_BUSY)),
        ({".": "nonsense"}, Ending(Outcome.UNKNOWN, Why.CUT)),
        ({"EHLO": "250 essais"}, Ending(Outcome.LATER, Why.NOT_EIGHT_BITS)),
        ({"QUIT": "500 what"}, Ending(Outcome.ACCEPTED)),
    ],
)
def test_each_answer_of_a_server_has_its_meaning(
    operator: Papers, pharmacy: Papers, answers: dict[str, str], expected: Ending
) -> None:
    assert scripted(operator, pharmacy, Scripted(answers)) == expected


def test_a_server_that_never_answers_is_left_after_a_while(
    operator: Papers, pharmacy: Papers
) -> None:
    class Silent(Scripted):
        def answer(self, line: str) -> str:
            return "354 go" if line == "DATA" else Scripted.answer(self, line)

    script = Silent({".": "250-OK"})  # a reply that never ends
    with a_scripted_server(server_context(operator, pharmacy), script) as port:
        ours = account(operator, pharmacy, port)
        answer = submit(ours, encryption(ours), the_mail(), patience=0.5)
    assert answer == Ending(Outcome.UNKNOWN, Why.CUT)
