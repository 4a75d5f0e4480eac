"""``osys call``: whether a doctor can be called from this station, and by which relay."""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from app.cli.printing import print_json
from app.config import SETTINGS
from app.effects.call import NO_RELAY, NOT_INSTALLED
from app.effects.custody.relay import RelayRoom, called
from app.errors import StationError
from app.office.relay import KeepRelay
from app.settings import read_relay

DONE, FOUND = 0, 1
COMPONENTS = ("wrtc", "aiohttp")
READY = "Un médecin peut être appelé. Le relais répond\u00a0: {address}\n"
WRITTEN = "Relais enregistré\u00a0: {address}\n"
REMOVED = "Ce poste n’a plus de relais.\n"


class NoKey(StationError):
    """The file of the key cannot be read."""


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``call`` to the command line."""
    call = words.add_parser("call", help="téléconsultation\u00a0: le relais du poste")
    acts = call.add_subparsers(required=True, metavar="action")
    check = acts.add_parser("check", help="dit si un médecin peut être appelé, et essaie le relais")
    check.set_defaults(run=run_check)
    relay = acts.add_parser("relay", help="écrit le relais dans les réglages, ou le retire")
    relay.add_argument("--address", default="", help="https://…/\u00a0; sans elle, il est retiré")
    relay.add_argument("--key-file", type=Path, help="fichier de la clé (osys relay key)")
    relay.add_argument("--authority", default="", help="autorité du relais, au format PEM")
    relay.set_defaults(run=run_relay)
    for one in (check, relay):
        one.add_argument("--data", type=Path, required=True, help="dossier du poste")
        one.add_argument("--json", action="store_true", help="résultat lisible par une machine")


def run_check(arguments: argparse.Namespace) -> int:
    """Print whether a doctor can be called; 1 when something is missing, which is said.

    Raises:
        RefusedSetting: the settings cannot be read.
    """
    relay = read_relay(arguments.data / SETTINGS)
    lacks = [name for name in COMPONENTS if find_spec(name) is None]
    found = NOT_INSTALLED if lacks else ("" if relay.address else NO_RELAY)
    found = found or called(relay)
    if arguments.json:
        print_json({"relay": relay.address, "components_missing": lacks, "finding": found})
    else:
        sys.stdout.write(f"{found}\n" if found else READY.format(address=relay.address))
    return FOUND if found else DONE


def run_relay(arguments: argparse.Namespace) -> int:
    """Write the relay of the station; its key comes from a file, never from the command line.

    Raises:
        RefusedSetting: it cannot be used, or the settings cannot be written.
        NoKey: the file of the key cannot be read.
    """
    effect = KeepRelay(arguments.address, _key(arguments.key_file), arguments.authority)
    RelayRoom(arguments.data).answer(effect)
    address = read_relay(arguments.data / SETTINGS).address
    if arguments.json:
        print_json({"relay": address})
    else:
        sys.stdout.write(WRITTEN.format(address=address) if address else REMOVED)
    return DONE


def _key(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise NoKey(f"La clé de {path} ne se lit pas. Vérifiez le fichier.") from None
