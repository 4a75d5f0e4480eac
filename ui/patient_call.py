"""What the patient reads during a call: one sentence of 12 words at most, one that helps.

Nothing of the consultation passes but what the patient sees and hears anyway.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.desk.patient_view import Act
from ui.patient_words import WORDS

if TYPE_CHECKING:  # the consultation is imported after the login window is painted
    from app.encounter.call_state import Call
    from app.encounter.model import Encounter

CALL_PHARMACIST = "Appeler le pharmacien"
COMING = "Le pharmacien arrive."
SEATED = "Restez assis. Le pharmacien est avec vous."
ALONE = "Vous êtes seul avec le médecin."
STAGES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "opening": ("Le médecin va arriver.", SEATED, "hourglass"),
        "waiting": ("Le médecin va arriver.", SEATED, "hourglass"),
        "joining": ("Le médecin arrive.", "Regardez l’écran.", "user-check"),
        "lost": ("L’image revient.", "Restez assis.", "plug-off"),
        "connected": ("Le médecin vous voit et vous entend.", "Parlez normalement.", "video"),
    }
)
LISTENED: Mapping[str, str] = MappingProxyType(
    {"heart": "Le médecin écoute votre cœur.", "lungs": "Le médecin écoute vos poumons."}
)
HEARD, QUIET = "Le médecin vous écoute au stéthoscope.", "Respirez normalement. Ne parlez pas."
LOOKED: Mapping[str, str] = MappingProxyType(
    {
        "otoscope": "Le médecin regarde l’image de l’examen.",
        "dermatoscope": "Le médecin regarde votre peau.",
    }
)
STILL = "Ne bougez pas."
LOUDEST, QUIETEST = 100, 20
"""As far as the sound goes; those of the call, which is not read before the first one."""
MEASURED = frozenset(
    {
        Act.TEMPERATURE,
        Act.BLOOD_PRESSURE,
        Act.OXIMETRY,
        Act.WEIGHT,
        Act.GLUCOSE,
        Act.HEART_RATE,
    }
)


@dataclass(frozen=True, slots=True)
class PatientCallFace:
    """What the patient's window shows of a call.

    ``shows_doctor`` once the doctor was reached; ``is_lost`` while the link is cut;
    ``can_call`` when the patient is alone with the doctor; the sound is turned while the doctor
    is heard, as far as it goes.
    """

    sentence: str
    help_words: str
    icon: str
    doctor: str
    shows_doctor: bool
    is_lost: bool
    can_call: bool
    can_louder: bool = False
    can_quieter: bool = False


def patient_call(visit: "Encounter | None", act: Act) -> PatientCallFace | None:
    """Return what is shown of the call, ``None`` when none is open or nothing may be shown."""
    if act is Act.HIDDEN or visit is None or not visit.call.is_live:
        return None
    call = visit.call
    sentence, help_words, icon = _said(visit, call, act)
    return PatientCallFace(
        sentence=COMING if call.calling else sentence,
        help_words=help_words,
        icon=icon,
        doctor=call.doctor or "Le médecin",
        shows_doctor=call.is_linked,
        is_lost=call.stage.value == "lost",
        can_call=call.patient_alone and not call.calling,
        can_louder=call.is_linked and call.volume < LOUDEST,
        can_quieter=call.is_linked and call.volume > QUIETEST,
    )


def _said(visit: "Encounter", call: "Call", act: Act) -> tuple[str, str, str]:
    stage = call.stage.value
    if stage != "connected":
        return STAGES[stage]
    if act in MEASURED:
        return (*WORDS[act], "heartbeat")
    if call.is_listening:
        pending = visit.exam.pending
        kind = pending.aim.kind.value if pending is not None else ""
        return LISTENED.get(kind, HEARD), QUIET, "stethoscope"
    if call.shared_camera is not None:
        return LOOKED.get(call.shared_camera.value, LOOKED["otoscope"]), STILL, "camera"
    sentence, help_words, icon = STAGES[stage]
    return sentence, ALONE if call.patient_alone else help_words, icon
