"""The call with a doctor in words: where it stands, how the link is, what the doctor sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from app.desk.calls import CallLine
from app.encounter.call_state import (
    OUTCOME_WORDS,
    QUALITY_WORDS,
    Asked,
    Call,
    CallOutcome,
    CallStage,
    DoctorConclusion,
    LinkQuality,
)
from app.station import Station
from ui.format import NO_BREAK, ago, counted, elapsed, time_of
from ui.look import Tone

PROVIDE = "Téléconsultation\u00a0: serveur à fournir."
PROVIDE_HOW = "Écrivez l’adresse et la clé du relais dans Bureau, Téléconsultation."
CALL_ASKED = "Acceptez-vous de voir un médecin par vidéo, ici, maintenant\u00a0?"
SUMMARY_ASKED = (
    "Le médecin peut-il lire vos réponses et vos mesures, dans la demande et pendant l’appel\u00a0?"
)
ROOM_OFF = "La caméra est éteinte. Elle s’allume quand le patient accepte."
ROOM_SEEN = "Personne d’autre ne voit cette image avant l’appel."
PREPARE = (
    (
        "door",
        "Pièce fermée, calme, bien éclairée",
        "Patient assis face à la caméra, visage visible.",
    ),
    (
        "send",
        "Un lien pour le médecin",
        "Code à photographier, à dire, ou messagerie sécurisée.",
    ),
    ("heartbeat", "Les mesures partent toutes seules", "Celles déjà prises, puis chaque nouvelle."),
)
REFUSED = "Le patient n’a pas accepté."
ALONE = "Le patient est seul avec le médecin."
ALONE_HOW = "Ses données sont masquées ici. Il vous appelle d’un bouton."
CALLING = "Le patient vous appelle. Revenez avec lui."
STILL = {
    Asked.ROOM: "Le médecin demande une photo, par la caméra de la pièce.",
    Asked.EXAM: "Le médecin demande une photo de l’examen.",
}
SHARE_FIRST = "Montrez d’abord une caméra d’examen."
NOBODY = "Aucun médecin en ligne."
LISTENS = "Le médecin écoute. Le micro est coupé."
LISTEN_HOW = "Posez le pavillon, puis faites écouter."


@dataclass(frozen=True, slots=True)
class PlaceFace:
    """What stands in the doctor's place while there is no picture."""

    title: str
    note: str
    icon: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class LinkFace:
    """The line under the picture: how the link is, what to say aloud, since when."""

    title: str
    icon: str
    tone: Tone
    sentence: str = ""
    words: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class ConclusionFace:
    """What the doctor concluded, line by line."""

    title: str
    doctor: str
    tone: Tone
    icon: str
    lines: tuple[tuple[str, str], ...]
    papers: str
    state: str
    is_kept: bool
    is_read: bool = False


PLACES: Mapping[CallStage, tuple[str, str, Tone]] = MappingProxyType(
    {
        CallStage.OPENING: ("La salle d’attente s’ouvre", "hourglass", Tone.NEUTRAL),
        CallStage.WAITING: ("En attente du médecin", "hourglass", Tone.NEUTRAL),
        CallStage.JOINING: ("Le médecin arrive", "user-check", Tone.ACCENT),
        CallStage.CONNECTED: ("L’image du médecin arrive", "video", Tone.ACCENT),
        CallStage.LOST: ("Liaison coupée", "plug-off", Tone.OCHRE),
        CallStage.INTERRUPTED: ("Appel interrompu", "plug-off", Tone.OCHRE),
        CallStage.REFUSED: ("L’appel ne s’est pas ouvert", "alert-triangle", Tone.OCHRE),
        CallStage.OVER: ("Appel terminé", "phone-off", Tone.NEUTRAL),
    }
)
QUALITY: Mapping[LinkQuality, tuple[str, Tone]] = MappingProxyType(
    {
        LinkQuality.GOOD: ("shield-check", Tone.GREEN),
        LinkQuality.SLOW_PICTURE: ("wifi", Tone.OCHRE),
        LinkQuality.VOICE_ONLY: ("microphone", Tone.OCHRE),
        LinkQuality.CUT: ("wifi-off", Tone.RED),
    }
)
SERIOUS = frozenset({CallOutcome.EMERGENCY, CallOutcome.SAMU_15})


def place_face(call: Call, now: datetime) -> PlaceFace:
    """Return what stands in the doctor's place, with the reason and the time."""
    title, icon, tone = PLACES.get(call.stage, ("", "video", Tone.NEUTRAL))
    return PlaceFace(title, _place_note(call, now), icon, tone)


def _place_note(call: Call, now: datetime) -> str:
    if call.stage is CallStage.WAITING and call.opened_at is not None:
        return f"Depuis {elapsed(_seconds(call.opened_at, now))}. Donnez-lui le lien."
    if call.stage is CallStage.LOST:
        return " ".join(one for one in (call.sentence, retry_words(call, now)) if one)
    if call.stage is CallStage.OVER:
        return times(call)
    return call.sentence


def retry_words(call: Call, now: datetime) -> str:
    """Return « Nouvelle tentative dans 8 s », "" when none is near."""
    if call.retry_at is None:
        return ""
    left = max(_seconds(now, call.retry_at), 0)
    return f"Nouvelle tentative dans {left}{NO_BREAK}s." if left else "Nouvelle tentative."


def link_face(call: Call, now: datetime) -> LinkFace:
    """Return the line under the picture."""
    told = QUALITY_WORDS[call.quality]
    if call.stage is CallStage.CONNECTED and told:
        icon, tone = QUALITY[call.quality]
        title = told
    else:
        title, icon, tone = PLACES.get(call.stage, ("", "video", Tone.NEUTRAL))
    sentence = call.sentence if call.stage is CallStage.CONNECTED else ""
    if call.stage is CallStage.LOST and call.retry_at is not None:
        title = f"{title}, {retry_words(call, now)[:1].lower()}{retry_words(call, now)[1:-1]}"
    return LinkFace(title, icon, tone, sentence, " · ".join(call.words), _clock(call, now))


def _clock(call: Call, now: datetime) -> str:
    if not call.is_live or call.joined_at is None:
        return ""
    return elapsed(_seconds(call.joined_at, now))


def times(call: Call) -> str:
    """Return « De 11:40 à 11:52, 12 min », or what is known of it."""
    if call.joined_at is None or call.ended_at is None:
        return "Le médecin n’est pas venu." if call.ended_at is not None else ""
    minutes = max(round(_seconds(call.joined_at, call.ended_at) / 60), 1)
    span = f"De {time_of(call.joined_at)} à {time_of(call.ended_at)}"
    return f"{span}, {minutes}{NO_BREAK}min."


def _seconds(since: datetime, until: datetime) -> int:
    return round((until - since).total_seconds())


def line_words(line: CallLine, now: datetime) -> str:
    """Return where a call of the home page stands."""
    stage = CallStage(line.stage)
    if stage is CallStage.INTERRUPTED:
        begun = f", {ago(line.since, now)}" if line.since is not None else ""
        return f"Appel interrompu{begun}"
    words = "Médecin en ligne" if stage is CallStage.CONNECTED else PLACES[stage][0]
    return f"{words}, appel {ago(line.since, now)}" if line.since is not None else words


def doctor_label(call: Call) -> str:
    """Return how the doctor is named over the picture."""
    return call.doctor or "Médecin"


def lacks_server(station: Station) -> bool:
    """Return whether no relay is set; a demonstration has one of its own."""
    return not station.relay_address and not station.demonstration


def why_not_start(call: Call, station: Station) -> str:
    """Return why no doctor can be called yet, "" when one can."""
    if lacks_server(station):
        return PROVIDE
    if call.agreed is False:
        return REFUSED
    missing = (call.agreed, call.shares_summary).count(None)
    return f"Encore {counted(missing, 'accord', 'accords')}." if missing else ""


def mail_words(call: Call) -> str:
    """Return what to do of the mail that was written, "" before."""
    if not call.mail_path:
        return ""
    written = f"Message écrit\u00a0: {call.mail_path}. Ouvrez-le dans votre messagerie sécurisée."
    if not call.request_path:
        return written
    return f"{written} Joignez-y la demande\u00a0: {call.request_path}."


def code_groups(code: str) -> str:
    """Return the code in groups that are read one breath each."""
    return f"{NO_BREAK}{NO_BREAK}".join(code.split("-"))


def code_spoken(code: str) -> str:
    """Return the code sign by sign, for a screen reader."""
    return ", ".join(" ".join(group) for group in code.split("-"))


def conclusion_face(call: Call, said: DoctorConclusion) -> ConclusionFace:
    """Return the conclusion as its card shows it."""
    serious = said.outcome in SERIOUS
    lines = (
        ("Diagnostic", said.diagnosis),
        ("Conseils", said.advice),
        ("Suivi", said.follow_up),
        ("Empreinte", said.message_id[:8]),  # what the doctor's page shows of it
    )
    kept = call.is_concluded and (said.message_id in call.told or not call.is_live)
    return ConclusionFace(
        title=OUTCOME_WORDS[said.outcome],
        doctor=f"{said.doctor}, reçu à {time_of(said.received_at)}",
        tone=Tone.RED if serious else Tone.GREEN,
        icon="alert-triangle" if serious else "file-check",
        lines=tuple((name, words) for name, words in lines if words),
        papers=_papers(call, said),
        state="Enregistrée dans la fiche" if kept else "Enregistrement…",
        is_kept=kept,
        is_read=bool(call.papers),
    )


def _papers(call: Call, said: DoctorConclusion) -> str:
    wanted = len(said.papers)
    if not wanted:
        return ""
    kept = sum(call.paper(one) is not None for one in said.papers)
    words = counted(wanted, "document PDF", "documents PDF")
    if call.papers_at:
        return f"{words}, à ouvrir dans votre lecteur de PDF\u00a0: {call.papers_at}"
    if kept == wanted:
        return f"{words}, au coffre avec la fiche."
    return f"{words}\u00a0: {kept} au coffre, le reste arrive."
