"""``osys sheet replay``: the stored answers under the stored protocol, compared with the sheet."""

import argparse
import json
import sys

from app import clock
from app.cli.archive import find
from app.cli.opened import add_folder, opened
from app.effects.archive import line_of
from app.encounter.replay import replay
from app.encounter.sheet import read_sheet
from app.records.access_log.door import Door, reason_of
from protocols.load import load_package


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``sheet`` to the command line."""
    sheet = words.add_parser("sheet", help="une fiche scellée")
    parts = sheet.add_subparsers(required=True, metavar="action")
    again = parts.add_parser("replay", help="rejoue les réponses avec le protocole d’alors")
    add_folder(again)
    again.add_argument("sheet", help="identifiant ou numéro de la fiche")
    again.add_argument("--reason", default="", metavar="MOTIF", help="pourquoi l’ouvrir")
    again.add_argument("--json", action="store_true")
    again.set_defaults(run=replay_sheet)


def replay_sheet(arguments: argparse.Namespace) -> int:
    """Print whether the sheet concludes the same today; 1 when it does not."""
    with opened(arguments) as access:
        lines = [line_of(one) for one in access.vault.sheets()]
        found = find(lines, arguments.sheet)
        door, sheet_id = Door(access.custody, access.accesses), bytes.fromhex(found.sheet_id)
        sealed = door.open(sheet_id, clock.now(), reason_of(arguments.reason))
    sheet = read_sheet(sealed.body)
    result = replay(sheet, load_package(sealed.package))
    if arguments.json:
        told = {
            "sheet": found.sheet_id,
            "protocol": sheet.protocol.id,
            "version": sheet.protocol.version,
            "level": sheet.proposal.level,
            "same": result.same,
            "differences": result.differences,
        }
        sys.stdout.write(json.dumps(told) + "\n")
    elif result.same:
        sys.stdout.write(f"Même résultat\u00a0: {sheet.proposal.level}.\n")
    else:
        changed = ", ".join(result.differences)
        sys.stdout.write(f"Résultat différent\u00a0: {changed}. Prévenez le comité du protocole.\n")
    return 0 if result.same else 1
