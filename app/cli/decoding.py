"""``osys devices decode``: what the bytes of a device say, without the device."""

import argparse
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.cli.printing import print_json
from app.errors import StationError
from hardware import sentences
from hardware.codecs import cms50
from hardware.codecs.characteristics import DECODERS, decode, short_name
from hardware.codecs.measured import Measured
from hardware.quality import LABELS, causes, must_never_count
from hardware.readings import REQUIRED, DecodeError, OutOfRange, check_bounds
from hardware.units import MEASURANDS

DECODED, NOT_USABLE = 0, 1
LONGEST_HEX = 1024
LINES: Mapping[str, Callable[[bytes], Measured]] = MappingProxyType(
    {"cms50_v7": cms50.measure_v7, "cms50_old": cms50.measure_old}
)


class Unreadable(StationError):
    """What was given is not the message of a device that the station knows."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def add_decode(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``devices decode``."""
    one = parts.add_parser(
        "decode",
        help="dit ce que signifie un message d’appareil",
        description=(
            "UUID est une caractéristique Bluetooth, courte (2a35) ou entière, ou une ligne série "
            f"({', '.join(LINES)}). Code de sortie\u00a0: 0 mesure utilisable, 1 message lu dont "
            "le poste ne garderait rien, 2 message illisible."
        ),
    )
    one.add_argument("uuid", help="caractéristique ou ligne")
    one.add_argument("hex", help="octets du message, en hexadécimal")
    one.add_argument("--json", action="store_true", help="écrit du JSON")
    one.set_defaults(run=run_decode)


def run_decode(arguments: argparse.Namespace) -> int:
    """Print the reading, or why there is none."""
    name = short_name(arguments.uuid)
    try:
        measured = _decoded(name, arguments.hex)
    except Unreadable as refused:
        if arguments.json:
            print_json(
                {"characteristic": name, "error": refused.reason, "sentence": refused.sentence}
            )
        raise
    why_not = not_kept(measured)
    if arguments.json:
        print_json(_as_json(name, measured, why_not))
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _in_words(measured, why_not)))
    return NOT_USABLE if why_not else DECODED


def not_kept(measured: Measured) -> str:
    """Return why the station would keep nothing of ``measured``, ``""`` when it could."""
    names = {one.name for one in measured.values}
    if must_never_count(measured.quality) or not names.issuperset(REQUIRED[measured.kind]):
        return sentences.no_value(measured.kind, causes(measured.quality))
    try:
        check_bounds(measured.values)
    except OutOfRange as refused:
        return refused.sentence
    return ""


def _decoded(name: str, text: str) -> Measured:
    if name not in LINES and name not in DECODERS:
        known = ", ".join(sorted((*DECODERS, *LINES)))
        sentence = f"Aucun décodeur pour «\u00a0{name[:40]}\u00a0» ({known})."
        raise Unreadable(sentence, "no decoder")
    try:
        data = bytes.fromhex(text if len(text) <= LONGEST_HEX else "?")
        return LINES[name](data) if name in LINES else decode(name, data)
    except DecodeError as refused:
        sentence = f"Message illisible, refusé en entier. Motif technique\u00a0: {refused}."
        raise Unreadable(sentence, str(refused)) from None
    except ValueError:
        sentence = (
            "Écrivez les octets en hexadécimal, deux chiffres chacun, par exemple 0061004400."
        )
        raise Unreadable(sentence, "not hexadecimal") from None


def _as_json(name: str, measured: Measured, why_not: str) -> dict[str, object]:
    return {
        "characteristic": name,
        "kind": measured.kind.value,
        "decoder": measured.decoder,
        "values": [
            {
                "name": one.name,
                "loinc": one.loinc,
                "value": str(one.value),
                "unit": one.unit,
                "resolution": one.resolution,
            }
            for one in measured.values
        ],
        "device_time": measured.device_time.isoformat() if measured.device_time else None,
        "user_index": measured.user_index,
        "quality": list(measured.quality),
        "sequence": measured.sequence,
        "streamed": measured.streamed,
        "usable": not why_not,
        "sentence": why_not,
    }


def _in_words(measured: Measured, why_not: str) -> list[str]:
    lines = [sentences.WORDS[measured.kind].name]
    for one in measured.values:
        known = MEASURANDS[one.name]
        value = str(one.value).replace(".", ",")
        lines.append(f"{known.label}\u00a0: {value}\u00a0{known.unit_label}")
    if measured.device_time is not None:
        lines.append(f"Heure de l’appareil\u00a0: {measured.device_time:%d/%m/%Y %H:%M:%S}")
    if measured.user_index is not None:
        lines.append(f"Mémoire de l’utilisateur {measured.user_index}")
    lines += [LABELS.get(flag, flag).capitalize() for flag in measured.quality]
    if measured.streamed:
        lines.append("Valeur du moment\u00a0: elle ne devient une mesure qu’une fois stable.")
    return [*lines, why_not] if why_not else lines
