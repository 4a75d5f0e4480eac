"""``osys relay``: the signalling relay of teleconsultation, run by a pharmacy or by its host."""

import argparse
import asyncio
import secrets
import sys
from hashlib import sha256
from pathlib import Path

from app import clock
from app.cli.printing import print_json
from app.errors import StationError

ABSENT = (
    "Le relais demande le composant aiohttp, qui n’est pas installé. "
    "Installez osys-station[call], puis recommencez."
)
NANOSECONDS = 1_000_000_000


class RelayAbsent(StationError):
    """The library the relay is made with is not installed."""


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``relay`` to the command line."""
    relay = words.add_parser("relay", help="relais de téléconsultation (docs/relais.md)")
    acts = relay.add_subparsers(required=True, metavar="action")
    serve = acts.add_parser("serve", help="ouvre le relais décrit par un fichier, jusqu’à l’arrêt")
    serve.add_argument("file", type=Path, help="fichier TOML du relais")
    serve.add_argument("--json", action="store_true")
    serve.set_defaults(run=run_serve)
    key = acts.add_parser("key", help="tire la clé d’un poste et son empreinte")
    key.add_argument("--json", action="store_true")
    key.set_defaults(run=run_key)


def run_serve(arguments: argparse.Namespace) -> int:
    """Run the relay; its first line is the address it listens on.

    Raises:
        BadRelay: the file of the relay cannot be used.
        RelayAbsent: aiohttp is not installed.
    """
    try:
        from app.teleconsult.relay.config import read_relay
        from app.teleconsult.relay.run import serve
    except ModuleNotFoundError:
        raise RelayAbsent(ABSENT) from None

    def opened(address: str) -> None:
        if arguments.json:
            print_json({"address": address})
        else:
            sys.stdout.write(f"Relais ouvert\u00a0: {address}\n")
        sys.stdout.flush()

    asyncio.run(serve(read_relay(arguments.file), _now_s, _wall_s, opened))
    return 0


def run_key(arguments: argparse.Namespace) -> int:
    """Print a new key: the station keeps it, the relay is given its digest."""
    key = secrets.token_urlsafe(32)
    digest = sha256(key.encode()).hexdigest()
    if arguments.json:
        print_json({"key": key, "digest": digest})
    else:
        sys.stdout.write(f"Clé, à écrire dans le poste\u00a0: {key}\n")
        sys.stdout.write(f"Empreinte, à écrire dans le relais\u00a0: {digest}\n")
    return 0


def _now_s() -> float:
    return clock.monotonic_ns() / NANOSECONDS


def _wall_s() -> float:
    return clock.now().timestamp()
