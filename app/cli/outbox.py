"""``osys outbox``: what waits to leave, and what leaves by the secure mail of the pharmacy."""

import argparse
import sys

from app import clock
from app.cli.archive import find
from app.cli.opened import add_folder, opened
from app.cli.printing import print_json
from app.effects.access import Access
from app.effects.archive import line_of
from app.effects.exports import NAMES
from app.transport.account import encryption, read_account
from app.transport.outbox import CameBack, MailOutbox
from app.transport.queue import Line
from app.transport.replies import came_back
from app.transport.states import Condition
from app.transport.words import CONDITIONS, MailboxUnread

FOLDER = "dossier d’export"
MSSANTE = "MSSanté"
_UNSETTLED = frozenset({Condition.REFUSED, Condition.DOUBTFUL, Condition.TO_RETRY})


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``outbox list|send`` to the commands."""
    outbox = words.add_parser("outbox", help="fiches à transmettre")
    parts = outbox.add_subparsers(required=True, metavar="action")
    listing = parts.add_parser("list", help="dit où en est chaque document")
    listing.set_defaults(run=list_outbox)
    send = parts.add_parser("send", help="envoie par MSSanté ce qui doit partir")
    send.add_argument(
        "--again",
        action="append",
        default=[],
        metavar="FICHE",
        help="renvoie aussi cette fiche (identifiant ou numéro), refusée ou incertaine",
    )
    send.set_defaults(run=send_outbox)
    for part in (listing, send):
        add_folder(part)
        part.add_argument("--json", action="store_true")


def list_outbox(arguments: argparse.Namespace) -> int:
    """Print every document that waits or left by mail, and where it is."""
    with opened(arguments) as access:
        lines = MailOutbox(access.custody, clock.now).queue.lines(clock.now())
    if arguments.json:
        print_json([_fields(line) for line in lines])
        return 0
    for line in lines:
        sys.stdout.write(f"{_told(line)}\n")
    if not lines:
        sys.stdout.write("Rien n’attend d’être transmis.\n")
    return 0


def send_outbox(arguments: argparse.Namespace) -> int:
    """Read what came back, then send; 1 when a mail is refused, doubtful or to be sent again."""
    with opened(arguments) as access:
        account = read_account(access.folder)
        context = encryption(account)
        outbox = MailOutbox(access.custody, clock.now)
        outbox.settle()
        unread, news = "", CameBack()
        try:
            news = outbox.take_in(came_back(account, context, clock.now()))
        except MailboxUnread as refused:
            unread = refused.sentence
        for wanted in arguments.again:
            outbox.ask_again(_sheet(access, wanted))
        answers = outbox.send(account, context)
        lines = outbox.queue.lines(clock.now())
    accepted = sum(one.outcome.name == "ACCEPTED" for one in answers)
    if arguments.json:
        print_json(
            {
                "tried": len(answers),
                "accepted": accepted,
                "delivered": news.delivered,
                "returned": news.returned,
                "replies": news.replies,
                "unread": unread,
                "lines": [_fields(line) for line in lines],
            }
        )
    else:
        _say(accepted, news, unread, lines)
    return int(any(line.sending.condition in _UNSETTLED for line in lines))


def _sheet(access: Access, wanted: str) -> bytes:
    lines = [line_of(one) for one in access.vault.sheets()]
    return bytes.fromhex(find(lines, wanted).sheet_id)


def _say(accepted: int, news: CameBack, unread: str, lines: tuple[Line, ...]) -> None:
    sys.stdout.write(
        f"Acceptés par le serveur\u00a0: {accepted}. Remis\u00a0: {news.delivered}. "
        f"Revenus\u00a0: {news.returned}. Réponses à lire\u00a0: {news.replies}.\n"
    )
    if unread:
        sys.stdout.write(f"{unread}\n")
    for line in lines:
        if line.mailed and (line.held or line.sending.condition in _UNSETTLED):
            sys.stdout.write(f"{_told(line)}\n")


def _fields(line: Line) -> dict[str, object]:
    sending = line.sending
    return {
        "number": line.number,
        "sheet": line.sheet_id.hex(),
        "document": NAMES[line.kind],
        "channel": MSSANTE if line.mailed else FOLDER,
        "state": sending.condition.name.lower(),
        "held": bool(line.held),
        "reason": line.reason,
        "attempts": sending.attempts,
        "changed": sending.changed.isoformat(),
        "due": sending.due.isoformat() if sending.due else None,
    }


def _told(line: Line) -> str:
    channel = MSSANTE if line.mailed else FOLDER
    state = "retenu" if line.held else CONDITIONS[line.sending.condition]
    said = f"Fiche {line.number}, {NAMES[line.kind]} ({channel})\u00a0: {state}."
    return f"{said} {line.reason}" if line.reason else said
