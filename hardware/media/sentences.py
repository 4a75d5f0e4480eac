"""What the station says of its cameras, in French: the fact, then what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from hardware.bindings import CameraRole
from hardware.readings import DeviceState
from hardware.verdict import Flaw

NBSP = "\u00a0"
NAMES: Mapping[CameraRole, str] = MappingProxyType(
    {
        CameraRole.ROOM: "Caméra de la pièce",
        CameraRole.OTOSCOPE: "Otoscope",
        CameraRole.DERMATOSCOPE: "Dermatoscope",
    }
)
INTERRUPTED = (
    "L’image et le son se sont interrompus, la fiche est intacte. Recommencez dans un instant."
)
COMES_BACK = "L’image s’est interrompue. Elle revient dans un instant."
STOPPED = "Les caméras et le son sont arrêtés. Redémarrez le poste pour les utiliser."
NO_PICTURE = "Aucune image n’est venue à temps. Vérifiez l’appareil, puis recommencez."
_FLAWS: Mapping[Flaw, str] = MappingProxyType(
    {
        Flaw.FROZEN: "L’image ne bouge plus. Rebranchez l’appareil.",
        Flaw.DARK: "Trop sombre. Éclairez davantage.",
        Flaw.BRIGHT: "Trop clair. Baissez la lumière.",
        Flaw.GLARE: "Un reflet cache une partie de l’image. Inclinez l’appareil.",
        Flaw.FLAT: "Rien à voir sur cette image. Cadrez la zone à montrer.",
        Flaw.MOVING: "L’image bouge. Tenez l’appareil immobile.",
        Flaw.BLURRED: "Image floue. Réglez la distance ou la mise au point.",
    }
)
_STATES: Mapping[DeviceState, str] = MappingProxyType(
    {
        DeviceState.ABSENT: "non branchée. Branchez-la.",
        DeviceState.SEARCHING: "ouverture en cours.",
        DeviceState.READY: "image reçue.",
        DeviceState.LOST: "l’image ne vient plus. Rebranchez l’appareil.",
        DeviceState.BUSY: "utilisée par un autre programme. Fermez-le.",
        DeviceState.DENIED: "interdite à ce programme. Autorisez-la dans les réglages du système.",
        DeviceState.NOT_INSTALLED: "son logiciel manque sur ce poste. Prévenez qui l’a installé.",
    }
)


def of_flaw(flaws: tuple[Flaw, ...]) -> str:
    """Return what to do about the gravest of ``flaws``, ``""`` when there is none."""
    return next((sentence for flaw, sentence in _FLAWS.items() if flaw in flaws), "")


def of_state(role: CameraRole, state: DeviceState) -> str:
    """Return what the camera of ``role`` does, and what to do."""
    said = _STATES[state]
    if role is not CameraRole.ROOM:
        said = _masculine(said)
    return f"{NAMES[role]}{NBSP}: {said}"


def not_bound(role: CameraRole) -> str:
    """No camera was chosen for ``role``."""
    return f"{NAMES[role]}{NBSP}: aucun appareil choisi. Choisissez-le dans la page Appareils."


def several(role: CameraRole) -> str:
    """Two cameras of the same model, and nothing tells them apart."""
    return (
        f"{NAMES[role]}{NBSP}: plusieurs appareils du même modèle. "
        "Choisissez le bon dans la page Appareils."
    )


def _masculine(said: str) -> str:
    for feminine, masculine in (
        ("branchée", "branché"),
        ("utilisée", "utilisé"),
        ("interdite", "interdit"),
        ("Branchez-la", "Branchez-le"),
        ("Autorisez-la", "Autorisez-le"),
    ):
        said = said.replace(feminine, masculine)
    return said
