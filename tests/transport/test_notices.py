"""What comes back is read with bounds: a broken or a foreign mail says nothing."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transport.notices import MOST_BYTES, understood
from app.transport.stamped import message_digest
from app.transport.states import News
from tests.transport.reports import delivery_report, disposition, foreign, reply

OURS = "<0123@990000010.osys.invalid>"


@pytest.mark.parametrize("headers_only", [True, False])
@pytest.mark.parametrize(
    ("action", "news"),
    [
        ("failed", News.FAILED),
        ("delivered", News.DELIVERED),
        ("relayed", News.NOTHING),
        ("delayed", News.NOTHING),
        ("expanded", News.NOTHING),
        ("unheard-of", News.NOTHING),
    ],
)
def test_a_delivery_report_says_what_became_of_the_mail(
    action: str, news: News, headers_only: bool
) -> None:
    notice = understood(delivery_report(OURS, action, headers_only))
    assert notice is not None
    assert (notice.news, notice.is_written) == (news, False)
    assert message_digest(OURS) in notice.messages


def test_a_mail_that_was_read_was_delivered() -> None:
    notice = understood(disposition(OURS))
    assert notice is not None
    assert (notice.news, notice.messages) == (News.DELIVERED, (message_digest(OURS),))


def test_a_disposition_that_failed_is_no_delivery() -> None:
    notice = understood(disposition(OURS, "failed"))
    assert notice is not None
    assert notice.news is News.NOTHING


def test_a_reply_is_known_and_says_nothing_of_the_delivery() -> None:
    notice = understood(reply(OURS))
    assert notice is not None
    assert (notice.news, notice.messages) == (News.NOTHING, (message_digest(OURS),))
    assert notice.is_written


def test_words_in_a_reply_are_no_report() -> None:
    notice = understood(reply(OURS, "Action: failed\nStatus: 5.1.1\n"))
    assert notice is not None
    assert notice.news is News.NOTHING


def test_a_foreign_mail_says_nothing() -> None:
    assert understood(foreign()) is None


def test_a_report_about_nothing_says_nothing() -> None:
    assert understood(delivery_report("")) is None


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\r\n\r\n",
        b"\xff\xfe\x00" * 100,
        b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n",
        b"Content-Type: multipart/report\r\nIn-Reply-To: <a@b\r\n\r\n--b",
        b"Content-Type: multipart/report; boundary=b\r\n\r\n" + b"--b\r\n" * 20_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(6_000)
        ),
        b"Content-Type: message/rfc822\r\n\r\n" * 8_000,
        b"Content-Type: text/plain; charset=no-such\r\nContent-Transfer-Encoding: base64\r\n\r\n!",
    ],
)
def test_broken_mails_say_nothing(broken: bytes) -> None:
    assert understood(broken) is None


@given(st.binary(max_size=400), st.integers(0, 900))
def test_damage_anywhere_never_raises_and_never_invents_a_delivery(damage: bytes, at: int) -> None:
    whole = delivery_report(OURS, "failed")
    notice = understood(whole[:at] + damage + whole[at + len(damage) :])
    assert notice is None or notice.news is not News.DELIVERED


def test_a_huge_reply_costs_no_more_than_its_beginning() -> None:
    huge = reply(OURS) + b"x" * 50_000_000
    tracemalloc.start()
    notice = understood(huge)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert notice is not None
    assert notice.messages == (message_digest(OURS),)
    assert peak < 20 * MOST_BYTES
