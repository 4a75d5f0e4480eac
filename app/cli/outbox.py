"""``osys outbox``: what waits to leave; what leaves by secure mail, or for the DMP."""

import argparse
import sys
from collections.abc import Mapping
from types import MappingProxyType

from app import clock
from app.cli.archive import find
from app.cli.opened import add_folder, opened
from app.cli.outbox_records import add_way, give_records, write_records
from app.cli.printing import print_json
from app.effects.access import Access
from app.effects.archive import line_of
from app.effects.exports import NAMES
from app.office.outbox_messages import Way
from app.transport.account import encryption, read_account
from app.transport.dmp.account import service_state
from app.transport.outbox import CameBack, MailOutbox
from app.transport.queue import Line
from app.transport.replies import came_back
from app.transport.service_words import SERVICE
from app.transport.states import Condition, Outcome
from app.transport.submission import Ending
from app.transport.ways import MailWay
from app.transport.words import MailboxUnread

WAYS: Mapping[Way, str] = MappingProxyType(
    {Way.FOLDER: "dossier d’export", Way.MAIL: "MSSanté", Way.DMP: SERVICE}
)
_DONE: Mapping[Way, str] = MappingProxyType(
    {Way.DMP: "Enregistrés dans le DMP", Way.FOLDER: "Archives écrites"}
)
_UNSETTLED = frozenset({Condition.REFUSED, Condition.DOUBTFUL, Condition.TO_RETRY})


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``outbox list|send`` to the commands."""
    outbox = words.add_parser("outbox", help="fiches à transmettre")
    parts = outbox.add_subparsers(required=True, metavar="action")
    listing = parts.add_parser("list", help="dit où en est chaque document")
    listing.set_defaults(run=list_outbox)
    send = parts.add_parser("send", help="fait partir ce qui doit l’être")
    send.add_argument(
        "--again",
        action="append",
        default=[],
        metavar="FICHE",
        help="renvoie aussi cette fiche (identifiant ou numéro), refusée ou incertaine",
    )
    add_way(send)
    send.set_defaults(run=send_outbox)
    for part in (listing, send):
        add_folder(part)
        part.add_argument("--json", action="store_true")


def list_outbox(arguments: argparse.Namespace) -> int:
    """Print every document that waits or left by mail, and where it is."""
    with opened(arguments) as access:
        lines = MailOutbox(access.custody, clock.now).queue.lines(clock.now())
        closed = service_state(access.folder, access.custody.station.purpose)
    if arguments.json:
        print_json([_fields(line) for line in lines])
        return 0
    for line in lines:
        sys.stdout.write(f"{_told(line)}\n")
    if not lines:
        sys.stdout.write("Rien n’attend d’être transmis.\n")
    if closed:
        sys.stdout.write(f"{closed}\n")
    return 0


def send_outbox(arguments: argparse.Namespace) -> int:
    """Send what is due; 1 when something is refused, doubtful or to be sent again."""
    return _send_mails(arguments) if arguments.by is Way.MAIL else _send_records(arguments)


def _send_records(arguments: argparse.Namespace) -> int:
    with opened(arguments) as access:
        if arguments.by is Way.DMP:
            again = [_sheet(access, wanted) for wanted in arguments.again]
            answers = give_records(access, arguments, again)
        else:
            answers = write_records(access, arguments)
        lines = MailOutbox(access.custody, clock.now).queue.lines(clock.now())
    accepted = _accepted(answers)
    if arguments.json:
        fields = [_fields(line) for line in lines]
        print_json({"tried": len(answers), "accepted": accepted, "lines": fields})
    else:
        sys.stdout.write(f"{_DONE[arguments.by]}\u00a0: {accepted}.\n")
        _say_troubles(lines, arguments.by)
    return _code(lines, arguments.by)


def _send_mails(arguments: argparse.Namespace) -> int:
    """Read what came back, then send."""
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
        answers = MailWay(outbox, account, context).send()
        lines = outbox.queue.lines(clock.now())
    accepted = _accepted(answers)
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
    return _code(lines, Way.MAIL)


def _accepted(answers: tuple[Ending, ...]) -> int:
    return sum(one.outcome is Outcome.ACCEPTED for one in answers)


def _code(lines: tuple[Line, ...], way: Way) -> int:
    return int(any(line.way is way and line.sending.condition in _UNSETTLED for line in lines))


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
    _say_troubles(lines, Way.MAIL)


def _say_troubles(lines: tuple[Line, ...], way: Way) -> None:
    for line in lines:
        if line.way is way and (line.held or line.sending.condition in _UNSETTLED):
            sys.stdout.write(f"{_told(line)}\n")


def _fields(line: Line) -> dict[str, object]:
    sending = line.sending
    return {
        "number": line.number,
        "sheet": line.sheet_id.hex(),
        "document": NAMES[line.kind],
        "channel": WAYS[line.way],
        "state": sending.condition.name.lower(),
        "held": bool(line.held),
        "reason": line.reason,
        "attempts": sending.attempts,
        "changed": sending.changed.isoformat(),
        "due": sending.due.isoformat() if sending.due else None,
    }


def _told(line: Line) -> str:
    said = f"Fiche {line.number}, {NAMES[line.kind]} ({WAYS[line.way]})\u00a0: {line.state}."
    return f"{said} {line.reason}" if line.reason else said
