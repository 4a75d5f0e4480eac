"""The access of the pharmacy to the DMP, read from ``dmp.toml`` in the folder of the station.

It is a file of its own, written by the person who installs the access::

    homologation = ""                         # given by the CNDA: without it nothing leaves
    repository = "https://…/si-dmp-repository"   # where documents are given and taken
    registry = "https://…/si-dmp-registry"       # where they are looked for
    certificate = "/…/pharmacie.pem"
    key = "/…/pharmacie.key"
    authority = "/…/igc-sante.pem"            # none: the authorities of the system
"""

import re
import ssl
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from app.records.station_file import Purpose
from app.transport.certified import encrypted
from app.transport.service_words import (
    DEMONSTRATION,
    NOT_AN_ADDRESS,
    NOT_CERTIFIED,
    NOT_HOMOLOGATED,
    NOT_SET,
    NoService,
)

ACCOUNT = "dmp.toml"
LONGEST_FILE = 65_536
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?/[A-Za-z0-9._~/-]{0,512}")
_NUMBER = re.compile(r"[A-Za-z0-9._-]{4,64}")
HTTPS = 443
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service is: always over TLS."""

    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        """The address as it was written."""
        port = "" if self.port == HTTPS else f":{self.port}"
        return f"https://{self.host}{port}{self.path}"


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """The access to the service; ``homologation`` is "" for a software that has none."""

    homologation: str
    repository: Place
    registry: Place
    certificate: Path
    key: Path
    authority: Path | None = None


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    repository: str
    registry: str
    certificate: str
    key: str
    homologation: str = ""
    authority: str = ""


def read_service(folder: Path) -> ServiceAccount:
    """Return the access of the station in ``folder``, homologated or not.

    Raises:
        NoService: there is none, or a line of it cannot be used; the sentence names it.
    """
    path = folder / ACCOUNT
    if not path.exists():
        raise NoService(NOT_SET)
    written = _written(path)
    if written.homologation and not _NUMBER.fullmatch(written.homologation):
        raise NoService(f"Dans {path}, homologation n’est pas un numéro d’homologation.")
    return ServiceAccount(
        homologation=written.homologation,
        repository=_place(path, "repository", written.repository),
        registry=_place(path, "registry", written.registry),
        certificate=Path(written.certificate),
        key=Path(written.key),
        authority=Path(written.authority) if written.authority else None,
    )


def require_allowed(account: ServiceAccount, purpose: Purpose) -> None:
    """Refuse to speak to the service before any byte.

    Raises:
        NoService: the station is a demonstration, or the software is not homologated.
    """
    require_real(purpose)
    if not account.homologation:
        raise NoService(NOT_HOMOLOGATED)


def service_state(folder: Path, purpose: Purpose) -> str:
    """Return why the service is closed, in words; "" when it is open.

    A demonstration without an access file says nothing: nobody expects it to transmit.
    """
    if purpose is not Purpose.REAL and not (folder / ACCOUNT).exists():
        return ""
    try:
        require_allowed(read_service(folder), purpose)
    except NoService as closed:
        return closed.sentence
    return ""


def require_real(purpose: Purpose) -> None:
    """Refuse that anything of a demonstration leaves.

    Raises:
        NoService: the station is a demonstration.
    """
    if purpose is not Purpose.REAL:
        raise NoService(DEMONSTRATION)


def served_by(folder: Path, purpose: Purpose) -> ServiceAccount | None:
    """Return the access that a station may use, None when it has none, or must not use it."""
    try:
        account = read_service(folder)
        require_allowed(account, purpose)
    except NoService:
        return None
    return account


def service_encryption(account: ServiceAccount) -> ssl.SSLContext:
    """Return how the station proves who it is and checks the service.

    Raises:
        NoService: a certificate file cannot be used.
    """
    try:
        return encrypted(account.certificate, account.key, account.authority)
    except (OSError, ValueError) as unusable:  # ssl.SSLError is an OSError
        raise NoService(NOT_CERTIFIED) from unusable


def _written(path: Path) -> _Written:
    try:
        with path.open("rb") as opened:
            text = opened.read(LONGEST_FILE + 1).decode("utf-8")
        return msgspec.convert(tomllib.loads(text), _Written)
    except msgspec.ValidationError as wrong:
        raise NoService(f"Dans {path}, {_named(str(wrong))}.") from wrong
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as unread:
        raise NoService(f"Le fichier {path} ne peut pas être lu. Corrigez-le.") from unread


def _named(told: str) -> str:
    """Return which line is wrong: msgspec names it between « ` »."""
    name = re.search(r"`(?:\$\.)?([a-z_]{1,40})`", told.partition(" - at ")[2] or told)
    return f"la ligne {name[1]} manque ou ne convient pas" if name else "une ligne ne convient pas"


def _place(path: Path, name: str, address: str) -> Place:
    parts = urlsplit(address)
    try:
        port = parts.port or HTTPS
    except ValueError:
        port = _LAST_PORT + 1
    if not _ADDRESS.fullmatch(address) or port > _LAST_PORT:
        raise NoService(f"Dans {path}, {name} {NOT_AN_ADDRESS}")
    return Place(parts.hostname or "", port, parts.path)
