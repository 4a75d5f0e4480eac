"""``osys protocols compare``: which patients change outcome from one version to another."""

import json
import sys
from typing import TYPE_CHECKING

from app.cli.proofs import Refused, opened_protocol, patient_as_json
from protocols.compare import Change, Comparison, Version, compare
from protocols.diagram import TooIntricate

if TYPE_CHECKING:
    import argparse

FINDING, REFUSED = 1, 2


def add_compare(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``protocols compare A B [--json]``: A and B are files or ids of shipped protocols."""
    comparing = parts.add_parser("compare", help="patients dont l’orientation change")
    comparing.add_argument("before", metavar="AVANT", help="fichier ou identifiant")
    comparing.add_argument("after", metavar="APRÈS", help="fichier ou identifiant")
    comparing.add_argument("--json", action="store_true", help="écrit du JSON")
    comparing.set_defaults(run=compare_files)


def compare_files(arguments: "argparse.Namespace") -> int:
    """Print the changes; 1 when a patient changes, 2 when a file is refused."""
    try:
        before, after = (opened_protocol(one) for one in (arguments.before, arguments.after))
        found = compare(before, after)
    except (Refused, TooIntricate) as error:
        sys.stderr.write(f"{error.sentence}\n")
        return REFUSED
    if arguments.json:
        sys.stdout.write(f"{json.dumps(_as_json(found), ensure_ascii=False, indent=1)}\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _in_words(found)))
    return 0 if found.same else FINDING


def _as_json(found: Comparison) -> dict[str, object]:
    return {
        "before": _version(found.before),
        "after": _version(found.after),
        "same": found.same,
        "added": list(found.added),
        "removed": list(found.removed),
        "changes": [_change(one) for one in found.changes],
    }


def _version(side: Version) -> dict[str, str]:
    return {"protocol": side.protocol, "version": side.version, "sha256": side.sha256}


def _change(one: Change) -> dict[str, object]:
    return {
        "part": one.part,
        "before": one.before,
        "after": one.after,
        "count": one.count,
        "patient": patient_as_json(one.patient),
    }


def _in_words(found: Comparison) -> list[str]:
    sides = f"{found.before.protocol} {found.before.version} et {found.after.version}"
    if found.same:
        return [f"{sides}\u00a0: aucun patient ne change, sur tous les jeux de réponses."]
    lines = [f"{sides}\u00a0: {len(found.changes)} changements, chacun avec son patient."]
    if found.added:
        lines.append(f"Questions ajoutées\u00a0: {', '.join(found.added)}.")
    if found.removed:
        lines.append(f"Questions retirées\u00a0: {', '.join(found.removed)}.")
    return lines + [f"  {one.patient.sentence}" for one in found.changes]
