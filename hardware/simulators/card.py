"""Simulated cards: their presence, and for the demonstration the identity on a Vitale card.

Nothing here looks like a card that was read: each card says it is simulated, and the identity
is that of an invented person under the test root of the INS, which no export accepts.
"""

from dataclasses import dataclass

from hardware.codecs.ins_datamatrix import InsFields
from hardware.links.cards import CardKind, CardSeen, Readers
from hardware.readings import DeviceState, Origin

READER = "Lecteur simulé"
TEST_ROOT = "1.2.250.1.213.1.4.10"
ATRS = {
    CardKind.CPS: bytes.fromhex("3bac00402a001225006480000310009000"),
    CardKind.VITALE: bytes.fromhex("3b751300004409ea9000"),
    CardKind.UNKNOWN: bytes.fromhex("3b021450"),
}


class NotATestIdentity(ValueError):
    """A simulated card holds an invented identity only."""


@dataclass(frozen=True, slots=True)
class SimulatedVitale:
    """The identity a simulated Vitale card shows; ``origin`` goes with it wherever it goes.

    Raises:
        NotATestIdentity: the identity is not under the test root.
    """

    fields: InsFields
    origin: Origin = Origin.SIMULATED

    def __post_init__(self) -> None:
        if self.fields.root != TEST_ROOT or self.origin is not Origin.SIMULATED:
            raise NotATestIdentity


class SimulatedReader:
    """A reader one puts simulated cards in; it answers as ``hardware.links.cards.look`` does."""

    def __init__(self) -> None:
        self._kind: CardKind | None = None
        self._vitale: SimulatedVitale | None = None

    def insert(self, kind: CardKind) -> None:
        """Put a card of this kind in, with nothing on it."""
        self._kind, self._vitale = kind, None

    def insert_vitale(self, vitale: SimulatedVitale) -> None:
        """Put in a Vitale card of the demonstration."""
        self._kind, self._vitale = CardKind.VITALE, vitale

    def remove(self) -> None:
        """Take the card out."""
        self._kind, self._vitale = None, None

    @property
    def vitale(self) -> SimulatedVitale | None:
        """The identity of the card that is in, None when there is none."""
        return self._vitale

    def look(self) -> Readers:
        """Return what the reader shows now."""
        if self._kind is None:
            empty = "Aucune carte dans le lecteur. Insérez-la, puce en avant."
            return Readers(DeviceState.READY, empty, (READER,))
        atr = ATRS.get(self._kind, b"")
        card = CardSeen(READER, atr, self._kind, simulated=True)
        return Readers(DeviceState.CONNECTED, card.sentence, (READER,), (card,))
