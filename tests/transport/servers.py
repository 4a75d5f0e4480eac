"""Real mail servers on the loopback: one that takes mails, one that misbehaves, one with boxes."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from app.transport.account import Account, Security, Server
from tests.teleconsult.servers import an_authority

SENDER = "pharmacie@operateur.invalid"
USER = "pharmacie"
PASSWORD = "mot-de-passe-d-essai"  # noqa: S105 - of a server that lives as long as a test


@dataclass(frozen=True, slots=True)
class Papers:
    """The authority, the certificate and the key of one party, PEM files."""

    authority: Path
    certificate: Path
    key: Path


def papers(folder: Path) -> Papers:
    return Papers(*an_authority(folder))


def server_context(operator: Papers, pharmacy: Papers) -> ssl.SSLContext:
    """A server of ``operator`` that wants a certificate of the authority of ``pharmacy``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(operator.certificate, operator.key)
    context.load_verify_locations(pharmacy.authority)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def account(
    operator: Papers,
    pharmacy: Papers,
    port: int,
    security: Security = Security.TLS,
    mailbox: int = 0,
) -> Account:
    return Account(
        sender=SENDER,
        submission=Server("127.0.0.1", port, security),
        mailbox=Server("127.0.0.1", mailbox) if mailbox else None,
        certificate=pharmacy.certificate,
        key=pharmacy.key,
        authority=operator.authority,
        user=USER if mailbox else "",
        password=PASSWORD if mailbox else "",
    )


@dataclass(slots=True)
class Received:
    """What an SMTP server took, and the recipients it does not know."""

    mails: list[bytes] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    full: set[str] = field(default_factory=set)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.unknown:
            return "550 5.1.1 no such mailbox"
        if address in self.full:
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope.content)
        return "250 OK"


def _known(server, session, envelope, mechanism, given) -> AuthResult:
    """Let in whoever knows the password of the tests."""
    is_known = given == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=False)


@contextmanager
def an_smtp_server(
    context: ssl.SSLContext, security: Security = Security.TLS, *, asks_password: bool = False
) -> Iterator[tuple[int, Received]]:
    """Run aiosmtpd; yields its port and what it received."""
    received, loop = Received(), asyncio.new_event_loop()

    def protocol() -> SMTP:
        asked = {} if security is Security.TLS else {"tls_context": context}
        by_starttls = security is Security.STARTTLS
        if asks_password:  # a link encrypted from its first byte is one it does not know of
            asked |= {
                "authenticator": _known,
                "auth_required": True,
                "auth_require_tls": by_starttls,
            }
        return SMTP(received, loop=loop, require_starttls=by_starttls, ident="essais", **asked)

    wrapped = context if security is Security.TLS else None
    started = loop.create_server(protocol, "127.0.0.1", 0, ssl=wrapped)
    server = loop.run_until_complete(started)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1], received
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    await server.wait_closed()
    others = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
    for one in others:
        one.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass(slots=True)
class Scripted:
    """A server that answers as told: ``answers`` by the first word of a command.

    From the command ``silent_at`` on it takes what comes and says nothing.
    """

    answers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    silent_at: str = ""
    said: list[str] = field(default_factory=list)
    content: bytes = b""

    def answer(self, line: str) -> str:
        word = line.partition(" ")[0].upper()
        usual = {
            "EHLO": "250-essais\r\n250-8BITMIME\r\n250 DSN",
            "DATA": "354 go",
            "QUIT": "221 bye",
        }
        return self.answers.get(word, usual.get(word, "250 OK"))


@contextmanager
def a_scripted_server(
    context: ssl.SSLContext | None, script: Scripted, security: Security = Security.TLS
) -> Iterator[int]:
    """Run a server that may cut the link after ``cut_after`` bytes of content.

    Without a context it knows no encryption. It says why it ends a handshake, as OpenSSL does.
    """
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):  # a client that leaves, a server that is closed
            while True:
                plain, _ = listening.accept()
                with suppress(OSError), plain:
                    plain.settimeout(20)
                    _serve(plain, context, script, security)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def _serve(
    plain: socket.socket, context: ssl.SSLContext | None, script: Scripted, security: Security
) -> None:
    if context is not None and security is Security.STARTTLS:
        plain.sendall(b"220 essais\r\n")
        assert plain.recv(1000).upper().startswith(b"EHLO")
        plain.sendall(b"250-essais\r\n250 STARTTLS\r\n")
        assert plain.recv(1000).upper() == b"STARTTLS\r\n"
        plain.sendall(b"220 go\r\n")
    if context is None:
        plain.sendall(b"220 essais\r\n")
        _talk(plain, script)
        return
    with context.wrap_socket(plain, server_side=True) as link:
        if security is Security.TLS:
            link.sendall(b"220 essais\r\n")
        _talk(link, script)


def _talk(link: socket.socket, script: Scripted) -> None:
    waiting = b""
    while True:
        while b"\r\n" not in waiting:
            got = link.recv(65536)
            if not got:
                return
            waiting += got
        line, _, waiting = waiting.partition(b"\r\n")
        text = line.decode("ascii")
        text = text[:4].upper() + text[4:]
        script.said.append(text)
        if _says_nothing(link, script, text):
            return
        answer = script.answer(text)
        link.sendall(answer.encode("ascii") + b"\r\n")
        if text.upper() == "QUIT":
            return
        if text.upper() == "DATA" and answer.startswith("354"):
            if not _take(link, script) or _says_nothing(link, script, "."):
                return
            link.sendall(script.answers.get(".", "250 OK").encode("ascii") + b"\r\n")


def _says_nothing(link: socket.socket, script: Scripted, text: str) -> bool:
    """Take what comes until the client leaves, from the command the script is silent at."""
    if not script.silent_at or not text.upper().startswith(script.silent_at):
        return False
    while link.recv(65536):
        pass
    return True


def _take(link: socket.socket, script: Scripted) -> bool:
    """Read the content; False when the link is cut before its reply."""
    script.content = b""
    while not script.content.endswith(b"\r\n.\r\n"):
        script.content += link.recv(65536)
        if script.cut_after is not None and len(script.content) > script.cut_after:
            return False
    return True
