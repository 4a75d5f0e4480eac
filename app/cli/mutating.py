"""``osys protocols mutate``: do the example patients and the proofs notice every slip?"""

import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

from app.cli.proofs import Refused, opened_protocol, patient_as_json
from protocols.diagram import TooIntricate
from protocols.mutate import MutationReport, mutate
from protocols.mutate_book import everything, own

if TYPE_CHECKING:
    import argparse

    from protocols.mutate_proposals import Proposal

FINDING, REFUSED = 1, 2


def add_mutate(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``protocols mutate ID [--shared] [--json]``: ID is a file or a shipped protocol."""
    mutating = parts.add_parser("mutate", help="fautes que rien ne remarque, patients à ajouter")
    mutating.add_argument("id", metavar="ID", help="fichier ou identifiant")
    mutating.add_argument(
        "--shared",
        action="store_true",
        help="aussi dans le questionnaire et le catalogue communs",
    )
    mutating.add_argument("--json", action="store_true", help="écrit du JSON")
    mutating.set_defaults(run=mutate_file)


def mutate_file(arguments: "argparse.Namespace") -> int:
    """Print what notices each slip; 1 when one is not noticed, 2 when the file is refused."""
    try:
        protocol = opened_protocol(arguments.id)
        report = mutate(protocol, everything if arguments.shared else own)
    except (Refused, TooIntricate) as error:
        sys.stderr.write(f"{error.sentence}\n")
        return REFUSED
    if arguments.json:
        sys.stdout.write(f"{json.dumps(_as_json(report), ensure_ascii=False, indent=1)}\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _in_words(report)))
    return FINDING if report.survivors else 0


def _as_json(report: MutationReport) -> dict[str, object]:
    return {
        "protocol": report.protocol,
        "version": report.version,
        "sha256": report.sha256,
        "total": report.total,
        "equivalent": report.equivalent,
        "only_words": report.only_words,
        "killed": report.killed,
        "refused": report.refused,
        "by_vignettes": report.by_vignettes,
        "by_proofs": report.by_proofs,
        "survivors": list(report.survivors),
        "proposals": [
            {**patient_as_json(one.patient), "expect": list(one.keys), "slips": list(one.slips)}
            for one in report.proposals
        ],
    }


def _in_words(report: MutationReport) -> list[str]:
    judged = report.total - report.equivalent - report.only_words
    lines = [
        f"{report.protocol} {report.version}\u00a0: {report.killed} fautes remarquées sur {judged} "
        f"({report.refused} au chargement, {report.by_vignettes} par les patients d’exemple, "
        f"{report.by_proofs} par les preuves).",
        f"Sans effet sur aucun patient\u00a0: {report.equivalent}. "
        f"Seulement le nom du cas ou une action\u00a0: {report.only_words}.",
    ]
    lines += [f"  pas remarquée\u00a0: {slip}" for slip in report.survivors]
    if report.proposals:
        lines += [INVITATION, "vignettes:"]
        lines += [line for one in report.proposals for line in _as_yaml(one)]
    return lines


INVITATION = (
    "# Patients à ajouter. Le comité écrit d’abord ce qu’il attend, sans regarder le résultat."
)


def _as_yaml(one: "Proposal") -> list[str]:
    """Return a vignette as the file writes it, its outcome left to write."""
    answers = ", ".join(
        f"{json.dumps(name) if name == '*' else name}: {_number(answer)}"
        for name, answer in one.patient.answers.items()
    )
    slips = " ; ".join(one.slips)
    return [
        f"  - name: {json.dumps(one.patient.patient, ensure_ascii=False)}",
        f"    # remarque\u00a0: {slips}",
        f"    answers: {{{answers}}}",
        f"    expect: {{level: }}  # à écrire\u00a0: {', '.join(one.keys)}",
    ]


def _number(answer: str | Decimal) -> str:
    return answer if isinstance(answer, str) else format(answer, "f")
