"""``osys search`` finds sheets; ``osys access-log`` says who opened what."""

import argparse
import sys
from dataclasses import asdict
from datetime import timedelta

from app import clock
from app.cli.opened import add_folder, opened
from app.cli.printing import print_json
from app.effects.archive_lines import line_of
from app.effects.custody.finding import asks_reason
from app.records.access_log.log import AccessEntry, What
from app.records.access_log.searches import Searches
from app.records.vault import Names, Query

DONE = {
    What.OPENED: "ouverture",
    What.CAPTURE_OPENED: "image ou son ouvert",
    What.EXPORTED: "export",
    What.HANDED_OVER: "remise",
    What.LOG_READ: "lecture du journal",
    What.SEARCHED: "recherche",
}
PAGE, LONGEST_PAGE = 50, 1000
DAYS = 30


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``search TEXT`` and ``access-log`` to the command line."""
    search = words.add_parser("search", help="cherche des fiches scellées")
    search.add_argument("text", nargs="*", help="noms, jj/mm/aaaa, INS, numéro, motif")
    search.add_argument("--inside", action="store_true", help="cherche aussi au milieu des noms")
    search.add_argument("--protocol", default="", metavar="ID", help="un seul protocole")
    search.add_argument("--most", type=int, default=PAGE, metavar="N", help="lignes au plus")
    search.set_defaults(run=find)
    log = words.add_parser("access-log", help="dit qui a ouvert quelles fiches, et pourquoi")
    log.add_argument("--days", type=int, default=DAYS, metavar="N", help="jours lus")
    log.set_defaults(run=read_log)
    for part in (search, log):
        add_folder(part)
        part.add_argument("--json", action="store_true")


def find(arguments: argparse.Namespace) -> int:
    """Print what answers, the newest first; 1 when nothing does."""
    query = Query(
        " ".join(arguments.text),
        protocol=arguments.protocol,
        names=Names.HOLDS if arguments.inside else Names.STARTS,
    )
    with opened(arguments) as access:
        Searches(access.accesses).note(query, clock.now())
        found = access.vault.find(query, most=min(max(arguments.most, 1), LONGEST_PAGE))
        lines = [line_of(one, hides_name=asks_reason(access, one)) for one in found.lines]
    if arguments.json:
        told = [{**asdict(one), "sealed_at": one.sealed_at.isoformat()} for one in lines]
        print_json({"total": found.total, "held": found.held, "names": found.names, "sheets": told})
    else:
        for one in lines:
            sealed = one.sealed_at.strftime("%d/%m/%Y %H:%M")
            sys.stdout.write(f"{one.number:>6}  {sealed}  {one.situation}, {one.patient}\n")
        sys.stdout.write(f"{found.total} sur {found.held}.\n")
    return 0 if found.total else 1


def read_log(arguments: argparse.Namespace) -> int:
    """Print the accesses of the last days; reading the log is an access of its own."""
    now = clock.now()
    with opened(arguments) as access:
        log = access.accesses
        page = log.page(now - timedelta(days=max(arguments.days, 1)), now, 0, LONGEST_PAGE)
        log.record(What.LOG_READ, 0, "", now)
    if arguments.json:
        told = [{**asdict(one), "at": one.at.isoformat()} for one in page.entries]
        print_json({"total": page.total, "missing": page.missing, "accesses": told})
        return 0
    for one in page.entries:
        sys.stdout.write(_line(one))
    if page.missing:
        sys.stdout.write(f"Lignes retirées du journal\u00a0: {page.missing}.\n")
    return 1 if page.missing else 0


def _line(one: AccessEntry) -> str:
    sheet = f", fiche {one.sheet}" if one.sheet else ""
    why = f"\u00a0: {one.reason}" if one.reason else ""
    return f"{one.at:%d/%m/%Y %H:%M}  {one.who}, {DONE[one.what]}{sheet}{why}\n"
