"""The banner and the state bar of a scene, in words."""

from app.desk.model import DeviceLine
from app.desk.model import Screen as Place
from app.encounter.known import act_date
from app.encounter.model import Encounter, Stage
from app.identity import IdentityStatus, Patient
from hardware.readings import DeviceState
from hardware.sentences import not_registered
from protocols.model import Level
from ui.format import counted, time_of
from ui.format_patient import initials, patient_line, patient_name, status_words
from ui.levels import ICONS, TONES, WORDS
from ui.look import Tone
from ui.office_words import NOTES, PAGES
from ui.page_names import HELP, SHEET
from ui.scene import Scene
from ui.widgets.banner import BannerFace, Fact
from ui.widgets.state_bar import StateFace, StateFact

DEVICES_NOTE = "Les essais ne vont dans aucune fiche"
READY = frozenset({DeviceState.READY, DeviceState.CONNECTED, DeviceState.MEASURING})


def banner_face(scene: Scene, page: str) -> BannerFace:
    """Return the banner: the patient of the consultation, else what the page is."""
    if page in {Place.ARCHIVE.value, SHEET}:
        return BannerFace("Archives", "Chiffrées sur ce poste, gardées dix ans", icon="archive")
    if page == Place.LIBRARY.value:
        return BannerFace(
            "Protocoles", "Chaque fiche garde la version qui l’a produite", icon="books"
        )
    if page in PAGES:
        words, icon = PAGES[page]
        return BannerFace(words, NOTES[page], icon=icon)
    if page == Place.DEVICES.value:
        return BannerFace("Appareils", DEVICES_NOTE, icon="device-heart-monitor")
    if page == HELP:
        return BannerFace("Touches", "Échap revient à la page", icon="keyboard")
    if scene.visit is None:
        return BannerFace(
            "Aucun patient", "Entrée ouvre un nouveau patient, un chiffre un protocole"
        )
    if scene.visit.patient is None:
        return BannerFace("Nouveau patient", "Identité à compléter")
    return _patient_face(scene.visit, scene.visit.patient)


def _patient_face(visit: Encounter, patient: Patient) -> BannerFace:
    return BannerFace(
        title=patient_name(patient),
        note=patient_line(patient, act_date(visit)),
        initials=initials(patient),
        facts=(_identity(patient), *_alarm(visit)),
    )


def _identity(patient: Patient) -> Fact:
    qualified = patient.status is IdentityStatus.QUALIFIED
    tone = Tone.GREEN if qualified else Tone.OCHRE
    return Fact(status_words(patient.status), "shield-check", tone)


def _alarm(visit: Encounter) -> tuple[Fact, ...]:
    """Return the level once a red sign is certain: it stays in view until the end."""
    decision = visit.decision
    if decision is None or not decision.stopped or decision.level < Level.EMERGENCY:
        return ()
    level = decision.level
    return (Fact(WORDS[level], ICONS[level], TONES[level]),)


def state_face(scene: Scene) -> StateFace:
    """Return the state bar."""
    person = scene.desk.person
    return StateFace(
        facts=tuple(_facts(scene)),
        clock=time_of(scene.now),
        person=person.label if person is not None else "",
        is_demonstration=scene.desk.station.demonstration,
    )


def _facts(scene: Scene) -> list[StateFact]:
    facts = [StateFact("shield-lock", "Chiffré")]
    devices = [one for one in scene.desk.devices.values() if _exists(one)]
    if devices:
        facts.append(_devices(devices))
    if scene.desk.outbox:
        facts.append(StateFact("send", f"{scene.desk.outbox}\u00a0à envoyer"))
    if scene.visit is not None and scene.visit.stage is Stage.OPEN:
        facts.append(_saved(scene.visit))
    return facts


def _exists(line: DeviceLine) -> bool:
    """True when the station has a device of this kind: without one, nothing can be ready."""
    has_none = line.state is DeviceState.ABSENT and line.sentence == not_registered(line.kind)
    return not has_none and line.state is not DeviceState.NOT_INSTALLED


def _devices(devices: list[DeviceLine]) -> StateFact:
    """Return how many are ready: of all that exist, or out of them when some are not."""
    ready = sum(one.state in READY for one in devices)
    words = counted(ready, "appareil prêt", "appareils prêts")
    if ready < len(devices):
        words += f" sur {len(devices)}"
    return StateFact("device-heart-monitor", words)


def _saved(visit: Encounter) -> StateFact:
    if visit.is_saved:
        return StateFact("circle-check", "Réponses enregistrées", Tone.GREEN)
    return StateFact("hourglass", "Enregistrement…")
