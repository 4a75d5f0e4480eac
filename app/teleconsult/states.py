"""What the rest of the station is told of a call. Pure; no message holds a secret of the link."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.teleconsult.messages import Message
from app.teleconsult.transfer import CallFile
from hardware.media.messages import PartMessage


class CallState(StrEnum):
    """Where a call is."""

    OPENING = "opening"
    WAITING = "waiting"
    JOINING = "joining"
    CONNECTED = "connected"
    LOST = "lost"
    OVER = "over"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CallMoved(PartMessage):
    """The call changed; ``sentence`` is for the pharmacist, ``retry_s`` when a try is near."""

    state: CallState
    sentence: str
    retry_s: float = 0.0


@dataclass(frozen=True, slots=True)
class WordsReady(PartMessage):
    """The four words both sides say aloud."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoctorSaid(PartMessage):
    """A message of the doctor's page, read and correct."""

    message: Message


@dataclass(frozen=True, slots=True)
class FileArrived(PartMessage):
    """A file of the doctor, whole and of its kind."""

    file: CallFile = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileLeft(PartMessage):
    """A file of the station was kept at the other end, or refused there."""

    digest: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class TicketKept(PartMessage):
    """With this ticket of the relay the station takes its place again, in the same room."""

    ticket: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Acknowledged(PartMessage):
    """The doctor's page kept the message whose id is ``of``."""

    of: str


CallNews = CallMoved | WordsReady | DoctorSaid | FileArrived | FileLeft
Kept = TicketKept | Acknowledged

SENTENCES = {
    CallState.OPENING: "Ouverture de la salle d’attente…",
    CallState.WAITING: "En attente du médecin. Donnez-lui le lien.",
    CallState.JOINING: "Le médecin arrive…",
    CallState.CONNECTED: "Le médecin est en ligne. Lisez ensemble les quatre mots.",
    CallState.LOST: "Liaison coupée\u00a0: le poste la rétablit. Restez assis.",
    CallState.OVER: "L’appel est terminé.",
    CallState.REFUSED: "L’appel n’a pas pu s’ouvrir. Vérifiez le relais dans les réglages.",
}


def moved(state: CallState, retry_s: float = 0.0) -> CallMoved:
    """Return the news of a state, with its sentence."""
    return CallMoved(state, SENTENCES[state], retry_s)
