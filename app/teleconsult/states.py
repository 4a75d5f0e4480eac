"""What the rest of the station is told of a call. Pure; no message holds a secret of the link."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

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


class Quality(StrEnum):
    """How the link is, in a word."""

    GOOD = "good"
    SLOW_PICTURE = "slow_picture"
    VOICE_ONLY = "voice_only"
    CUT = "cut"


class Piece(StrEnum):
    """What a call may have to do without."""

    ENGINE = "engine"
    ROOM = "room"
    EXAM = "exam"
    VOICE = "voice"
    LOUDSPEAKER = "loudspeaker"
    STETHOSCOPE = "stethoscope"


@dataclass(frozen=True, slots=True)
class OfCall(PartMessage):
    """News of one call; ``call`` is its number in this station."""

    call: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class CallMoved(OfCall):
    """The call changed; ``sentence`` is for the pharmacist, ``retry_s`` when a try is near."""

    state: CallState
    sentence: str
    retry_s: float = 0.0


@dataclass(frozen=True, slots=True)
class WordsReady(OfCall):
    """The four words both sides say aloud."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoctorSaid(OfCall):
    """A message of the doctor's page, read and correct."""

    message: Message


@dataclass(frozen=True, slots=True)
class FileArrived(OfCall):
    """A file of the doctor, whole and of its kind."""

    file: CallFile = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileLeft(OfCall):
    """A file of the station was kept at the other end, or refused there."""

    digest: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class TicketKept(OfCall):
    """With this ticket of the relay the station takes its place again, in the same room."""

    ticket: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Acknowledged(OfCall):
    """The doctor's page kept the message whose id is ``of``."""

    of: str


@dataclass(frozen=True, slots=True)
class DoctorShown(OfCall):
    """A new picture of the doctor lies in shared memory, as ``FrameShown`` says of a preview."""

    is_passing: ClassVar[bool] = True

    memory: str
    slot: int
    sequence: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class LinkQuality(OfCall):
    """The link became better or worse."""

    words_kind: Quality


@dataclass(frozen=True, slots=True)
class CallLacks(OfCall):
    """The call goes on without ``piece``; ``sentence`` says what to do, empty once it is there."""

    piece: Piece
    sentence: str


CallNews = CallMoved | WordsReady | DoctorSaid | FileArrived | FileLeft
Kept = TicketKept | Acknowledged
Shown = DoctorShown | LinkQuality | CallLacks
NEWS: tuple[type[OfCall], ...] = (
    CallMoved,
    WordsReady,
    DoctorSaid,
    FileArrived,
    FileLeft,
    TicketKept,
    Acknowledged,
    DoctorShown,
    LinkQuality,
    CallLacks,
)

INTERRUPTED = "L’appel s’est interrompu, la fiche est intacte. Il reprend dans un instant."
SENTENCES = {
    CallState.OPENING: "Ouverture de la salle d’attente…",
    CallState.WAITING: "En attente du médecin. Donnez-lui le lien.",
    CallState.JOINING: "Le médecin arrive…",
    CallState.CONNECTED: "Le médecin est en ligne. Lisez ensemble les quatre mots.",
    CallState.LOST: "Liaison coupée\u00a0: le poste la rétablit. Restez assis.",
    CallState.OVER: "L’appel est terminé.",
    CallState.REFUSED: "L’appel n’a pas pu s’ouvrir. Vérifiez le relais dans les réglages.",
}


UNREACHED = (
    "Le relais ne répond pas, nouvel essai dans un instant. Vérifiez le réseau, puis l’adresse du "
    "relais dans les réglages."
)
UNTRUSTED = (
    "Le certificat du relais n’est pas reconnu. Vérifiez son adresse et son autorité dans les "
    "réglages."
)
DESERTED = (
    "Le médecin n’est plus sur la page de l’appel. S’il ne revient pas, terminez l’appel et "
    "envoyez-lui un nouveau lien."
)
NO_AUTHORITY = (
    "Le fichier de l’autorité du relais ne se lit pas. Choisissez-le de nouveau dans les réglages."
)
EXPIRED = "Le lien a expiré. Terminez cet appel et envoyez-en un nouveau."
ELSEWHERE = "L’appel a été repris par un autre poste. Celui-ci l’a quitté."


def moved(state: CallState, retry_s: float = 0.0, sentence: str = "") -> CallMoved:
    """Return the news of a state, with the usual sentence unless another is given."""
    return CallMoved(state, sentence or SENTENCES[state], retry_s)
