"""``osys outbox send --by dmp|folder``: the records that wait, given to the DMP or written down."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.cli.asking import folder_of
from app.cli.card import add_card, code_of
from app.cli.opened import NotOpened
from app.effects.access import Access
from app.effects.card import CardRoom
from app.effects.exports import EXPORTS, write_files
from app.effects.two_people import station_of
from app.office.outbox_messages import Way
from app.transport.dmp.account import (
    read_service,
    require_allowed,
    service_encryption,
)
from app.transport.outbox import MailOutbox
from app.transport.submission import Ending
from hardware.links.card_errors import CardError

if TYPE_CHECKING:
    from app.transport.dmp.service import DmpService


def add_way(parser: argparse.ArgumentParser) -> None:
    """Add the choice of a way, and what the ways to the DMP ask for."""
    parser.add_argument(
        "--by",
        type=Way,
        choices=list(Way),
        default=Way.MAIL,
        help="mail\u00a0: MSSanté (par défaut)\u00a0; dmp\u00a0: service du DMP\u00a0; "
        "folder\u00a0: archives écrites dans un dossier",
    )
    parser.add_argument("--to", type=Path, metavar="DOSSIER", help="où écrire les archives")
    add_card(parser)


def write_records(access: Access, arguments: argparse.Namespace) -> tuple[Ending, ...]:
    """Write the archives that wait; return one end for each.

    Raises:
        NotWritten: the folder refuses them: what was not written still waits.
    """
    from app.transport.ways import FolderWay

    folder: Path = arguments.to or access.folder / EXPORTS
    return FolderWay(access.custody, folder, write_files, clock.now).send()


def give_records(
    access: Access, arguments: argparse.Namespace, again: Sequence[bytes]
) -> tuple[Ending, ...]:
    """Give what is due to the DMP; return how each ended.

    Raises:
        NoService: the station may not speak to the service; nothing was sent.
        NotSigned: the card refused; what was not given keeps its turn.
    """
    # records, cards and links are loaded by this command only
    from app.transport.record_outbox import RecordOutbox
    from app.transport.ways import ServiceWay

    with service_by_card(access, arguments) as service:
        MailOutbox(access.custody, clock.now).settle()
        records = RecordOutbox(access.custody, clock.now)
        for sheet_id in again:
            records.ask_again(sheet_id, service)
        return ServiceWay(records, service).send()


@contextmanager
def service_by_card(access: Access, arguments: argparse.Namespace) -> Iterator["DmpService"]:
    """Give the service of the DMP, spoken to with the card in the reader.

    Raises:
        NoService: the station may not speak to it; no card was touched.
        NotOpened: no module of a card is named or installed.
        NotSigned: nobody who signs is logged in.
    """
    account = read_service(access.folder)
    require_allowed(account, access.custody.station.purpose)
    from app.transport.dmp.by_card import CardSigning
    from app.transport.dmp.service import CardPorts, DmpService
    from app.transport.dmp.speaker import speaker_of

    station = station_of(folder_of(arguments))
    speaker = speaker_of(station, access.login, account.homologation)
    try:
        cards = CardRoom(access, station, arguments.module).cards()
    except CardError as refused:
        raise NotOpened(refused.sentence) from refused

    def code() -> str:
        return code_of(arguments, "Code de la carte\u00a0: ")

    with CardSigning(speaker, cards, code, clock.now, clock.new_id) as card:
        ports = CardPorts(card, card)
        yield DmpService(account, service_encryption(account), ports, clock.new_id)
