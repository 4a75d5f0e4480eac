"""``osys card``: the signing cards in the readers, a sheet signed by one, signatures judged.

The code of a card is never an argument: it is typed on the terminal, or read from an open
descriptor with ``--pin-fd``. It is given to the card once.
"""

import argparse
import getpass
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from app.cli.asking import folder_of
from app.cli.card_export import add_export, opened_sheet
from app.cli.card_list import add_list
from app.cli.opened import NotOpened, add_folder, opened
from app.cli.printing import print_json
from app.effects.access import Access
from app.effects.card import BROKEN, CardRoom, rpps_told, signature_line
from app.effects.two_people import station_of
from app.office.card import TOLD, CardLine
from app.records.cards.marks import CardMark, Standing
from app.records.cards.statement import Signed
from app.records.vault import SealedSheet
from hardware.links.card_certificate import read_certificate
from hardware.links.card_errors import CardError

FOUND = 1
LONGEST_LINE = 256
SEVERAL = "Plusieurs certificats signent\u00a0: donnez le numéro de série de la carte après --card."
NO_SUCH = "Cette carte n’est pas dans le lecteur. Voyez celles qui y sont par osys card list."


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``card`` to the command line."""
    card = words.add_parser("card", help="cartes de signature")
    parts = card.add_subparsers(required=True, metavar="action")
    add_list(parts)
    add_export(parts)
    sign = parts.add_parser("sign", help="signe une fiche scellée avec la carte de son auteur")
    check = parts.add_parser("verify", help="juge toutes les signatures par carte du coffre")
    for part, run in ((sign, sign_sheet), (check, verify_signatures)):
        add_folder(part)
        part.add_argument("--json", action="store_true")
        part.set_defaults(run=run)
    add_card(sign)
    sign.add_argument("sheet", help="identifiant ou numéro de la fiche")
    sign.add_argument("--reason", default="", metavar="MOTIF", help="pourquoi ouvrir la fiche")
    sign.add_argument("--card", default="", metavar="SÉRIE", help="numéro de série de la carte")


def add_card(parser: argparse.ArgumentParser) -> None:
    """Add the options that name the module of a card, and where its code is read."""
    parser.add_argument("--module", type=Path, help="module PKCS#11 de la carte")
    parser.add_argument(
        "--pin-fd", type=int, default=None, metavar="N", help="descripteur où lire le code"
    )


@dataclass(frozen=True, slots=True)
class _Done:
    """A signature kept, and the sheet it signs."""

    number: int
    sealed: SealedSheet
    mark: CardMark


def sign_sheet(arguments: argparse.Namespace) -> int:
    """Sign one sheet with the card of who sealed it; print what was kept."""
    with opened(arguments) as access:
        try:
            done = _sign(arguments, access)
        except CardError as refused:
            raise NotOpened(refused.sentence) from refused
    line = signature_line(done.mark, done.sealed)
    if arguments.json:
        print_json({"sheet": done.sealed.number, "entry": done.number, **_fields(done.mark)})
    else:
        sys.stdout.write(f"{line.words}, entrée {done.number}.\n{line.note}\n")
    return 0


def _sign(arguments: argparse.Namespace, access: Access) -> _Done:
    sealed = opened_sheet(arguments, access)
    room = CardRoom(access, station_of(folder_of(arguments)), arguments.module)
    card = _chosen(room.found(), arguments.card)
    certificate = read_certificate(card.certificate)
    signatures = access.vault.cards
    statement = signatures.draw(sealed, room.rpps_for(sealed), certificate, access.now())
    made = room.cards().sign(card.serial, certificate, _code(arguments, card), statement.packed())
    signed = Signed(statement, made.certificate, made.scheme, made.signature)
    number = signatures.keep(signed, access.now())
    marks = signatures.marks(sealed, rpps_told(sealed))
    return _Done(number, sealed, next(one for one in marks if one.number == number))


def _chosen(cards: tuple[CardLine, ...], serial: str) -> CardLine:
    found = [one for one in cards if serial in {"", one.serial}]
    if len(found) != 1:
        raise NotOpened(SEVERAL if found else NO_SUCH)
    return found[0]


def _code(arguments: argparse.Namespace, card: CardLine) -> str:
    if TOLD[card.tries]:
        sys.stderr.write(f"{TOLD[card.tries]}\n")
    return code_of(arguments, f"Code de la carte de {card.holder}\u00a0: ")


def code_of(arguments: argparse.Namespace, question: str) -> str:
    """Return the code that was typed, or one line of the descriptor named.

    Raises:
        NotOpened: the descriptor is not open, or what it gives is no line of text.
    """
    if arguments.pin_fd is None:
        return getpass.getpass(question)
    try:
        return os.read(arguments.pin_fd, LONGEST_LINE).decode().partition("\n")[0].rstrip("\r")
    except (OSError, ValueError) as unread:
        raise NotOpened("Le code ne se lit pas sur le descripteur indiqué.") from unread


def verify_signatures(arguments: argparse.Namespace) -> int:
    """Judge every signature of the vault; 1 when one of them is broken."""
    with opened(arguments) as access:
        vault = access.vault
        read = [vault.read(*place) for place in vault.cards.signed_sheets()]
        judged = [
            (sealed, mark)
            for sealed in read
            for mark in vault.cards.marks(sealed, rpps_told(sealed))
        ]
    if arguments.json:
        print_json([{"sheet": sealed.number, **_fields(mark)} for sealed, mark in judged])
    else:
        for sealed, mark in judged:
            line = signature_line(mark, sealed)
            sys.stdout.write(f"Fiche {sealed.number}\u00a0: {line.words}. {line.note}\n")
        sys.stdout.write(f"Signatures par carte\u00a0: {len(judged)}.\n")
    broken = any(mark.standing is Standing.BROKEN for _, mark in judged)
    if broken:
        sys.stderr.write(f"{BROKEN}\n")
    return FOUND if broken else 0


def _fields(mark: CardMark) -> dict[str, object]:
    return {
        "standing": mark.standing.value,
        "holder": mark.holder,
        "rpps": mark.rpps,
        "certificate": mark.certificate,
        "at": mark.at.isoformat(),
    }
