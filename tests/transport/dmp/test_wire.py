"""The link against a peer that speaks badly: bounded in time and size, its end never guessed."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from app.clock import monotonic_ns
from app.transport.dmp import wire
from app.transport.dmp.account import Place
from app.transport.dmp.wire import EndUnknown, Message, NothingLeft, Patience, Returned, post
from app.transport.states import Why
from tests.transport.servers import Papers, server_context

MESSAGE = Message("text/plain", b"x" * 200_000)
PATIENT = Patience(whole_s=10, continue_s=5)
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@contextmanager
def a_peer(context: ssl.SSLContext, talk: Callable[[ssl.SSLSocket], None]) -> Iterator[int]:
    """Run one conversation, whatever it is."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            plain, _ = listening.accept()
            plain.settimeout(20)
            with context.wrap_socket(plain, server_side=True) as link:
                talk(link)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        thread.join(20)
    assert not thread.is_alive()


def read_head(link: ssl.SSLSocket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        head += link.recv(65_536)
    return head


def read_body(link: ssl.SSLSocket) -> None:
    left = len(MESSAGE.body)
    while left > 0:
        left -= len(link.recv(65_536))


def after_body(*said: bytes) -> Callable[[ssl.SSLSocket], None]:
    def talk(link: ssl.SSLSocket) -> None:
        read_head(link)
        link.sendall(GO_ON)
        read_body(link)
        for one in said:
            link.sendall(one)

    return talk


def before_body(said: bytes) -> Callable[[ssl.SSLSocket], None]:
    def talk(link: ssl.SSLSocket) -> None:
        read_head(link)
        link.sendall(said)

    return talk


@pytest.fixture
def exchanged(
    operator: Papers, pharmacy: Papers
) -> Callable[[Callable[[ssl.SSLSocket], None], Patience], Returned]:
    def run(talk: Callable[[ssl.SSLSocket], None], patience: Patience = PATIENT) -> Returned:
        context = ssl.create_default_context(cafile=str(operator.authority))
        context.load_cert_chain(pharmacy.certificate, pharmacy.key)
        with a_peer(server_context(operator, pharmacy), talk) as port:
            return post(Place("127.0.0.1", port, "/x"), context, MESSAGE, patience)

    return run


WHOLE = {
    "with a length": OK + b"Content-Length: 2\r\n\r\nab",
    "in chunks": OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n",
    "until the end": OK + b"\r\nab",
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_answer_is_read_however_it_is_framed(name: str, exchanged) -> None:
    answer = exchanged(after_body(WHOLE[name]))
    assert (answer.status, answer.content_type, answer.body) == (200, "text/plain", b"ab")
    assert answer.after_body


def test_an_answer_that_comes_with_the_permission_is_read_after_the_body(exchanged) -> None:
    def talk(link: ssl.SSLSocket) -> None:
        read_head(link)
        link.sendall(GO_ON + WHOLE["with a length"])
        read_body(link)

    assert exchanged(talk).body == b"ab"


BROKEN = {
    "nothing": b"",
    "no http": b"SMTP ready\r\n\r\n",
    "a length not kept": OK + b"Content-Length: 20\r\n\r\nab",
    "a chunk not kept": OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    "a chunk of no size": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab",
    "a head without end": OK + b"X: " + b"y" * 100_000,
    "too many fields": OK + b"X: y\r\n" * 500 + b"\r\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_leaves_the_end_unknown(name: str, exchanged) -> None:
    with pytest.raises(EndUnknown) as unknown:
        exchanged(after_body(BROKEN[name]))
    assert unknown.value.why is Why.CUT


@pytest.mark.parametrize(
    "said", [b"", b"SMTP ready\r\n\r\n", b"HTTP/1.1 200", b"X" * 40_000, b"HTTP/1.1 403 No\r\n"]
)
def test_a_broken_answer_to_the_header_lets_nothing_leave(said: bytes, exchanged) -> None:
    with pytest.raises(NothingLeft) as kept:
        exchanged(before_body(said))
    assert kept.value.why is Why.SERVER_DOWN


def test_an_answer_without_end_is_bounded(exchanged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LARGEST_ANSWER", 100_000)

    def talk(link: ssl.SSLSocket) -> None:
        read_head(link)
        link.sendall(GO_ON)
        read_body(link)
        link.sendall(OK + b"\r\n")
        with suppress(OSError):
            while True:
                link.sendall(b"z" * 65_536)

    with pytest.raises(EndUnknown) as unknown:
        exchanged(talk)
    assert unknown.value.why is Why.NOT_UNDERSTOOD


def test_an_answer_that_drips_is_given_up_in_time(exchanged) -> None:
    gone = threading.Event()

    def talk(link: ssl.SSLSocket) -> None:
        read_head(link)
        link.sendall(GO_ON)
        read_body(link)
        link.sendall(OK + b"\r\n")
        with suppress(OSError):
            while not gone.wait(0.05):
                link.sendall(b"z")

    start = monotonic_ns()
    with pytest.raises(EndUnknown):  # the peer finds the link closed, and ends
        exchanged(talk, Patience(whole_s=1, continue_s=1))
    assert monotonic_ns() - start < 5_000_000_000


def test_a_permission_that_drips_is_given_up_in_time(exchanged) -> None:
    gone = threading.Event()

    def talk(link: ssl.SSLSocket) -> None:
        read_head(link)
        with suppress(OSError):
            while not gone.wait(0.05):
                link.sendall(b"H")

    start = monotonic_ns()
    with pytest.raises(NothingLeft):
        exchanged(talk, Patience(whole_s=10, continue_s=1))
    assert monotonic_ns() - start < 5_000_000_000


def test_the_header_says_what_is_asked_and_names_nobody(exchanged) -> None:
    heads: list[bytes] = []

    def talk(link: ssl.SSLSocket) -> None:
        heads.append(read_head(link))
        link.sendall(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")

    assert exchanged(talk).status == 403
    (head,) = heads
    fields = dict(line.split(b": ", 1) for line in head.splitlines()[1:] if b": " in line)
    assert head.startswith(b"POST /x HTTP/1.1\r\n")
    assert fields[b"Expect"] == b"100-continue"
    assert fields[b"Content-Length"] == b"200000"
    assert set(fields) <= {
        b"Host",
        b"Expect",
        b"Content-Length",
        b"Content-Type",
        b"Accept",
        b"Connection",
    }
