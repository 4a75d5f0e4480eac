"""What the station says of the stethoscope and of what it hears, in French."""

from collections.abc import Mapping
from types import MappingProxyType

from hardware.heart_sounds import Filter
from hardware.readings import DeviceState

NBSP = "\u00a0"
_NAME = f"Stéthoscope{NBSP}:"
STATES: Mapping[DeviceState, str] = MappingProxyType(
    {
        DeviceState.ABSENT: f"{_NAME} non branché. Branchez-le, puis recommencez.",
        DeviceState.BUSY: f"{_NAME} utilisé par un autre programme. Fermez-le, puis recommencez.",
        DeviceState.DENIED: (
            f"{_NAME} interdit à ce programme. Autorisez le micro dans les réglages du système."
        ),
        DeviceState.LOST: (
            f"{_NAME} le son ne vient plus, rien n’est gardé. Rebranchez-le, puis recommencez."
        ),
        DeviceState.NOT_INSTALLED: (
            f"{_NAME} le logiciel de son manque sur ce poste. La consultation continue sans lui"
            f"{NBSP}; prévenez qui a installé le poste."
        ),
    }
)
NOT_CHOSEN = f"{_NAME} aucune entrée choisie. Choisissez-la dans la page Appareils."
NO_INPUT = (
    "Aucune entrée de son sur ce poste. Branchez le stéthoscope sur un port USB, puis recommencez."
)
SEVERAL = (
    f"{_NAME} deux entrées portent le même nom. Débranchez celle qui ne sert pas, puis recommencez."
)
FORMAT = (
    f"{_NAME} l’entrée refuse le format du son. Fermez les programmes qui l’utilisent, "
    "ou choisissez une autre entrée."
)
SLOW = f"{_NAME} il ne répond pas. Débranchez-le, rebranchez-le, puis recommencez."
CAMERA = (
    "Cette entrée est le micro d’une caméra, pas un stéthoscope. "
    "Choisissez une autre entrée dans la page Appareils."
)
TOO_SHORT = f"Écoute trop courte, rien n’est gardé. Écoutez au moins 3{NBSP}secondes."
ALREADY = "Une écoute est déjà en cours. Arrêtez-la avant d’en commencer une autre."

FILTERS: Mapping[Filter, str] = MappingProxyType(
    {
        Filter.BELL: f"Cœur, pavillon (25-180{NBSP}Hz)",
        Filter.DIAPHRAGM: f"Cœur, membrane (80-500{NBSP}Hz)",
        Filter.LUNGS: f"Poumons (100-1{NBSP}200{NBSP}Hz)",
    }
)

OVERFLOWED, SATURATED, SHORT = "overflow", "saturated", "short"
FLAGS: Mapping[str, str] = MappingProxyType(
    {
        OVERFLOWED: "des instants de son manquent",
        SATURATED: "son trop fort, écrêté",
        SHORT: f"moins de 15{NBSP}secondes",
    }
)

PUBLISHED_FROM, DOUBTFUL_FROM = 0.70, 0.30
QUIET_BELOW = 0.10
AID = "Aide au placement du pavillon. Le pouls retenu est celui de l’oxymètre ou du tensiomètre."


def quality_of(level: float, rate: int | None, confidence: float) -> str:
    """Return what is heard, in words: a rate only when it is sure, never a diagnosis.

    Source: devices.md §6 (0.70 and 0.30; never called an arrhythmia).
    """
    if rate is not None:
        return f"Battements réguliers, environ {rate}{NBSP}par minute."
    if level < QUIET_BELOW:
        return "Aucun son. Appuyez doucement le pavillon sur la peau."
    if confidence >= PUBLISHED_FROM:
        return "Battements perçus, gardez le pavillon en place."
    if confidence >= DOUBTFUL_FROM:
        return "Irrégulier ou bruité, pas de fréquence."
    return "Pas de battement reconnu. Déplacez le pavillon et faites silence."


def said_of_flags(flags: tuple[str, ...]) -> str:
    """Return the French names of ``flags``, comma separated, ``""`` when there is none."""
    return ", ".join(FLAGS[flag] for flag in flags if flag in FLAGS)
