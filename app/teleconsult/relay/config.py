"""What whoever runs a relay writes in its TOML file, checked before anything is opened.

listen = "0.0.0.0:443"
certificate = "/etc/osys/relay.pem"      # the certificate and its chain
private_key = "/etc/osys/relay.key"
stations = ["<SHA-256 of a station's key>"]
redis = "redis://127.0.0.1:6379/0"       # only when several relays share their rooms
turn = ["turn:turn.example:3478?transport=udp", "turn:turn.example:3478?transport=tcp"]
turn_secret_file = "/etc/osys/turn.secret"
address_header = "X-Forwarded-For"       # only behind a load balancer that writes it
behind_proxy = true                      # only when a proxy of the same machine holds TLS
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from app.errors import StationError
from app.teleconsult.relay.rules import DIGEST
from app.teleconsult.relay.server import Settings
from app.teleconsult.relay.turn import Turn

LARGEST_PORT = 65_535
KNOWN = frozenset(
    {
        "listen",
        "certificate",
        "private_key",
        "stations",
        "redis",
        "turn",
        "turn_secret_file",
        "address_header",
        "behind_proxy",
    }
)
_TURN = re.compile(r"turns?:[A-Za-z0-9.\[\]:-]+(\?transport=(udp|tcp))?")


class BadRelay(StationError):
    """The file of the relay cannot be used; the sentence names the line to mend."""


@dataclass(frozen=True, slots=True)
class RelayFile:
    """A relay as configured. Empty texts mean "none"."""

    host: str
    port: int
    certificate: str
    private_key: str
    redis: str
    settings: Settings


def read_relay(path: Path) -> RelayFile:
    """Return the relay that a file describes.

    Raises:
        BadRelay: it cannot be read, or a line of it cannot be used.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise BadRelay(f"Le fichier {path.name} ne se lit pas. Vérifiez-le.") from None
    unknown = sorted(set(said) - KNOWN)
    if unknown:
        raise BadRelay(f"{path.name}\u00a0: ligne inconnue, {unknown[0]}.")
    host, port = _listen(said)
    relay = RelayFile(
        host=host,
        port=port,
        certificate=_text(said, "certificate"),
        private_key=_text(said, "private_key"),
        redis=_text(said, "redis"),
        settings=Settings(
            station_keys=_stations(said),
            turn=_turn(said),
            address_header=_text(said, "address_header"),
        ),
    )
    _check_secrecy(relay, said)
    return relay


def _check_secrecy(relay: RelayFile, said: Mapping[str, object]) -> None:
    """Refuse to carry links in the clear: TLS here, or by a proxy of the same machine."""
    has_tls = bool(relay.certificate and relay.private_key)
    if bool(relay.certificate) != bool(relay.private_key):
        raise BadRelay("Donnez certificate et private_key ensemble.")
    if has_tls:
        return
    if not _is_loopback(relay.host):
        raise BadRelay(
            "Sans certificat, le relais n’écoute que sur cette machine\u00a0: donnez "
            'certificate et private_key, ou listen = "127.0.0.1:8080".'
        )
    if relay.settings.address_header and said.get("behind_proxy") is not True:
        raise BadRelay("address_header demande behind_proxy = true.")


def _listen(said: Mapping[str, object]) -> tuple[str, int]:
    host, _, port = (_text(said, "listen") or "127.0.0.1:8080").rpartition(":")
    if not host or not port.isdecimal() or int(port) > LARGEST_PORT:
        raise BadRelay("listen s’écrit adresse:port, par exemple 0.0.0.0:443.")
    return host.strip("[]"), int(port)


def _stations(said: Mapping[str, object]) -> frozenset[str]:
    given = _texts(said, "stations")
    if not given or not all(DIGEST.fullmatch(one) for one in given):
        raise BadRelay("stations est la liste des empreintes données par osys relay key.")
    return frozenset(given)


def _turn(said: Mapping[str, object]) -> Turn:
    addresses, place = _texts(said, "turn"), _text(said, "turn_secret_file")
    if not all(_TURN.fullmatch(one) for one in addresses):
        raise BadRelay("turn est une liste d’adresses, par exemple turn:hote:3478?transport=udp.")
    if bool(addresses) != bool(place):
        raise BadRelay("Donnez turn et turn_secret_file ensemble.")
    if not addresses:
        return Turn()
    try:
        secret = Path(place).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadRelay("Le fichier de turn_secret_file ne se lit pas.") from None
    if not secret:
        raise BadRelay("Le fichier de turn_secret_file est vide.")
    return Turn(addresses, secret)


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise BadRelay(f"{name} s’écrit entre guillemets.")
    return value


def _texts(said: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = said.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadRelay(f"{name} est une liste de textes.")
    return tuple(value)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
