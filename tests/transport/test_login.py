"""Accounts that ask for a name and a password, links encrypted when asked, links cut: real servers."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from app.transport import replies, submission
from app.transport.account import Account, Security, Server, encryption
from app.transport.link import Link
from app.transport.states import Outcome, Why
from app.transport.submission import CUT_BEFORE, Ending, submit
from app.transport.words import MailboxUnread
from tests.teleconsult.servers import free_port
from tests.transport.imap_server import an_imap_server
from tests.transport.servers import (
    PASSWORD,
    USER,
    Papers,
    Scripted,
    a_scripted_server,
    account,
    an_smtp_server,
    server_context,
)
from tests.transport.test_submission import the_mail
from tests.transport.vaults import NOW


def warned(test: Callable[..., None]) -> Callable[..., None]:
    """Let aiosmtpd warn of what it is asked here: certificates, passwords, its own old names."""
    quiet = ("Session.login_data", "Requiring AUTH while not requiring TLS")
    for words in quiet:
        test = pytest.mark.filterwarnings(f"ignore:{words}")(test)
    return pytest.mark.expects_log("mail.log")(test)


def named(account_: Account, password: str = PASSWORD) -> Account:
    return replace(account_, user=USER, password=password)


def given(ours: Account) -> Ending:
    return submit(ours, encryption(ours), the_mail(), patience=5)


@warned
@pytest.mark.parametrize("security", list(Security))
def test_a_name_and_its_password_open_the_server_and_a_wrong_one_does_not(
    operator: Papers, pharmacy: Papers, security: Security
) -> None:
    context = server_context(operator, pharmacy)
    with an_smtp_server(context, security, asks_password=True) as (port, received):
        ours = account(operator, pharmacy, port, security)
        assert given(named(ours, "un autre")) == Ending(Outcome.LATER, Why.LOGIN_REFUSED)
        assert given(ours).outcome is Outcome.LATER
        assert received.mails == []
        assert given(named(ours)) == Ending(Outcome.ACCEPTED)
        assert len(received.mails) == 1


@warned
@pytest.mark.parametrize("security", list(Security))
def test_a_trial_is_known_by_the_server_and_gives_it_no_mail(
    operator: Papers, pharmacy: Papers, security: Security
) -> None:
    context = server_context(operator, pharmacy)
    with an_smtp_server(context, security, asks_password=True) as (port, received):
        ours = named(account(operator, pharmacy, port, security))
        assert submission.knock(ours, encryption(ours)) == Ending(Outcome.ACCEPTED)
        wrong = named(ours, "un autre")
        assert submission.knock(wrong, encryption(wrong)).why is Why.LOGIN_REFUSED
        assert received.mails == []
    assert submission.knock(ours, encryption(ours)).why is Why.SERVER_DOWN


def test_a_trial_says_no_recipient_and_no_content(operator: Papers, pharmacy: Papers) -> None:
    script = Scripted()
    with a_scripted_server(server_context(operator, pharmacy), script) as port:
        ours = account(operator, pharmacy, port)
        assert submission.knock(ours, encryption(ours)) == Ending(Outcome.ACCEPTED)
        script.answers["MAIL"] = "550 who are you"
        assert submission.knock(ours, encryption(ours)).why is Why.SENDER_REFUSED
    words = {line.partition(" ")[0].upper() for line in script.said}
    assert words == {"EHLO", "MAIL", "RSET", "QUIT"}


class CuttingLink(Link):
    """A link that another thread cuts as soon as the server is known."""

    def hold(self, server: object) -> None:
        super().hold(server)  # type: ignore[arg-type]  # what smtplib gives
        thread = Thread(target=self.cut)
        thread.start()
        thread.join(10)


def test_a_link_cut_before_the_content_gives_nothing_in_clear_or_not(
    operator: Papers, pharmacy: Papers
) -> None:
    script = Scripted()
    with a_scripted_server(server_context(operator, pharmacy), script) as port:
        ours = account(operator, pharmacy, port)
        assert submit(ours, encryption(ours), the_mail(), 5, CuttingLink()) == CUT_BEFORE
        already = Link()
        assert already.cut()
        assert submit(ours, encryption(ours), the_mail(), 5, already) == CUT_BEFORE
    assert script.content == b""
    assert not [line for line in script.said if line.upper().startswith(("MAIL", "DATA"))]


def test_a_link_is_not_cut_once_its_content_leaves(operator: Papers, pharmacy: Papers) -> None:
    link = Link()
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        ours = account(operator, pharmacy, port)
        assert submit(ours, encryption(ours), the_mail(), 5, link) == Ending(Outcome.ACCEPTED)
        assert not link.cut()
        assert len(received.mails) == 1


@pytest.fixture(scope="module", params=list(Security))
def mailbox(
    parties: tuple[Papers, Papers, Papers], request: pytest.FixtureRequest
) -> Iterator[Account]:
    """A mailbox encrypted from the first byte, then one encrypted when asked."""
    operator, pharmacy, _ = parties
    security = request.param
    with an_imap_server(operator, pharmacy, security=security) as port:
        ours = account(operator, pharmacy, free_port(), mailbox=port)
        yield replace(ours, mailbox=Server("127.0.0.1", port, security))


@pytest.mark.needs("dovecot")
def test_a_mailbox_opens_with_its_password_only_whatever_the_encryption(mailbox: Account) -> None:
    replies.knock(mailbox, encryption(mailbox))
    assert replies.came_back(mailbox, encryption(mailbox), NOW) == []
    wrong = replace(mailbox, password="un autre")  # noqa: S106 - of a server of the test
    with pytest.raises(MailboxUnread):
        replies.knock(wrong, encryption(wrong))


@pytest.mark.needs("dovecot")
def test_a_mailbox_of_an_unknown_authority_is_given_no_password(
    mailbox: Account, stranger: Papers, tmp_path: Path
) -> None:
    elsewhere = replace(mailbox, authority=stranger.authority)
    context = encryption(elsewhere)
    assert context.verify_mode is ssl.CERT_REQUIRED
    with pytest.raises(MailboxUnread):
        replies.knock(elsewhere, context)
