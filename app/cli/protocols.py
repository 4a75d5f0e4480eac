"""``osys protocols``: the protocols installed, and what answers lead to."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from app.cli.comparing import add_compare
from app.cli.interop import add_interop
from app.cli.mutating import add_mutate
from app.cli.proofs import add_verify
from app.cli.signing import add_signing
from protocols.answers import AnswerError, from_json
from protocols.evaluate import evaluate
from protocols.load import ProtocolError, shipped_library
from protocols.model import Decision, Protocol

if TYPE_CHECKING:
    import argparse

    from protocols.load import Library

REFUSED = 2
MAXIMUM_BYTES = 256 * 1024


class Refused(Exception):
    """The command cannot be carried out; ``sentence`` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__("command refused")
        self.sentence = sentence


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``protocols list``, ``evaluate``, ``verify`` and the commands of the committee."""
    protocols = subparsers.add_parser("protocols", help="protocoles installés")
    parts = protocols.add_subparsers(dest="action", required=True)
    listing = parts.add_parser("list", help="liste les protocoles installés")
    listing.add_argument("--json", action="store_true", help="écrit du JSON")
    listing.set_defaults(run=show_list)
    one = parts.add_parser("evaluate", help="donne l’orientation d’un fichier de réponses")
    one.add_argument("id", help="identifiant du protocole")
    one.add_argument("--answers", required=True, help="fichier JSON des réponses")
    one.add_argument("--json", action="store_true", help="écrit du JSON")
    one.set_defaults(run=show_decision)
    add_verify(parts)
    add_compare(parts)
    add_mutate(parts)
    add_signing(parts)
    add_interop(parts)


def show_list(arguments: "argparse.Namespace") -> int:
    """Print the protocols; 2 with one sentence when the library cannot be read."""
    try:
        protocols = tuple(shipped_library().values())
    except ProtocolError as error:
        return _refuse(error.sentence)
    if arguments.json:
        _print_json([_line(protocol) for protocol in protocols])
    else:
        for protocol in protocols:
            state = f"{protocol.status}, {protocol.unvalidated_rules} règles à valider"
            sys.stdout.write(f"{protocol.id}  {protocol.version}  {protocol.title} ({state})\n")
    return 0


def show_decision(arguments: "argparse.Namespace") -> int:
    """Print the decision; 2 with one sentence on an unknown protocol, id or value."""
    try:
        protocol = _protocol(shipped_library(), arguments.id)
        answers = from_json(protocol, _read_answers(Path(arguments.answers)))
        decision = evaluate(protocol, answers)
    except (ProtocolError, AnswerError, Refused) as error:
        return _refuse(error.sentence)
    if arguments.json:
        _print_json(decision_as_json(protocol, decision))
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _in_words(protocol, decision)))
    return 0


def _protocol(library: "Library", protocol_id: str) -> Protocol:
    if protocol_id not in library:
        known = ", ".join(library)
        raise Refused(
            f"Le protocole «\u00a0{protocol_id[:40]}\u00a0» n’est pas installé ({known})."
        )
    return library[protocol_id]


def _read_answers(path: Path) -> dict[str, object]:
    """Return the mapping of an answers file, its numbers as decimals."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAXIMUM_BYTES + 1)
    except OSError:
        raise Refused("Ce fichier de réponses ne s’ouvre pas. Vérifiez son nom.") from None
    if len(data) > MAXIMUM_BYTES:
        raise Refused("Ce fichier de réponses dépasse 256 Kio. Il n’est pas lu.")
    try:
        content = json.loads(
            data,
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_constant,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, RecursionError):
        raise Refused("Ce fichier de réponses n’est pas du JSON. Vérifiez son écriture.") from None
    if not isinstance(content, dict):
        raise Refused("Un fichier de réponses associe des identifiants à des valeurs.")
    return content


def _whole(text: str) -> Decimal:
    return Decimal(text)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("Une même réponse est écrite deux fois dans le fichier.")
    return found


def decision_as_json(protocol: Protocol, decision: Decision) -> dict[str, object]:
    """Return the decision under the documented keys of ``protocols evaluate``."""
    return {
        "protocol": protocol.id,
        "version": protocol.version,
        "status": protocol.status.value,
        "level": decision.level.name,
        "route": decision.route.value,
        "teleconsultation": decision.teleconsultation,
        "flags": [flag.value for flag in decision.flags],
        "points": {"min": decision.points.minimum, "max": decision.points.maximum},
        "scores": [
            {"id": one.id, "min": one.minimum, "max": one.maximum} for one in decision.scores
        ],
        "rules": [
            {"id": one.id, "class": one.severity.value, "sources": list(one.sources)}
            for one in decision.rules
        ],
        "treatments": [
            {
                "substance": one.substance,
                "dose": f"{one.dose}, {one.times}",
                "max_days": one.max_days,
            }
            for one in decision.treatments
        ],
        "excluded": [
            {"substance": one.substance, "reason": one.reason} for one in decision.excluded
        ],
        "missing": list(decision.missing),
    }


def _line(protocol: Protocol) -> dict[str, object]:
    return {
        "id": protocol.id,
        "version": protocol.version,
        "status": protocol.status.value,
        "framework": protocol.framework.value,
        "title": protocol.title,
        "regions": list(protocol.regions),
        "valid_from": protocol.valid_from,
        "valid_to": protocol.valid_to,
        "icpc2": list(protocol.icpc2),
        "cim10": list(protocol.cim10),
        "unvalidated_rules": protocol.unvalidated_rules,
        "sha256": protocol.sha256,
    }


def _in_words(protocol: Protocol, decision: Decision) -> list[str]:
    """Return the decision as lines of French."""
    points = decision.points
    bounds = f"{points.minimum} à {points.maximum}"
    lines = [
        f"{protocol.title}, version {protocol.version} ({protocol.status})",
        f"Niveau\u00a0: {decision.level.name} ({decision.route})",
        f"À dire\u00a0: «\u00a0{decision.sentence}\u00a0»",
        f"Points d’orientation (barème local, non validé)\u00a0: {bounds}",
    ]
    if decision.remote_reason:
        lines.append(decision.remote_reason)
    lines += [f"{one.label}\u00a0: {one.minimum} à {one.maximum}" for one in decision.scores]
    for rule in decision.rules:
        doubt = "" if rule.certain else ", possible"
        sources = "\u00a0; ".join(protocol.sources.get(tag, tag) for tag in rule.sources)
        lines.append(f"{rule.severity}  {rule.label}{doubt} [{sources}]")
    lines += [f"Proposer\u00a0: {t.label}, {t.dose}, {t.times}" for t in decision.treatments]
    lines += [
        f"Ne pas proposer\u00a0: {one.label} ({one.reason_label})" for one in decision.excluded
    ]
    lines += [f"À faire\u00a0: {action.text}" for action in decision.actions]
    if decision.missing:
        lines.append(f"Sans réponse\u00a0: {', '.join(decision.missing)}")
    return lines


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return REFUSED
