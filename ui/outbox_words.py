"""What is said of the documents that wait to leave; initials and numbers, no name."""

from collections.abc import Mapping
from types import MappingProxyType

from app.office.outbox import OutboxPage, Round
from app.office.outbox_messages import Counts, OutboxLine, Told, Way, Where
from ui.format import counted, day_and_time, long_day_and_time
from ui.look import Tone
from ui.widgets.line_list import Line
from ui.widgets.row import Cell

TO_SEND, TO_EXPORT = "À transmettre", "À exporter"
FACES: Mapping[Where, tuple[str, str, Tone]] = MappingProxyType(
    {
        Where.DOUBTFUL: ("Incertain", "alert-triangle", Tone.OCHRE),
        Where.REFUSED: ("Non reçu", "circle-x", Tone.RED),
        Where.HELD: ("Retenu", "lock", Tone.NEUTRAL),
        Where.TO_RETRY: ("À renvoyer", "refresh", Tone.OCHRE),
        Where.WAITING: ("En attente", "send", Tone.ACCENT),
        Where.SENDING: ("En cours", "hourglass", Tone.ACCENT),
        Where.ACCEPTED: ("Accepté", "check", Tone.GREEN),
        Where.DELIVERED: ("Remis", "circle-check", Tone.GREEN),
    }
)
SAID: Mapping[Where, str] = MappingProxyType(
    {
        Where.DOUBTFUL: "Peut-être arrivé, peut-être pas",
        Where.REFUSED: "Le destinataire ne l’a pas reçu",
        Where.HELD: "Ne part pas",
        Where.TO_RETRY: "Pas encore parti",
        Where.WAITING: "Attend de partir",
        Where.SENDING: "En train de partir",
        Where.ACCEPTED: "Pris par le serveur, sans accusé du destinataire",
        Where.DELIVERED: "Remis au destinataire",
    }
)
SAID_OF_DMP: Mapping[Where, str] = MappingProxyType(
    {Where.ACCEPTED: "Enregistré dans le DMP", Where.DELIVERED: "Présent dans le DMP"}
)
WAYS: Mapping[Way, str] = MappingProxyType(
    {
        Way.MAIL: "Par la messagerie MSSanté",
        Way.FOLDER: "Par le dossier d’export",
        Way.DMP: "Par le service du DMP",
    }
)
SAME = (
    "S’il repart, il garde le même identifiant\u00a0: le destinataire reconnaîtra le doublon. "
    "La station ne le renvoie jamais d’elle-même."
)
DOUBT = "Demandez d’abord au médecin s’il l’a reçu. " + SAME
NOT_THERE = "Il n’est pas arrivé. Il repart maintenant, sous le même identifiant."
READING_BOX = "Lecture de la boîte MSSanté."
STOPPING = "L’envoi s’arrête. Un courriel déjà donné au serveur finit d’abord."
NO_SENDER = "Pas de messagerie réglée\u00a0: les fiches s’exportent dans un dossier."
NOTHING = "Rien n’était à envoyer."
ALL_GONE = "Rien n’attend."
ANSWER_FIRST = "Répondez d’abord\u00a0: renvoyer ce courriel, ou non."


def waiting_words(counts: Counts) -> str:
    """Return « 2 fiches à transmettre », "" for none."""
    return counted(counts.waiting, "fiche à transmettre", "fiches à transmettre") * bool(
        counts.waiting
    )


def doubtful_words(counts: Counts) -> str:
    """Return « 1 envoi incertain », "" for none."""
    return counted(counts.doubtful, "envoi incertain", "envois incertains") * bool(counts.doubtful)


def counts_words(counts: Counts) -> str:
    """Return both counts in one line, "" when nothing waits."""
    return " · ".join(filter(None, (waiting_words(counts), doubtful_words(counts))))


def cells(line: OutboxLine) -> tuple[Cell, ...]:
    """Return the row of one document."""
    words, icon, tone = face(line)
    return (
        Cell(words, tone, icon, chip=True),
        Cell(sheet_words(line)),
        Cell(line.document),
        Cell(day_and_time(line.at)),
    )


def face(line: OutboxLine) -> tuple[str, str, Tone]:
    """Return the word, the icon and the colour of where a document is."""
    if line.way is Way.FOLDER and line.where is Where.WAITING:
        return TO_EXPORT, "download", Tone.NEUTRAL
    return FACES[line.where]


def sheet_words(line: OutboxLine) -> str:
    """Return « 418 · C. D. · Douleur de gorge »; less for a sheet that opens for a reason only."""
    number = str(line.number) if line.number else ""
    return " · ".join(filter(None, (number, line.who, line.situation)))


def facts(line: OutboxLine) -> tuple[Line, ...]:
    """Return what is known of one document: where it is and why, since when, how it leaves."""
    _, icon, tone = face(line)
    since = long_day_and_time(line.at)
    told = [Line(icon, tone, _said(line), line.why)]
    if line.where is Where.DELIVERED:
        told.append(Line("receipt", Tone.GREEN, f"Accusé lu le {since}", "Inscrit au journal."))
    else:
        told.append(Line("clock", Tone.NEUTRAL, f"Depuis le {since}", _tries(line)))
    return (*told, Line("send", Tone.NEUTRAL, line.document, WAYS[line.way]))


def _said(line: OutboxLine) -> str:
    if line.way is Way.FOLDER and line.where is Where.WAITING:
        return "Attend d’être exporté"
    if line.way is Way.DMP:
        return SAID_OF_DMP.get(line.where, SAID[line.where])
    return SAID[line.where]


def _tries(line: OutboxLine) -> str:
    tried = counted(line.attempts, "essai", "essais") if line.attempts else ""
    after = f"prochain le {day_and_time(line.due)}" if line.due is not None else ""
    return ", ".join(filter(None, (tried, after)))


def again_words(line: OutboxLine) -> str:
    """Return what a person reads before a mail leaves again."""
    return DOUBT if line.where is Where.DOUBTFUL else NOT_THERE


def round_words(page: OutboxPage) -> str:
    """Return what is being sent, "" when nothing is."""
    if page.round is None:
        return ""
    if page.round.stopping:
        return STOPPING
    if not page.round.place:
        return READING_BOX
    return f"Envoi du courriel {page.round.place} sur {page.round.total}."


def round_progress(sending: Round | None) -> tuple[int, int]:
    """Return how many mails of the round are done, of how many."""
    return (0, 0) if sending is None else (max(sending.place - 1, 0), sending.total)


def told_words(told: Told | None) -> str:
    """Return what the last round did, "" before the first one."""
    if told is None:
        return ""
    parts = (
        (told.accepted, "courriel parti", "courriels partis"),
        (told.failed, "courriel pas parti", "courriels pas partis"),
        (told.delivered, "accusé de remise", "accusés de remise"),
        (told.returned, "courriel revenu", "courriels revenus"),
        (told.replies, "réponse à lire dans la boîte", "réponses à lire dans la boîte"),
    )
    done = ", ".join(counted(count, one, more) for count, one, more in parts if count)
    return " ".join(filter(None, (f"{done}." if done else NOTHING, told.unread)))
