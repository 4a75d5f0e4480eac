"""``osys outbox send --by dmp``: the records that are due, signed by the card, given to the DMP."""

import argparse
from collections.abc import Sequence

from app import clock
from app.cli.asking import folder_of
from app.cli.card import add_card, code_of
from app.cli.opened import NotOpened
from app.effects.access import Access
from app.effects.card import CardRoom
from app.effects.two_people import station_of
from app.office.outbox_messages import Way
from app.transport.dmp.account import (
    ACCOUNT,
    read_service,
    require_allowed,
    service_encryption,
)
from app.transport.outbox import MailOutbox
from app.transport.queue import Line
from app.transport.service_words import NoService
from app.transport.states import Outcome
from hardware.links.card_errors import CardError

WAYS = (Way.MAIL, Way.DMP)


def add_way(parser: argparse.ArgumentParser) -> None:
    """Add the choice of a way, and the card that the way to the DMP asks for."""
    parser.add_argument(
        "--by",
        choices=[way.value for way in WAYS],
        default=Way.MAIL.value,
        help="mail\u00a0: MSSanté, dmp\u00a0: service du DMP",
    )
    add_card(parser)


def give_records(
    access: Access, arguments: argparse.Namespace, again: Sequence[bytes]
) -> tuple[int, int, tuple[Line, ...]]:
    """Give what is due to the DMP; return how many were taken, how many were tried, the lines.

    Raises:
        NoService: the station may not speak to the service; nothing was sent.
        NotSigned: the card refused; what was not given keeps its turn.
    """
    account = read_service(access.folder)
    require_allowed(account, access.custody.station.purpose)
    # records, cards and links are loaded by this command only
    from app.transport.dmp.by_card import CardSigning
    from app.transport.dmp.service import CardPorts, DmpService
    from app.transport.dmp.speaker import speaker_of
    from app.transport.record_outbox import RecordOutbox

    station = station_of(folder_of(arguments))
    speaker = speaker_of(station, access.login, account.homologation)
    try:
        cards = CardRoom(access, station, arguments.module).cards()
    except CardError as refused:
        raise NotOpened(refused.sentence) from refused
    MailOutbox(access.custody, clock.now).settle()
    records = RecordOutbox(access.custody, clock.now)

    def code() -> str:
        return code_of(arguments, "Code de la carte\u00a0: ")

    with CardSigning(speaker, cards, code, clock.now, clock.new_id) as card:
        ports = CardPorts(card, card)
        service = DmpService(account, service_encryption(account), ports, clock.new_id)
        for sheet_id in again:
            records.ask_again(sheet_id, service)
        answers = records.send(service)
    accepted = sum(one.outcome is Outcome.ACCEPTED for one in answers)
    return accepted, len(answers), records.queue.lines(clock.now())


def why_closed(access: Access) -> str:
    """Return why an access that somebody wrote is not used, "" without one, or when it is."""
    if not (access.folder / ACCOUNT).exists():
        return ""
    try:
        require_allowed(read_service(access.folder), access.custody.station.purpose)
    except NoService as closed:
        return closed.sentence
    return ""
