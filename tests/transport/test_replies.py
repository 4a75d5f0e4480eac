"""The mailbox read by IMAP on a real server: ours are found, the others are not even fetched."""

import imaplib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.transport.account import Account, Server, encryption
from app.transport.notices import MOST_BYTES, understood
from app.transport.replies import came_back
from app.transport.states import News
from app.transport.words import MailboxUnread
from tests.teleconsult.servers import free_port
from tests.transport.imap_server import an_imap_server
from tests.transport.reports import delivery_report, disposition, foreign, reply
from tests.transport.servers import Papers, account
from tests.transport.vaults import NOW

OURS = "<0123@990000010.osys.invalid>"
pytestmark = pytest.mark.needs("dovecot")


@pytest.fixture(scope="module")
def port(parties: tuple[Papers, Papers, Papers]) -> Iterator[int]:
    with an_imap_server(parties[0], parties[1]) as one:
        yield one


@pytest.fixture
def box(port: int, operator: Papers, pharmacy: Papers, request: pytest.FixtureRequest) -> Account:
    """An empty mailbox of the test."""
    ours = account(operator, pharmacy, free_port(), mailbox=port)
    return replace(ours, user=f"box{abs(hash(request.node.name))}")


def put(box: Account, *mails: bytes) -> None:
    with imaplib.IMAP4_SSL(
        "127.0.0.1", box.mailbox.port, ssl_context=encryption(box), timeout=10
    ) as link:
        link.login(box.user, box.password)
        for mail in mails:
            assert link.append("INBOX", None, None, mail)[0] == "OK"


def flags(box: Account) -> list[bytes]:
    with imaplib.IMAP4_SSL(
        "127.0.0.1", box.mailbox.port, ssl_context=encryption(box), timeout=10
    ) as link:
        link.login(box.user, box.password)
        link.select("INBOX", readonly=True)
        return link.fetch("1:*", "(FLAGS)")[1]


def read(box: Account) -> list[bytes]:
    return came_back(box, encryption(box), NOW)


def test_reports_and_replies_are_found_and_the_other_mails_are_not_read(box: Account) -> None:
    other = foreign("Re: osys.invalid")
    ours = [delivery_report(OURS), disposition(OURS), reply(OURS)]
    put(box, other, *ours)
    assert read(box) == ours
    assert not any(b"Seen" in line for line in flags(box))


def test_the_certificate_alone_opens_the_box(operator: Papers, pharmacy: Papers) -> None:
    more = "auth_ssl_username_from_cert = yes"
    with an_imap_server(operator, pharmacy, more) as port:
        named = account(operator, pharmacy, free_port(), mailbox=port)
        put(named, delivery_report(OURS))
        assert read(replace(named, user="", password="")) == [delivery_report(OURS)]


def test_an_empty_box_gives_nothing(box: Account) -> None:
    assert read(box) == []


def test_a_huge_reply_is_read_up_to_its_bound(box: Account) -> None:
    huge = reply(OURS) + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 100_000
    put(box, huge, delivery_report(OURS))
    first, second = read(box)
    assert len(first) == MOST_BYTES
    assert [understood(one).news for one in (first, second)] == [News.NOTHING, News.FAILED]


def test_a_reply_of_broken_mime_does_not_hide_the_next(box: Account) -> None:
    broken = (
        b"Content-Type: multipart/report; boundary=b\r\nIn-Reply-To: " + OURS.encode() + b"\r\n\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\n\xff\xfe\r\n--b"
    )
    put(box, broken, delivery_report(OURS, "delivered"))
    told = [understood(one) for one in read(box)]
    assert [one.news for one in told if one is not None] == [News.DELIVERED]
    assert len(told) == 2


@pytest.mark.parametrize("change", ["password", "server", "authority", "certificate"])
def test_a_box_that_cannot_be_read_is_said(box: Account, stranger: Papers, change: str) -> None:
    other = {
        "password": {"password": "another"},
        "server": {"mailbox": Server("127.0.0.1", free_port())},
        "authority": {"authority": stranger.authority},
        "certificate": {"certificate": stranger.certificate, "key": stranger.key},
    }[change]
    with pytest.raises(MailboxUnread) as refused:
        read(replace(box, **other))
    assert "boîte MSSanté" in refused.value.sentence
    assert box.password not in repr(refused.value) + str(refused.value)
