"""``osys devices``: what is bound to the station, whether it works, what a message says."""

import argparse
import asyncio
import queue
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app import clock
from app.cli.decoding import add_decode
from app.cli.printing import print_json
from app.config import SETTINGS
from app.effects.pace import REAL, Pace, hurried
from app.errors import StationError
from app.settings import read_bindings
from hardware.hub import Hub
from hardware.links.radio import station_radio
from hardware.messages import DeviceSeen, HubMessage
from hardware.readings import DeviceState, Kind, Quantity
from hardware.registry import Registry, demonstration_registry, station_registry
from hardware.sentences import WORDS
from hardware.setup_messages import SetupMessage, TrialEnded, TrialShown
from hardware.sources import PACES
from hardware.units import MEASURANDS

DONE, FOUND = 0, 1
LOOKED_WITHIN_S = 30
TRIAL_MARGIN_S = 30
Said = queue.Queue[HubMessage | SetupMessage]


class Silent(StationError):
    """The devices did not answer in time."""


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``devices`` to the command line."""
    devices = words.add_parser("devices", help="appareils de mesure du poste")
    parts = devices.add_subparsers(required=True, metavar="action")
    listing = parts.add_parser("list", help="dit quels appareils répondent")
    listing.set_defaults(run=run_list)
    trial = parts.add_parser("test", help="essaie un appareil, sans patient et sans rien garder")
    trial.add_argument("kind", choices=[kind.value for kind in WORDS], help="mesure essayée")
    trial.set_defaults(run=run_test)
    for one in (listing, trial):
        one.add_argument(
            "--data", type=Path, help="dossier du poste\u00a0; sans lui, appareils simulés"
        )
        one.add_argument("--json", action="store_true", help="écrit du JSON")
    add_decode(parts)


def run_list(arguments: argparse.Namespace) -> int:
    """Print the state of each kind of device; 1 when one that is bound does not answer."""
    registry, pace = _station(arguments.data)
    with _hub(registry, pace) as (_, said):
        seen = _looked(said)
    bound = {one.kind: one for one in registry.sources}
    if arguments.json:
        print_json([_line(one, registry) for one in seen])
    else:
        sys.stdout.write("".join(f"{_named(one)}\n" for one in seen))
    silent = [one for one in seen if one.kind in bound and one.state is not DeviceState.READY]
    return FOUND if silent else DONE


def run_test(arguments: argparse.Namespace) -> int:
    """Try one device as before a patient comes; 1 when no measure came through."""
    kind = Kind(arguments.kind)
    registry, pace = _station(arguments.data)
    tell = _quiet if arguments.json else _say
    with _hub(registry, pace) as (hub, said):
        _looked(said)
        hub.try_device(kind)
        shown, ended = _tried(kind, said, tell)
    if arguments.json:
        values = [_value(one) for one in shown.quantities] if shown and ended.works else []
        print_json(
            {
                "kind": kind.value,
                "works": ended.works,
                "sentence": ended.sentence,
                "simulated": arguments.data is None,
                "values": values,
            }
        )
    else:
        tell(ended.sentence)
    return DONE if ended.works else FOUND


def _station(folder: Path | None) -> tuple[Registry, Pace]:
    """Return the devices and the time they live in: simulated ones do not make one wait."""
    if folder is None:
        return demonstration_registry(), hurried()
    return station_registry(read_bindings(folder / SETTINGS), station_radio()), REAL


@contextmanager
def _hub(registry: Registry, pace: Pace) -> Iterator[tuple[Hub, Said]]:
    said: Said = queue.Queue()
    hub = Hub(
        registry,
        said.put,
        pace.device_now,
        pace.monotonic_ns,
        clock.new_id,
        new_loop=pace.new_loop or asyncio.new_event_loop,
    )
    hub.post_setup = said.put
    hub.start()
    try:
        yield hub, said
    finally:
        hub.stop()


def _next(said: Said, seconds: float) -> HubMessage | SetupMessage:
    try:
        return said.get(timeout=seconds)
    except queue.Empty:
        raise Silent("Les appareils ne répondent pas. Rebranchez-les, puis recommencez.") from None


def _looked(said: Said) -> list[DeviceSeen]:
    """Return the state of each kind, once all are known."""
    seen: dict[Kind, DeviceSeen] = {}
    while seen.keys() != WORDS.keys():
        message = _next(said, LOOKED_WITHIN_S)
        if isinstance(message, DeviceSeen):
            seen[message.kind] = message
    return [seen[kind] for kind in WORDS]


def _tried(
    kind: Kind, said: Said, tell: Callable[[str], None]
) -> tuple[TrialShown | None, TrialEnded]:
    """Return the last values shown, then how the trial ended."""
    shown, sentence = None, ""
    while True:
        message = _next(said, PACES[kind].lasts_s + TRIAL_MARGIN_S)
        match message:
            case DeviceSeen(seen_kind, _, words) if seen_kind is kind and words != sentence:
                sentence = words
                tell(words)
            case TrialShown(quantities=quantities):
                shown = message
                if quantities:
                    tell(", ".join(_words(one) for one in quantities))
            case TrialEnded():
                return shown, message
            case _:  # another kind, or what a trial does not say
                continue


def _named(seen: DeviceSeen) -> str:
    """Return the sentence after the name of the device, unless it begins with it."""
    name = WORDS[seen.kind].name
    return seen.sentence if seen.sentence.startswith(name) else f"{name}\u00a0: {seen.sentence}"


def _line(seen: DeviceSeen, registry: Registry) -> dict[str, object]:
    source = registry.source_of(seen.kind)
    return {
        "kind": seen.kind.value,
        "name": WORDS[seen.kind].name,
        "device_id": source.device_id if source else None,
        "origin": source.origin.value if source else None,
        "state": seen.state.value,
        "sentence": seen.sentence,
    }


def _value(one: Quantity) -> dict[str, str]:
    return {"name": one.name, "loinc": one.loinc, "value": str(one.value), "unit": one.unit}


def _words(one: Quantity) -> str:
    known = MEASURANDS[one.name]
    return f"{known.label}\u00a0: {str(one.value).replace('.', ',')}\u00a0{known.unit_label}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _quiet(_line: str) -> None:
    return None
