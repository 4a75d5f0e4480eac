"""``osys retention``: what is held, what is due, what is destroyed in two persons."""

import argparse
import sys
from datetime import datetime

from app import clock
from app.cli.asking import add_confirmation, add_second, counted, second_person, typed_again
from app.cli.opened import add_folder, opened
from app.cli.printing import print_json
from app.records.copies.completion import PurgeState, key_copy_gone, purge_states
from app.records.retention.due import purge_plan
from app.records.retention.erasure import Erasure, erase_sheet, erasure_phrase
from app.records.retention.plan import PurgePlan, shown_month
from app.records.retention.purge import Confirmation, execute_purge
from app.records.retention.refusals import ClockDoubt

UNREAD = "motif altéré ou retiré du coffre\u00a0: la conservation reste en vigueur"


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``retention`` to the command line."""
    retention = words.add_parser("retention", help="conservation et destruction des fiches")
    parts = retention.add_subparsers(required=True, metavar="action")
    simple = (
        ("plan", show_plan, "montre ce qui a atteint sa date, sans rien détruire"),
        ("purge", run_purge, "détruit ce qui a atteint sa date, à deux"),
        ("state", show_state, "destructions passées, et copies des clés qui restent"),
        ("holds", list_holds, "fiches sous conservation forcée"),
        ("hold", place_hold, "met une fiche sous conservation forcée"),
        ("release", release_hold, "lève une conservation forcée"),
        ("erase", run_erase, "efface une fiche avant sa date, à deux"),
        ("copy-gone", note_gone, "déclare détruite une ancienne copie des clés"),
    )
    for name, run, told in simple:
        part = parts.add_parser(name, help=told)
        add_folder(part)
        add_confirmation(part)
        add_second(part)
        part.add_argument("--json", action="store_true")
        part.set_defaults(run=run)
        if name in {"hold", "release", "erase"}:
            part.add_argument("number", type=int, help="numéro imprimé sur la fiche")
            part.add_argument("--reason", required=True, help="motif, sans nom de patient")
        if name == "copy-gone":
            part.add_argument("copy", help="identifiant de la copie, donné par state")


def show_plan(arguments: argparse.Namespace) -> int:
    """Print what a purge would destroy."""
    with opened(arguments) as access:
        plan = purge_plan(access.custody, access.now())
    _tell_plan(arguments, plan)
    return 0


def run_purge(arguments: argparse.Namespace) -> int:
    """Show the plan, then destroy it once two people confirmed."""
    with opened(arguments) as access:
        now = access.now()
        plan = purge_plan(access.custody, now)
        _tell_plan(arguments, plan)
        if not plan.months:
            return 0
        second = second_person(arguments)
        confirmation = Confirmation(second, typed_again(arguments, plan.phrase))
        execute_purge(access.custody, plan, confirmation, now, counted)
        state = purge_states(access.custody)[0]
    _tell_states(arguments, (state,))
    return 0


def show_state(arguments: argparse.Namespace) -> int:
    """Print the purges of the past and when they are complete."""
    with opened(arguments) as access:
        states = purge_states(access.custody)
    _tell_states(arguments, states)
    return 0


def list_holds(arguments: argparse.Namespace) -> int:
    """Print the sheets that no purge takes."""
    with opened(arguments) as access:
        holds = access.holds.all()
    if arguments.json:
        print_json(
            [
                {
                    "number": one.number,
                    "placed_at": one.placed_at.isoformat(),
                    "author": one.author,
                    "reason": one.reason,
                    "alone": one.alone,
                    "intact": one.intact,
                }
                for one in holds
            ]
        )
        return 0
    for one in holds:
        why = one.reason if one.intact else UNREAD
        sys.stdout.write(f"{one.number:>6}  {_day(one.placed_at)}  {one.author}, {why}\n")
    return 0


def place_hold(arguments: argparse.Namespace) -> int:
    """Hold a sheet back from any purge."""
    with opened(arguments) as access:
        holds = access.holds
        entry = holds.place(holds.numbered(arguments.number), arguments.reason, access.now())
    return _tell_entry(arguments, entry, f"Fiche {arguments.number} conservée")


def release_hold(arguments: argparse.Namespace) -> int:
    """Let a sheet follow its date again."""
    with opened(arguments) as access:
        holds = access.holds
        entry = holds.release(holds.numbered(arguments.number), arguments.reason, access.now())
    return _tell_entry(arguments, entry, f"Conservation de la fiche {arguments.number} levée")


def run_erase(arguments: argparse.Namespace) -> int:
    """Erase one sheet, in two persons."""
    with opened(arguments) as access:
        custody = access.custody
        sheet_id = access.holds.numbered(arguments.number)
        second = second_person(arguments)
        typed = typed_again(arguments, erasure_phrase(custody, sheet_id))
        asked = Erasure(sheet_id, arguments.reason, second, typed)
        entry = erase_sheet(custody, asked, access.now())
    return _tell_entry(arguments, entry, "Fiche effacée. Sauvegardez les clés sans attendre")


def note_gone(arguments: argparse.Namespace) -> int:
    """Write that somebody destroyed a copy of the keys the station cannot see."""
    try:
        copy_id = bytes.fromhex(arguments.copy)
    except ValueError:
        copy_id = b""
    with opened(arguments) as access:
        key_copy_gone(access.custody, copy_id, access.now())
        states = purge_states(access.custody)
    _tell_states(arguments, states)
    return 0


def _tell_plan(arguments: argparse.Namespace, plan: PurgePlan) -> None:
    if arguments.json:
        months = [
            {"month": shown_month(m.month), "what": m.words, "rows": m.rows, "held": m.held}
            for m in plan.months
        ]
        print_json({"months": months, "phrase": plan.phrase, "clock_doubt": plan.clock_doubt})
        return
    for month in plan.months:
        kept = f", {month.held} conservées" if month.held else ""
        sys.stdout.write(f"{shown_month(month.month)}  {month.rows} {month.words}{kept}\n")
    if not plan.months:
        sys.stdout.write("Rien n’a atteint sa date.\n")
    if plan.clock_doubt:
        sys.stdout.write(f"{ClockDoubt.said}\n")


def _tell_states(arguments: argparse.Namespace, states: tuple[PurgeState, ...]) -> None:
    if arguments.json:
        print_json([_state(one) for one in states])
        return
    for one in states:
        sys.stdout.write(f"Destruction du {_day(one.done_at)}\u00a0: {one.rows} lignes.\n")
        if one.complete_at is not None or not one.copies:
            sys.stdout.write("Achevée\u00a0: aucune ancienne copie des clés ne reste.\n")
        for copy in one.copies:
            sys.stdout.write(
                f"Ancienne copie des clés du {_day(copy.made_at)} dans {copy.place}, "
                f"à détruire ({copy.copy_id.hex()}).\n"
            )
        if one.copies:
            sys.stdout.write(f"Achevée au plus tard le {_day(one.complete_by)}.\n")


def _state(one: PurgeState) -> dict[str, object]:
    return {
        "done_at": one.done_at.isoformat(),
        "rows": one.rows,
        "complete_by": one.complete_by.isoformat(),
        "complete_at": one.complete_at.isoformat() if one.complete_at else None,
        "copies": [
            {"copy": copy.copy_id.hex(), "made_at": copy.made_at.isoformat(), "place": copy.place}
            for copy in one.copies
        ],
    }


def _tell_entry(arguments: argparse.Namespace, entry: int, told: str) -> int:
    if arguments.json:
        print_json({"entry": entry})
    else:
        sys.stdout.write(f"{told}, maillon {entry}.\n")
    return 0


def _day(at: datetime) -> str:
    return at.astimezone(clock.PARIS).strftime("%d/%m/%Y")
