"""Pictures and sounds of a consultation, as values: what was taken, where, when, how good.

The bytes are never here for long: they are sealed in the vault under ``capture_id``, and the
sheet names them by their size and hash.

Source: clinical.md §4.1 (field 15: photographs, identifiers and hash, consent), §2.8 (photo
series J0, J1, J3 of the OSyS derogations).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from hardware.bindings import CameraRole
from hardware.readings import Origin

JPEG, WAV = "image/jpeg", "audio/wav"


class CaptureKind(StrEnum):
    """What a picture shows, or what a sound is of.

    ``VIEW`` and ``AUSCULTATION`` are what a doctor at a distance looked at or heard while nobody
    said the place to the station.
    """

    OTOSCOPY = "otoscopy"
    SKIN = "skin"
    THROAT = "throat"
    EYE = "eye"
    HEART = "heart"
    LUNGS = "lungs"
    VIEW = "view"
    AUSCULTATION = "auscultation"


class Side(StrEnum):
    """Which side of the patient; ``NONE`` where the site has none."""

    NONE = ""
    LEFT = "left"
    RIGHT = "right"


class Moment(StrEnum):
    """Which picture of a series."""

    DAY0 = "J0"
    DAY1 = "J1"
    DAY3 = "J3"


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the body; ``sided`` when left or right must be said before anything is taken."""

    id: str
    label: str
    sided: bool = False


PICTURES = (CaptureKind.OTOSCOPY, CaptureKind.SKIN, CaptureKind.THROAT, CaptureKind.EYE)
SOUNDS = (CaptureKind.HEART, CaptureKind.LUNGS)
HEARD = (*SOUNDS, CaptureKind.AUSCULTATION)
KIND_LABELS: Mapping[CaptureKind, str] = MappingProxyType(
    {
        CaptureKind.OTOSCOPY: "Oreille",
        CaptureKind.SKIN: "Peau",
        CaptureKind.THROAT: "Gorge",
        CaptureKind.EYE: "Œil",
        CaptureKind.HEART: "Bruits du cœur",
        CaptureKind.LUNGS: "Bruits des poumons",
        CaptureKind.VIEW: "Photo pour le médecin",
        CaptureKind.AUSCULTATION: "Écoute par le médecin",
    }
)
SIDE_WORDS: Mapping[str, str] = MappingProxyType({"": "", "left": "gauche", "right": "droit"})
SITES: Mapping[CaptureKind, tuple[Site, ...]] = MappingProxyType(
    {
        CaptureKind.OTOSCOPY: (
            Site("ear_drum", "Tympan", sided=True),
            Site("ear_canal", "Conduit auditif", sided=True),
            Site("ear_shell", "Pavillon", sided=True),
        ),
        CaptureKind.SKIN: (
            Site("head", "Tête, visage"),
            Site("neck", "Cou"),
            Site("trunk", "Torse, ventre"),
            Site("back", "Dos, fesses"),
            Site("arm", "Bras, épaule", sided=True),
            Site("hand", "Main, poignet", sided=True),
            Site("thigh", "Cuisse, aine", sided=True),
            Site("leg", "Jambe, genou", sided=True),
            Site("foot", "Pied, cheville", sided=True),
        ),
        CaptureKind.THROAT: (
            Site("tonsils", "Amygdales"),
            Site("pharynx", "Fond de la gorge"),
            Site("mouth", "Bouche, langue"),
        ),
        CaptureKind.EYE: (
            Site("eye", "Œil", sided=True),
            Site("eyelid", "Paupière", sided=True),
        ),
        CaptureKind.HEART: (
            Site("aortic", "Foyer aortique"),
            Site("pulmonary", "Foyer pulmonaire"),
            Site("tricuspid", "Foyer tricuspide"),
            Site("mitral", "Foyer mitral"),
        ),
        CaptureKind.LUNGS: (
            Site("back_top", "Dos, en haut", sided=True),
            Site("back_bottom", "Dos, en bas", sided=True),
            Site("front_top", "Devant, en haut", sided=True),
            Site("front_bottom", "Devant, en bas", sided=True),
        ),
        CaptureKind.VIEW: (
            Site("room", "Vue de la pièce"),
            Site("otoscope", "Otoscope, endroit non précisé"),
            Site("dermatoscope", "Peau, endroit non précisé"),
        ),
        CaptureKind.AUSCULTATION: (Site("chest", "Foyer non précisé"),),
    }
)
BELL, DIAPHRAGM, LUNGS = "bell", "diaphragm", "lungs"
FILTERS = (BELL, DIAPHRAGM, LUNGS)
"""What the wave may be seen through; the recording never is."""

CAMERAS: Mapping[CaptureKind, CameraRole] = MappingProxyType(
    {
        CaptureKind.OTOSCOPY: CameraRole.OTOSCOPE,
        CaptureKind.SKIN: CameraRole.DERMATOSCOPE,
        CaptureKind.THROAT: CameraRole.ROOM,
        CaptureKind.EYE: CameraRole.ROOM,
        CaptureKind.VIEW: CameraRole.ROOM,
    }
)


def site_of(kind: CaptureKind, site_id: str) -> Site | None:
    """Return the site of ``kind`` called ``site_id``, ``None`` when it has none of this name."""
    return next((one for one in SITES[kind] if one.id == site_id), None)


def place_words(label: str, side: str) -> str:
    """Return a site with its side: « Tympan, côté droit »."""
    return f"{label}, côté {SIDE_WORDS[side]}" if side else label


@dataclass(frozen=True, slots=True)
class Aim:
    """What is about to be taken: of what, where, which side, which day of the series.

    ``site`` is the id of a site of ``kind``, "" until it is chosen.
    """

    kind: CaptureKind
    site: str = ""
    side: Side = Side.NONE
    moment: Moment = Moment.DAY0

    @property
    def is_sound(self) -> bool:
        """True for what is listened to."""
        return self.kind in HEARD

    @property
    def words(self) -> str:
        """The place in French, without the day: « Tympan, côté droit »."""
        site = site_of(self.kind, self.site)
        return place_words(site.label if site is not None else KIND_LABELS[self.kind], self.side)


def missing(aim: Aim) -> str:
    """Return what must be said before taking ``aim``, in French, "" when nothing is."""
    site = site_of(aim.kind, aim.site)
    if site is None:
        return "Choisissez d’abord l’endroit."
    if site.sided and aim.side is Side.NONE:
        return "Dites d’abord le côté\u00a0: G pour gauche, D pour droite."
    if not site.sided and aim.side is not Side.NONE:
        return "Cet endroit n’a pas de côté. Choisissez l’endroit de nouveau."
    return ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the device says of a picture or a sound; the bytes are not here.

    ``width`` and ``height`` in pixels, 0 for a sound; ``seconds`` as a decimal text, "" for a
    picture; ``flaws`` are codes, empty when nothing is wrong; ``heard_through`` names the filter
    of the listener, the recording itself is not filtered.
    """

    media_type: str
    origin: Origin
    device: str
    width: int = 0
    height: int = 0
    seconds: str = ""
    flaws: tuple[str, ...] = ()
    heard_through: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """A picture or a sound kept; ``sha256`` of its bytes, 64 hexadecimal characters.

    ``tries`` counts the takings it replaced.
    """

    capture_id: str
    aim: Aim
    found: Found
    taken_at: datetime
    size: int
    sha256: str
    tries: int = 0


@dataclass(frozen=True, slots=True)
class RemovedCapture:
    """A capture taken away, with the pharmacist's reason; its bytes are gone."""

    aim: Aim
    taken_at: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EarlierPicture:
    """A picture of an earlier sheet of the same patient; ``taken_at`` ISO 8601."""

    sheet_number: int
    aim: Aim
    taken_at: str
    origin: str
    content: bytes = field(repr=False)
