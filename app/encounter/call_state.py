"""Where the call with a doctor stands; a part of the consultation.

``Call`` is what the page of the call shows. Consent, times, the conclusion and its papers go into
the draft and the sheet; the link and what opens it never do.
Source: video.md §5; clinical.md §1.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from hardware.bindings import CameraRole


class CallStage(StrEnum):
    """Where the call is; ``INTERRUPTED`` waits to be taken up again, with a new link."""

    NONE = ""
    PREPARING = "preparing"
    OPENING = "opening"
    WAITING = "waiting"
    JOINING = "joining"
    CONNECTED = "connected"
    LOST = "lost"
    INTERRUPTED = "interrupted"
    OVER = "over"
    REFUSED = "refused"


LIVE = frozenset(
    {
        CallStage.OPENING,
        CallStage.WAITING,
        CallStage.JOINING,
        CallStage.CONNECTED,
        CallStage.LOST,
    }
)
"""The stages in which a room is open: the camera of the room and the microphone are on."""


class LinkQuality(StrEnum):
    """How the link is, measured; ``UNKNOWN`` until something was."""

    UNKNOWN = ""
    GOOD = "good"
    SLOW_PICTURE = "slow_picture"
    VOICE_ONLY = "voice_only"
    CUT = "cut"


QUALITY_WORDS: Mapping[LinkQuality, str] = MappingProxyType(
    {
        LinkQuality.UNKNOWN: "",
        LinkQuality.GOOD: "Liaison bonne, chiffrée de bout en bout",
        LinkQuality.SLOW_PICTURE: "Image lente, voix conservée",
        LinkQuality.VOICE_ONLY: "Voix seule\u00a0: l’image est trop lente",
        LinkQuality.CUT: "Liaison coupée",
    }
)


class CallOutcome(StrEnum):
    """What the doctor decided."""

    ADVICE = "advice"
    PRESCRIPTION = "prescription"
    REFERRAL = "referral"
    EMERGENCY = "emergency"
    SAMU_15 = "samu_15"


OUTCOME_WORDS: Mapping[CallOutcome, str] = MappingProxyType(
    {
        CallOutcome.ADVICE: "Conseil, sans prescription",
        CallOutcome.PRESCRIPTION: "Prescription",
        CallOutcome.REFERRAL: "Adressé à un confrère",
        CallOutcome.EMERGENCY: "Adressé aux urgences",
        CallOutcome.SAMU_15: "Appel au 15",
    }
)


LOUDEST, QUIETEST, VOLUME_STEP = 100, 20, 20
"""The doctor's voice in the room, percent of what comes, and one step of it."""


class Asked(StrEnum):
    """Which picture the doctor asked a photo of."""

    NOTHING = ""
    ROOM = "room"
    EXAM = "exam"


@dataclass(frozen=True, slots=True)
class DoctorConclusion:
    """What the doctor concluded, as it was sent; ``message_id`` names it to the doctor's page.

    ``papers`` are the SHA-256 of the PDF that go with it.
    """

    message_id: str
    doctor: str
    rpps: str
    diagnosis: str
    advice: str
    follow_up: str
    outcome: CallOutcome
    papers: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class CallPaper:
    """A PDF of the doctor, kept in the vault under ``capture_id``; never opened here."""

    sha256: str
    name: str
    size: int
    capture_id: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """The call and what came of it.

    ``page`` says that its page covers the consultation. ``agreed`` is the patient's consent to
    the call, ``None`` until it is asked, and ``agreed_at`` when it was given. ``link``,
    ``spoken_code`` and ``mail`` bring the doctor: they are never in the draft. ``mail_path`` is
    where the draft of the secure mail was written, ``request_path`` the folder of the request
    that goes with it, ``papers_at`` the doctor's document that was asked for last. ``volume`` is
    that of the doctor's voice, in percent. ``calling`` says that the patient, alone,
    calls the pharmacist. ``devices`` are the words of the devices used during the call.
    ``arriving`` names
    the papers on their way to the vault, by SHA-256. ``concluded_in`` is the revision of the
    draft that holds the conclusion and its papers, ``told`` the conclusions already acknowledged
    to the doctor. ``is_briefed`` once the values and the summary were told in this room.
    """

    stage: CallStage = CallStage.NONE
    page: bool = False
    sentence: str = ""
    retry_at: datetime | None = None
    quality: LinkQuality = LinkQuality.UNKNOWN
    words: tuple[str, ...] = ()
    link: str = field(default="", repr=False)
    spoken_code: str = field(default="", repr=False)
    mail_path: str = ""
    request_path: str = ""
    papers_at: str = ""
    shared_camera: CameraRole | None = None
    is_listening: bool = False
    is_muted: bool = False
    volume: int = LOUDEST
    patient_alone: bool = False
    calling: bool = False
    agreed: bool | None = None
    agreed_at: datetime | None = None
    shares_summary: bool | None = None
    still_asked: Asked = Asked.NOTHING
    opened_at: datetime | None = None
    joined_at: datetime | None = None
    ended_at: datetime | None = None
    doctor: str = ""
    devices: tuple[str, ...] = ()
    conclusion: DoctorConclusion | None = None
    papers: tuple[CallPaper, ...] = ()
    arriving: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    concluded_in: int = 0
    told: tuple[str, ...] = ()
    is_briefed: bool = False

    @property
    def is_live(self) -> bool:
        """True while a room is open."""
        return self.stage in LIVE

    @property
    def is_concluded(self) -> bool:
        """True when the conclusion came, and every paper it names is kept."""
        said = self.conclusion
        return said is not None and all(self.paper(one) is not None for one in said.papers)

    @property
    def is_linked(self) -> bool:
        """True once the doctor of this room was reached, and until the call ends."""
        return self.is_live and self.is_briefed

    def paper(self, sha256: str) -> CallPaper | None:
        """Return one paper of the doctor, ``None`` when it is not kept."""
        return next((one for one in self.papers if one.sha256 == sha256), None)


NO_CALL = Call()
