"""The MSSanté account: read for its page, written from it, its link tried without sending."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from app.effects.exports import write_whole
from app.office.mail import (
    KeepMail,
    LoadMail,
    MailEffect,
    MailForm,
    MailKept,
    MailLoaded,
    MailServer,
    MailTried,
    TryMail,
)
from app.traffic import AnyMessage
from app.transport import replies, submission
from app.transport.account import (
    ACCOUNT,
    LONGEST_SECRET,
    Security,
    account_of,
    account_table,
    encryption,
    read_account,
)
from app.transport.states import Outcome, Why
from app.transport.words import REASONS, MailboxUnread, NoMailAccount

SECRET = "mssante.secret"  # noqa: S105 - the name of the file
PASSWORD_FIRST = "Donnez aussi le mot de passe de ce nom d’utilisateur."  # noqa: S105 - a sentence
TOO_LONG = "Ce mot de passe est trop long\u00a0: 1024 signes au plus."
NOT_WRITTEN = (
    "Le compte n’a pas pu être écrit\u00a0: rien n’a changé. Vérifiez la place et les droits du "
    "dossier de la station."
)
TRIED: Mapping[Why, str] = MappingProxyType(
    {
        Why.SERVER_DOWN: (
            "Le serveur d’envoi ne répond pas. Vérifiez son nom, son port et le réseau."
        ),
        Why.SERVER_BUSY: "Le serveur d’envoi est occupé. Essayez à nouveau dans un instant.",
    }
)
"""What a trial says otherwise than a mail that waits: nothing is tried again alone."""

_TEXTS = ("sender", "user", "certificate", "key", "authority")
Table = Mapping[str, object]


class MailRoom:
    """Answers the page of the account for the station of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def answer(self, effect: MailEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks.

        Raises:
            NoMailAccount: the account cannot be used or written; the former one stays.
        """
        match effect:
            case LoadMail():
                return [self._loaded()]
            case KeepMail(form, password):
                return [self._kept(form, password)]
            case TryMail():
                return [MailTried(self._tried())]

    def _loaded(self) -> MailLoaded:
        path = self._folder / ACCOUNT
        if not path.exists():
            return MailLoaded(MailForm(), has_password=False)
        try:
            table = account_table(path)
        except NoMailAccount as refused:
            return MailLoaded(MailForm(), has_password=False, refused=refused.sentence)
        refused_by = ""
        try:
            account_of(path, table)
        except NoMailAccount as refused:
            refused_by = refused.sentence
        return MailLoaded(_form(table), bool(table.get("password_file")), refused_by)

    def _kept(self, form: MailForm, password: str) -> MailKept:
        """Write the account once it can be used, its password first, in a file of its own."""
        path, secret = self._folder / ACCOUNT, self._folder / SECRET
        try:
            if not form.sender.strip():
                for one in (path, secret):
                    one.unlink(missing_ok=True)
                return MailKept(MailForm(), has_password=False)
            table = _table(form)
            encryption(account_of(path, table))
            file = self._password_file(form, password)
            if password:
                write_whole(secret, password.encode())
            told = {**table, "password_file": file} if file else table
            write_whole(path, _toml(told).encode())
        except OSError as refused:
            raise NoMailAccount(NOT_WRITTEN) from refused
        return MailKept(_form(told), bool(file))

    def _password_file(self, form: MailForm, password: str) -> str:
        """Return the file of the password, the one there was when none is typed."""
        if not form.user.strip():
            return ""
        if len(password.encode()) > LONGEST_SECRET:
            raise NoMailAccount(TOO_LONG)
        if password:
            return str(self._folder / SECRET)
        path = self._folder / ACCOUNT
        former = account_table(path).get("password_file", "") if path.exists() else ""
        if not former:
            raise NoMailAccount(PASSWORD_FIRST)
        return str(former)

    def _tried(self) -> str:
        """Return "" when both servers know the pharmacy, else what to do."""
        account = read_account(self._folder)
        context = encryption(account)
        ending = submission.knock(account, context)
        if ending.outcome is not Outcome.ACCEPTED:
            return TRIED.get(ending.why, REASONS[ending.why])
        try:
            replies.knock(account, context)
        except MailboxUnread as refused:
            return refused.sentence
        return ""


def _table(form: MailForm) -> dict[str, object]:
    """Return what the file holds of ``form``, what is empty left out."""
    table: dict[str, object] = {
        name: text for name in _TEXTS if (text := str(getattr(form, name)).strip())
    }
    table["smtp"] = _server(form.sending)
    if form.reading.host.strip():
        table["imap"] = _server(form.reading)
    return table


def _server(typed: MailServer) -> dict[str, object]:
    port = typed.port.strip()
    return {
        "host": typed.host.strip(),
        "port": int(port) if port.isascii() and port.isdigit() else port,
        "security": (Security.STARTTLS if typed.starttls else Security.TLS).value,
    }


def _form(table: Table) -> MailForm:
    """Return the account of a file as it is typed; what is no text there is left empty."""
    texts = {name: str(table.get(name, "")) for name in _TEXTS}
    return MailForm(sending=_typed(table.get("smtp")), reading=_typed(table.get("imap")), **texts)


def _typed(part: object) -> MailServer:
    if not isinstance(part, dict):
        return MailServer()
    is_asked = part.get("security") == Security.STARTTLS.value
    return MailServer(str(part.get("host", "")), str(part.get("port", "")), is_asked)


def _toml(table: Table) -> str:
    """Return ``table`` in TOML: its texts are written as JSON writes them, which TOML reads."""
    lines = [f"{name} = {_value(one)}" for name, one in table.items() if not isinstance(one, dict)]
    for name, part in table.items():
        if isinstance(part, dict):
            lines += [f"[{name}]", *(f"{key} = {_value(one)}" for key, one in part.items())]
    return "\n".join((*lines, ""))


def _value(one: object) -> str:
    return json.dumps(one, ensure_ascii=False)
