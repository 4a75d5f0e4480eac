"""``osys protocols fhir``, ``form``, ``picture``: a protocol for other software and for paper."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.proofs import Refused, opened_protocol
from app.errors import StationError
from protocols.refusals import AnswerError
from protocols.yaml_tree import MAXIMUM_BYTES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from protocols.fhir_json import Json

REFUSED = 2


def add_interop(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``fhir ID --out DIR``, ``form ID --out FILE`` and ``picture ID --out FILE``."""
    fhir = parts.add_parser("fhir", help="exporte un protocole en FHIR R4")
    _add_protocol(fhir)
    fhir.add_argument("--out", required=True, metavar="DOSSIER", help="dossier des ressources")
    fhir.add_argument("--answers", metavar="FICHIER", help="fichier JSON de réponses à exporter")
    fhir.set_defaults(run=export_fhir)
    form = parts.add_parser("form", help="imprime le formulaire papier d’un protocole (PDF)")
    _add_protocol(form)
    form.add_argument("--out", required=True, metavar="FICHIER", help="fichier PDF à écrire")
    form.set_defaults(run=print_form)
    picture = parts.add_parser("picture", help="dessine l’échelle d’un protocole (SVG)")
    _add_protocol(picture)
    picture.add_argument("--out", required=True, metavar="FICHIER", help="fichier SVG à écrire")
    picture.set_defaults(run=draw_picture)


def _add_protocol(parser: "argparse.ArgumentParser") -> None:
    parser.add_argument("id", help="identifiant du protocole, ou son fichier")


def export_fhir(arguments: "argparse.Namespace") -> int:
    """Write the resources of a protocol; 2 with one sentence when something is refused."""
    try:
        _write_resources(arguments)
    except (Refused, AnswerError) as refused:
        return _refuse(refused.sentence)
    return 0


def _write_resources(arguments: "argparse.Namespace") -> None:
    from protocols.answers import from_json
    from protocols.fhir import Circumstances, answers_resource, form_resource, plan_resource

    protocol = opened_protocol(arguments.id)
    folder = Path(arguments.out)
    resources: dict[str, Mapping[str, Json]] = {
        "questionnaire": form_resource(protocol),
        "plan": plan_resource(protocol),
    }
    if arguments.answers:
        answers = from_json(protocol, _read_answers(Path(arguments.answers)))
        resources["reponses"] = answers_resource(protocol, answers, Circumstances())
    for name, resource in resources.items():
        text = json.dumps(resource, ensure_ascii=False, indent=1)
        _write(folder / f"{protocol.id}.{name}.json", f"{text}\n".encode())


def _read_answers(path: Path) -> dict[str, object]:
    """Return the mapping of an answers file, its numbers as decimals."""
    sentence = f"{path.name} n’est pas un fichier de réponses. Vérifiez son nom et son écriture."
    try:
        with path.open("rb") as stream:
            data = stream.read(MAXIMUM_BYTES + 1)
        content = json.loads(data, parse_float=Decimal, parse_int=Decimal, object_pairs_hook=_once)
    except (OSError, ValueError, RecursionError):
        raise Refused(sentence) from None
    if len(data) > MAXIMUM_BYTES or not isinstance(content, dict):
        raise Refused(sentence)
    return content


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def print_form(arguments: "argparse.Namespace") -> int:
    """Write the paper form of a protocol; 2 with one sentence when something is refused."""
    # the drawing of papers is loaded by this command only, not by every start
    from app.exchange.blank_form import draw

    try:
        _write(Path(arguments.out), draw(opened_protocol(arguments.id)))
    except (Refused, StationError) as refused:
        return _refuse(refused.sentence)
    return 0


def draw_picture(arguments: "argparse.Namespace") -> int:
    """Write the ladder of a protocol; 2 with one sentence when something is refused."""
    from protocols.picture import draw
    from protocols.picture_look import file_style

    try:
        picture = draw(opened_protocol(arguments.id), file_style())
        _write(Path(arguments.out), picture.encode())
    except Refused as refused:
        return _refuse(refused.sentence)
    return 0


def _write(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, whole or not at all, and say where."""
    aside = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(path)
    except OSError:
        raise Refused(f"{path.name} ne peut pas être écrit. Vérifiez le dossier.") from None
    sys.stdout.write(f"{path}\n")


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return REFUSED
