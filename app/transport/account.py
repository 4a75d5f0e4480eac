"""The MSSanté account of the pharmacy, read from ``mssante.toml`` in the folder of the station.

It is a file of its own, written by the person who installs the account of the operator::

    sender = "pharmacie@operateur.mssante.fr"
    user = "pharmacie"                    # none: the client certificate says who it is
    password_file = "/…/mssante.secret"   # its only secret, in a file nobody else may read
    certificate = "/…/pharmacie.pem"
    key = "/…/pharmacie.key"
    authority = "/…/igc-sante.pem"        # none: the authorities of the system
    [smtp]
    host = "smtp.operateur.mssante.fr"
    port = 465
    security = "tls"                      # or "starttls"
    [imap]
    host = "imap.operateur.mssante.fr"
    port = 993
"""

import os
import re
import ssl
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from app.transport.certified import encrypted
from app.transport.words import NoMailAccount

ACCOUNT = "mssante.toml"
LONGEST_SECRET = 1024
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}")
_LAST_PORT = 65535
_OTHERS = 0o077


class Security(StrEnum):
    """How the link to the server is encrypted: from its first byte, or asked for at once."""

    TLS = "tls"
    STARTTLS = "starttls"


@dataclass(frozen=True, slots=True)
class Server:
    """A server of the operator; ``security`` is always one of the two: never a link in clear."""

    host: str
    port: int
    security: Security = Security.TLS


@dataclass(frozen=True, slots=True)
class Account:
    """The mailbox of the pharmacy: ``mailbox`` is None when replies are not read by the station."""

    sender: str
    submission: Server
    mailbox: Server | None
    certificate: Path
    key: Path
    authority: Path | None = None
    user: str = ""
    password: str = field(default="", repr=False)


def read_account(folder: Path) -> Account:
    """Return the account of the station in ``folder``.

    Raises:
        NoMailAccount: there is none, or a line of it cannot be used; the sentence names it.
    """
    path = folder / ACCOUNT
    return account_of(path, account_table(path))


def account_of(path: Path, table: Mapping[str, object]) -> Account:
    """Return the account that ``table`` says, checked; ``path`` is the file that its refusals name.

    Raises:
        NoMailAccount: a line of it cannot be used; the sentence names it.
    """
    sender = _text(path, table, "sender")
    if not _ADDRESS.fullmatch(sender):
        raise NoMailAccount(f"Dans {path}, sender n’est pas une adresse de messagerie.")
    authority = _text(path, table, "authority")
    return Account(
        sender=sender,
        submission=_server(path, table, "smtp"),
        mailbox=_server(path, table, "imap") if "imap" in table else None,
        certificate=_needed(path, table, "certificate"),
        key=_needed(path, table, "key"),
        authority=Path(authority) if authority else None,
        user=_text(path, table, "user"),
        password=_password(_text(path, table, "password_file")),
    )


def encryption(account: Account) -> ssl.SSLContext:
    """Return how the station proves who it is and checks the servers of its operator.

    Raises:
        NoMailAccount: a certificate file cannot be used.
    """
    try:
        return encrypted(account.certificate, account.key, account.authority)
    except (OSError, ValueError) as unusable:  # ssl.SSLError is an OSError
        raise NoMailAccount(
            "Le certificat MSSanté de la pharmacie, sa clé ou son autorité ne peuvent pas être "
            f"lus. Vérifiez les fichiers nommés dans {ACCOUNT}."
        ) from unusable


def account_table(path: Path) -> Mapping[str, object]:
    """Return what the file says, not checked.

    Raises:
        NoMailAccount: there is no file, or it cannot be read.
    """
    if not path.exists():
        raise NoMailAccount(
            "L’envoi par MSSanté n’est pas réglé sur ce poste\u00a0: exportez les fiches et "
            f"envoyez-les de votre messagerie, ou écrivez {path}."
        )
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as unread:
        raise NoMailAccount(f"Le fichier {path} ne peut pas être lu. Corrigez-le.") from unread


def _text(path: Path, table: Mapping[str, object], name: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise NoMailAccount(f"Dans {path}, {name} est un texte entre guillemets.")
    return value


def _needed(path: Path, table: Mapping[str, object], name: str) -> Path:
    value = _text(path, table, name)
    if not value:
        raise NoMailAccount(f"Dans {path}, il manque {name}.")
    return Path(value)


def _server(path: Path, table: Mapping[str, object], name: str) -> Server:
    part = table.get(name)
    if not isinstance(part, dict):
        raise NoMailAccount(f"Dans {path}, il manque la partie [{name}].")
    host, port = part.get("host"), part.get("port")
    if not isinstance(host, str) or not _HOST.fullmatch(host):
        raise NoMailAccount(f"Dans {path}, [{name}] host n’est pas un nom de serveur.")
    if not isinstance(port, int) or not 0 < port <= _LAST_PORT:
        raise NoMailAccount(f"Dans {path}, [{name}] port n’est pas un numéro de port.")
    try:
        return Server(host, port, Security(part.get("security", Security.TLS)))
    except ValueError as unknown:
        raise NoMailAccount(
            f"Dans {path}, [{name}] security vaut «\u00a0tls\u00a0» ou «\u00a0starttls\u00a0»."
        ) from unknown


def _password(file: str) -> str:
    if not file:
        return ""
    path = Path(file)
    try:
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise NoMailAccount(
                f"Le mot de passe MSSanté ({path}) peut être lu par d’autres\u00a0: réservez ce "
                "fichier à son propriétaire."
            )
        return path.read_text(encoding="utf-8")[:LONGEST_SECRET].rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as unread:
        raise NoMailAccount(
            f"Le mot de passe MSSanté ({path}) ne peut pas être lu. Vérifiez ce fichier."
        ) from unread
