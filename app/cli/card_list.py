"""``osys card list``: what is in the readers, and whose the cards that sign are."""

import argparse
import sys
from pathlib import Path

from app.cli.printing import print_json
from app.office.card import TOLD
from hardware.links.card_errors import CardError, NoSigningKey
from hardware.links.cards import CardKind, Readers, look
from hardware.links.token import Card, CardModule, usual_module
from hardware.simulators.card import SimulatedReader

FOUND = 1


def add_list(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``list`` to the actions of cards."""
    listing = parts.add_parser("list", help="cartes présentes et à qui elles sont")
    listing.add_argument("--module", type=Path, help="module PKCS#11 de la carte")
    listing.add_argument(
        "--simulated",
        choices=(CardKind.CPS.value, CardKind.VITALE.value),
        default="",
        help="montre une carte simulée au lieu des lecteurs",
    )
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=list_cards)


def list_cards(arguments: argparse.Namespace) -> int:
    """Print what is present; no code is asked for. 1 when no card can sign."""
    readers = _readers(arguments.simulated)
    cards, refused = _signing(arguments)
    if arguments.json:
        print_json(
            {
                "readers": _readers_told(readers),
                "cards": [_told(card) for card in cards],
                "refused": refused,
            }
        )
    else:
        _show(readers, cards, refused)
    return FOUND if refused else 0


def _readers(simulated: str) -> Readers:
    if not simulated:
        return look()
    reader = SimulatedReader()
    reader.insert(CardKind(simulated))
    return reader.look()


def _signing(arguments: argparse.Namespace) -> tuple[tuple[Card, ...], str]:
    """Return the cards that sign, and why there is none."""
    module = arguments.module or usual_module() or Path()
    try:
        cards = CardModule(module).cards()
        if not any(card.certificates for card in cards):
            raise NoSigningKey
    except CardError as refused:
        return (), refused.sentence
    return cards, ""


def _readers_told(readers: Readers) -> dict[str, object]:
    return {
        "state": readers.state.value,
        "sentence": readers.sentence,
        "names": list(readers.names),
        "cards": [
            {"reader": one.reader, "kind": one.kind.value, "simulated": one.simulated}
            for one in readers.cards
        ],
    }


def _told(card: Card) -> dict[str, object]:
    return {
        "label": card.label,
        "serial": card.serial,
        "tries": card.tries.value,
        "certificates": [
            {
                "holder": one.holder,
                "rpps": one.rpps,
                "until": one.not_after.isoformat(),
                "sha256": one.fingerprint,
            }
            for one in card.certificates
        ],
    }


def _show(readers: Readers, cards: tuple[Card, ...], refused: str) -> None:
    sys.stdout.write(f"{readers.sentence}\n")
    for card in cards:
        sys.stdout.write(f"{card.serial}  {card.label}\n")
        for one in card.certificates:
            number = f"RPPS {one.rpps}" if one.rpps else "sans numéro RPPS"
            until = one.not_after.strftime("%d/%m/%Y")
            sys.stdout.write(f"  {one.holder}, {number}, valable jusqu’au {until}\n")
        if TOLD[card.tries]:
            sys.stdout.write(f"  {TOLD[card.tries]}\n")
    if refused:
        sys.stdout.write(f"{refused}\n")
