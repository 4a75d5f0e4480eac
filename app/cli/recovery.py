"""``osys people recovery``: the shares that open the station when every password is forgotten."""

import argparse
import getpass
import sys
from datetime import datetime
from pathlib import Path

from app import clock
from app.cli.asking import folder_of
from app.cli.printing import print_json
from app.cli.sessions import add_session, line_of_input, new_secret, room_of, session_of
from app.config import SETTINGS
from app.effects.founding import professional_of, rescue_station
from app.effects.share_papers import require_place, write_shares
from app.records.keys.argon import calibrated
from app.records.people.recovery import (
    RecoveryState,
    confirm_shares,
    make_shares,
    recovery_state,
    try_shares,
)
from app.records.people.shares import THRESHOLD
from app.settings import read_settings


def add_recovery(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``recovery`` to ``people``."""
    recovery = parts.add_parser("recovery", help="parts de secours, deux sur trois")
    actions = recovery.add_subparsers(required=True, metavar="action")
    for name, run, told in (
        ("state", show_state, "dit où en sont les parts de secours"),
        ("make", run_make, "fait trois parts neuves et en fait recopier des mots"),
        ("test", run_test, "essaie deux parts, comme chaque année"),
        ("use", run_use, "rétablit l’accès d’un pharmacien avec deux parts"),
    ):
        part = actions.add_parser(name, help=told)
        add_session(part)
        part.set_defaults(run=run)
        if name == "make":
            part.add_argument("--out", type=Path, required=True, help="dossier où écrire les parts")
            part.add_argument(
                "--later", action="store_true", help="recopier plus tard, avec recovery test"
            )
        if name == "use":
            part.add_argument("person", help="identifiant du pharmacien, connu des réglages")


def show_state(arguments: argparse.Namespace) -> int:
    """Print where the shares stand; 1 when something is to be done."""
    with session_of(arguments) as (session, _):
        state = recovery_state(session.own, clock.now())
    _tell(arguments, state)
    return 1 if state.sentence else 0


def run_make(arguments: argparse.Namespace) -> int:
    """Make the shares, write their sheets, and ask for words of two of them."""
    with session_of(arguments) as (session, _):
        room, now = room_of(session), clock.now()
        require_place(arguments.out, room.folder)
        pharmacy = read_settings(room.folder / SETTINGS).pharmacy.name
        shares = make_shares(room, now)
        names = write_shares(shares, pharmacy, arguments.out, room.folder)
        sys.stderr.write(
            f"{len(names)} parts écrites dans {arguments.out}. Imprimez-les, une par feuille, puis "
            "détruisez les fichiers.\n"
        )
        if not arguments.later:
            answers = {one: _asked(arguments, one.sentence) for one in shares.questions()}
            confirm_shares(room, shares, answers, clock.now())
        state = recovery_state(session.own, clock.now())
    _tell(arguments, state)
    return 0


def run_test(arguments: argparse.Namespace) -> int:
    """Try two shares on the station."""
    with session_of(arguments) as (session, _):
        try_shares(room_of(session), _two_shares(arguments), clock.now())
        state = recovery_state(session.own, clock.now())
    _tell(arguments, state)
    return 0


def run_use(arguments: argparse.Namespace) -> int:
    """Make a pharmacist's account with two shares."""
    folder = folder_of(arguments)
    professional = professional_of(folder, arguments.person)
    typed = _two_shares(arguments)
    secret = new_secret(arguments, professional.login, professional.label)
    argon = calibrated(clock.monotonic_ns)
    made = rescue_station(folder, typed, professional, secret, clock.now(), argon)
    if arguments.json:
        print_json({"recovered": made.login})
        return 0
    sys.stdout.write(
        f"Accès rétabli pour {made.label}. Refaites les parts de secours et détruisez celles-ci.\n"
    )
    return 0


def _two_shares(arguments: argparse.Namespace) -> list[str]:
    places = range(1, THRESHOLD + 1)
    return [_asked(arguments, f"Feuille {place}, ses 33 mots\u00a0:") for place in places]


def _asked(arguments: argparse.Namespace, sentence: str) -> str:
    """Return words that must not stay on the screen."""
    return line_of_input() if arguments.secret_stdin else getpass.getpass(f"{sentence} ")


def _tell(arguments: argparse.Namespace, state: RecoveryState) -> None:
    if arguments.json:
        print_json(
            {
                "standing": state.standing.value,
                "made": _iso(state.made_at),
                "checked": _iso(state.checked_at),
                "due": _iso(state.due_at),
            }
        )
        return
    due = f" Prochain essai le {state.due_at:%d/%m/%Y}." if state.due_at else ""
    sys.stdout.write((state.sentence or f"Rien à faire pour les parts de secours.{due}") + "\n")


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
