"""``osys protocols verify``: what is proved of protocol files, over all answers."""

import json
import sys
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from protocols.diagram import TooIntricate
from protocols.load import SHARED, ProtocolError, shipped_library
from protocols.model import Protocol
from protocols.package import packed
from protocols.prove import Obligation, ProofReport, prove
from protocols.sign_refusals import SignatureRefusal
from protocols.vignettes import failures
from protocols.yaml_tree import MAXIMUM_BYTES

if TYPE_CHECKING:
    import argparse

    from protocols.witness import Witness

FINDING, REFUSED = 1, 2


class Refused(Exception):
    """A protocol cannot be used; ``sentence`` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__("protocol refused")
        self.sentence = sentence


def add_verify(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``protocols verify [FILE ...] [--json]``: every shipped protocol without a file."""
    verify = parts.add_parser("verify", help="vérifie les propriétés des protocoles")
    verify.add_argument("files", nargs="*", metavar="FICHIER", help="fichier ou identifiant")
    verify.add_argument("--json", action="store_true", help="écrit du JSON")
    verify.set_defaults(run=verify_files)


def verify_files(arguments: "argparse.Namespace") -> int:
    """Print the proofs; 1 when a property or an example patient fails, 2 when a file is refused."""
    try:
        protocols = opened_protocols(arguments.files)
        reports = [(prove(one), failures(one), len(one.vignettes)) for one in protocols]
    except (Refused, TooIntricate) as error:
        sys.stderr.write(f"{error.sentence}\n")
        return REFUSED
    if arguments.json:
        told = [_as_json(report, failed, total) for report, failed, total in reports]
        sys.stdout.write(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n")
    else:
        for report, failed, total in reports:
            sys.stdout.write("".join(f"{line}\n" for line in _in_words(report, failed, total)))
        sys.stdout.write(f"{PROMISES}\n")
    return 0 if all(one.holds and not failed for one, failed, _ in reports) else FINDING


PROMISES = (
    "Une propriété vérifiée dit que le fichier tient ses promesses, "
    "pas que ces promesses sont de la bonne médecine."
)


def opened_protocols(words: list[str]) -> list[Protocol]:
    """Return the protocols named, every shipped one when none is.

    Raises:
        Refused: a name is neither a shipped protocol nor a file that loads.
    """
    if words:
        return [opened_protocol(word) for word in words]
    try:
        return list(shipped_library().values())
    except ProtocolError as error:
        raise Refused(error.sentence) from None


def opened_protocol(word: str) -> Protocol:
    """Return a shipped protocol by its id, or the one of a file and of those beside it.

    The common questions, the scores and the catalogue are those beside the file, or the shipped
    ones where there is none.

    Raises:
        Refused: it is neither, or it does not load.
    """
    path = Path(word)
    try:
        if not path.suffix:
            return _shipped(word)
        own = {path.name: _read(path)}
        return packed(path.stem, {**{name: _shared(path, name) for name in SHARED}, **own})
    except (ProtocolError, SignatureRefusal) as error:
        raise Refused(error.sentence) from None


def _shipped(name: str) -> Protocol:
    library = shipped_library()
    if name not in library:
        known = ", ".join(library)
        raise Refused(f"«\u00a0{name[:40]}\u00a0» n’est ni un fichier, ni un protocole ({known}).")
    return library[name]


def _shared(path: Path, name: str) -> bytes:
    beside = path.with_name(name)
    if beside.exists():
        return _read(beside)
    return (files("protocols") / "library" / name).read_bytes()


def _read(path: Path) -> bytes:
    """Return the bytes of a file, never more than the bound and one."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAXIMUM_BYTES + 1)
    except OSError:
        sentence = f"«\u00a0{path.name}\u00a0» ne s’ouvre pas. Vérifiez le nom du fichier."
        raise Refused(sentence) from None


def _as_json(report: ProofReport, failed: tuple[str, ...], total: int) -> dict[str, object]:
    return {
        "protocol": report.protocol,
        "version": report.version,
        "sha256": report.sha256,
        "holds": report.holds,
        "obligations": [_obligation(one) for one in report.obligations],
        "vignettes": {"total": total, "failures": list(failed)},
    }


def _obligation(one: Obligation) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "holds": one.holds,
        "subjects": one.subjects,
        "subject": one.subject,
        "count": one.count,
        "witness": None if one.witness is None else patient_as_json(one.witness),
    }


def patient_as_json(patient: "Witness") -> dict[str, object]:
    """Return a patient with its answers as an answers file."""
    return {"sentence": patient.sentence, "answers": answers_as_json(patient)}


def answers_as_json(patient: "Witness") -> dict[str, object]:
    """Return the content of the answers file of a patient."""
    return {name: _number(one) for name, one in patient.answers.items()}


def _number(answer: str | Decimal) -> str | int | float:
    """Return a number as JSON writes it; 38.5 has no other digits than its own."""
    if isinstance(answer, str):
        return answer
    return int(answer) if answer == answer.to_integral_value() else float(answer)


def _in_words(report: ProofReport, failed: tuple[str, ...], total: int) -> list[str]:
    held = {one.id for one in report.obligations if one.holds}
    every = {one.id for one in report.obligations}
    lines = [
        f"{report.protocol} {report.version} ({report.sha256[:12]})\u00a0: "
        f"{len(held)} propriétés vérifiées sur {len(every)}, "
        f"{total - len(failed)} patients d’exemple conformes sur {total}."
    ]
    for one in report.obligations:
        lines += _held(one) if one.holds else _broken(one)
    return lines + [f"  patient d’exemple non conforme\u00a0: {sentence}" for sentence in failed]


def _held(one: Obligation) -> list[str]:
    if not one.subjects:
        return [f"  propriété sans objet\u00a0: {one.title}."]
    return [f"  propriété vérifiée\u00a0: {one.title} ({one.subjects})."]


def _broken(one: Obligation) -> list[str]:
    lines = [f"  PROPRIÉTÉ NON VÉRIFIÉE\u00a0: {one.title}\u00a0: {one.subject}."]
    if one.witness is not None:
        answers = json.dumps(answers_as_json(one.witness), ensure_ascii=False)
        lines += [f"    {one.witness.sentence}", f"    réponses\u00a0: {answers}"]
    return lines
