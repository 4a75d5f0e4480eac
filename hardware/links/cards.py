"""Cards in PC/SC readers: that one is there, and of which kind its answer to reset makes it.

Nothing on a card is read here. A Vitale card says nothing but its presence: what it holds needs
the API de lecture Vitale of the GIE SESAM-Vitale, licensed to billing software.

pyscard is optional and has no Linux wheel: where it is not installed the state says so. Each
call is short, and is made off the window's thread.
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType

from hardware.readings import DeviceState

NBSP = "\u00a0"
_NO_LIBRARY = (
    "Les lecteurs de carte ne sont pas suivis sur ce poste. "
    "Installez python3-pyscard pour voir la présence d’une carte, ou continuez sans."
)
_NO_SERVICE = (
    "Le service des lecteurs de carte (pcscd) ne répond pas. Démarrez-le, puis recommencez."
)
_NO_READER = "Aucun lecteur de carte n’est branché. Branchez-le, puis recommencez."
_EMPTY = "Aucune carte dans le lecteur. Insérez-la, puce en avant."
_MUTE = "La carte ne répond pas. Retournez-la ou essuyez sa puce, puis insérez-la de nouveau."


class CardKind(StrEnum):
    """What a card is, as far as its answer to reset tells."""

    CPS = "cps"
    VITALE = "vitale"
    UNKNOWN = "unknown"
    MUTE = "mute"


SENTENCES = {
    CardKind.CPS: "Carte de professionnel de santé présente.",
    CardKind.VITALE: (
        f"Carte Vitale présente{NBSP}: son contenu n’est pas lu ici, "
        "utilisez le logiciel de facturation."
    ),
    CardKind.UNKNOWN: "Carte inconnue présente. Insérez une carte CPS pour signer.",
    CardKind.MUTE: _MUTE,
}
# Bytes of the answer to reset, None where cards of one kind differ.
# Source: table of IAS/ECC answers of OpenSC for CPx cards, with and without contact; public lists
# of answers to reset for Vitale 1 (3F 65 25 .. .. 09/04 .. 90 00) and Vitale 2.
_ANY = None
_KINDS: tuple[tuple[CardKind, tuple[int | None, ...]], ...] = (
    (
        CardKind.CPS,
        (0x3B, *(_ANY,) * 4, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, *(_ANY,) * 3, 0x00, 0x90, 0x00),
    ),
    (
        CardKind.CPS,
        (
            *(0x2B, 0x8F, 0x80, 0x01, 0x00, 0x31, 0xB8, 0x64, _ANY, _ANY),
            *(0xEC, 0xC1, 0x73, 0x94, 0x01, 0x80, 0x82, 0x90, 0x00, 0x0E),
        ),
    ),
    (CardKind.VITALE, (0x3F, 0x65, 0x25, 0x00, _ANY, 0x09, 0x69, 0x90, 0x00)),
    (CardKind.VITALE, (0x3F, 0x65, 0x25, 0x00, _ANY, 0x09, 0xF9, 0x90, 0x00)),
    (CardKind.VITALE, (0x3B, 0x75, 0x13, 0x00, 0x00, 0x43, 0x09, 0xEA, 0x90, 0x00)),
    (CardKind.VITALE, (0x3B, 0x75, 0x13, 0x00, 0x00, 0x44, 0x09, 0xEA, 0x90, 0x00)),
    (CardKind.VITALE, (0x3B, 0x75, 0x13, 0x00, 0x00, 0x45, 0x09, 0xEA, 0x90, 0x00)),
)


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A card in a reader; ``simulated`` marks those of the demonstration."""

    reader: str
    atr: bytes
    kind: CardKind
    simulated: bool = False

    @property
    def sentence(self) -> str:
        """What is said of it."""
        said = SENTENCES[self.kind]
        return f"Simulation{NBSP}: {said}" if self.simulated else said


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers at one instant; ``sentence`` says what to do when no card is there."""

    state: DeviceState
    sentence: str
    names: tuple[str, ...] = ()
    cards: tuple[CardSeen, ...] = ()


def kind_of(atr: bytes) -> CardKind:
    """Return what an answer to reset makes of a card; one that is not known is not guessed."""
    if not atr:
        return CardKind.MUTE
    for kind, wanted in _KINDS:
        pairs = zip(wanted, atr, strict=False)
        if len(wanted) == len(atr) and all(byte in {_ANY, got} for byte, got in pairs):
            return kind
    return CardKind.UNKNOWN


def look() -> Readers:
    """Return the readers and their cards at this instant; never raises, blocks shortly."""
    scard = _library()
    if scard is None:
        return Readers(DeviceState.NOT_INSTALLED, _NO_LIBRARY)
    said, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    if said != scard.SCARD_S_SUCCESS:
        return Readers(DeviceState.ABSENT, _NO_SERVICE)
    try:
        return _seen(scard, context)
    finally:
        scard.SCardReleaseContext(context)


def _library() -> ModuleType | None:
    try:
        return importlib.import_module("smartcard.scard")
    except ImportError:
        return None


def _seen(scard: ModuleType, context: int) -> Readers:
    said, names = scard.SCardListReaders(context, [])
    if said == scard.SCARD_E_NO_READERS_AVAILABLE or not names:
        return Readers(DeviceState.ABSENT, _NO_READER)
    asked = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
    said, states = scard.SCardGetStatusChange(context, 0, asked)
    if said not in {scard.SCARD_S_SUCCESS, scard.SCARD_E_TIMEOUT}:
        return Readers(DeviceState.ABSENT, _NO_SERVICE)
    present = scard.SCARD_STATE_PRESENT
    cards = tuple(_card(name, atr) for name, state, atr in states if state & present)
    if not cards:
        return Readers(DeviceState.READY, _EMPTY, tuple(names))
    return Readers(DeviceState.CONNECTED, cards[0].sentence, tuple(names), cards)


def _card(reader: str, atr: Sequence[int]) -> CardSeen:
    answer = bytes(atr)
    return CardSeen(reader, answer, kind_of(answer))
