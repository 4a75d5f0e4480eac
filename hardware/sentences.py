"""What is said in French of each kind of device."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hardware.readings import Kind

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Words:
    """A device in a sentence: alone, with its article, and said to be missing."""

    name: str
    the: str
    none: str


COUNTED = f"Comptez les respirations pendant 30{NBSP}secondes, puis saisissez le nombre par minute."
WORDS: Mapping[Kind, Words] = MappingProxyType(
    {
        Kind.TEMPERATURE: Words("Thermomètre", "le thermomètre", "Aucun thermomètre n’est relié"),
        Kind.BLOOD_PRESSURE: Words(
            "Tensiomètre", "le tensiomètre", "Aucun tensiomètre n’est relié"
        ),
        Kind.OXIMETRY: Words("Oxymètre", "l’oxymètre", "Aucun oxymètre n’est relié"),
        Kind.WEIGHT: Words("Balance", "la balance", "Aucune balance n’est reliée"),
        Kind.GLUCOSE: Words(
            "Lecteur de glycémie",
            "le lecteur de glycémie",
            "Aucun lecteur de glycémie n’est relié",
        ),
        Kind.HEART_RATE: Words(
            "Ceinture cardiaque", "la ceinture cardiaque", "Aucune ceinture cardiaque n’est reliée"
        ),
    }
)


def ready(kind: Kind) -> str:
    """The device answers."""
    return f"{WORDS[kind].name}{NBSP}: en attente d’une mesure."


def not_registered(kind: Kind) -> str:
    """The station knows no device of this kind; what no device takes is counted."""
    if kind not in WORDS:
        return COUNTED
    return f"{WORDS[kind].none} à ce poste. Saisissez la valeur."


def absent(kind: Kind) -> str:
    """A known device does not answer."""
    return f"{WORDS[kind].name}{NBSP}: pas de réponse. Allumez l’appareil ou saisissez la valeur."


def searching(kind: Kind) -> str:
    """The station looks for the device."""
    return f"{WORDS[kind].name}{NBSP}: recherche en cours."


def connected(kind: Kind) -> str:
    """The device may be started."""
    return f"{WORDS[kind].name}{NBSP}: liaison établie. Lancez la mesure sur l’appareil."


def measuring(kind: Kind) -> str:
    """The device is at work."""
    return f"{WORDS[kind].name}{NBSP}: mesure en cours."


def lost(kind: Kind) -> str:
    """The connection dropped in the middle; the window stays open for a while."""
    return f"{WORDS[kind].name}{NBSP}: liaison perdue, rien n’est gardé. Nouvelle tentative."


def nothing_came(kind: Kind) -> str:
    """The window closed without a measure."""
    return (
        f"Aucune mesure reçue. Vérifiez {WORDS[kind].the}, "
        "puis reprenez la mesure ou saisissez la valeur."
    )


def no_value(kind: Kind, causes: str) -> str:
    """The device ended without a value; ``causes`` in French, empty when it gave none."""
    why = f" ({causes})" if causes else ""
    return f"{WORDS[kind].name}{NBSP}: la mesure a échoué{why}. Replacez l’appareil et reprenez."


def impossible(kind: Kind) -> str:
    """The device gave a value that no patient has."""
    return (
        f"{WORDS[kind].name}{NBSP}: valeur impossible, elle n’est pas gardée. "
        "Replacez l’appareil et reprenez."
    )


def still_closing(kind: Kind) -> str:
    """The former session of the device has not ended."""
    return f"{WORDS[kind].name}{NBSP}: la mesure précédente se termine. Reprenez dans un instant."


def battery_empty(kind: Kind, percent: int) -> str:
    """The battery is too low to measure."""
    return f"{WORDS[kind].name}{NBSP}: pile à {percent}{NBSP}%. Changez-la avant de mesurer."


def battery_low(kind: Kind, percent: int) -> str:
    """The battery will soon be empty."""
    return f"{WORDS[kind].name}{NBSP}: pile à {percent}{NBSP}%, à changer bientôt."


def works(kind: Kind) -> str:
    """The trial brought a whole measure."""
    return f"{WORDS[kind].name}{NBSP}: l’appareil fonctionne. Rien n’est gardé de cet essai."


def trial_stopped(kind: Kind) -> str:
    """The trial was ended before its measure."""
    return f"{WORDS[kind].name}{NBSP}: essai arrêté. Rien n’est gardé."


def in_use(kind: Kind) -> str:
    """A trial was asked for in the middle of a patient's measure."""
    return f"{WORDS[kind].name}{NBSP}: une mesure est en cours. Terminez-la avant l’essai."


def bound(kind: Kind) -> str:
    """The device is now one of the station's."""
    return f"{WORDS[kind].name}{NBSP}: appareil relié à ce poste. Essayez-le avant un patient."


def closed_model() -> str:
    """The device only talks with its maker's application."""
    return "Cet appareil ne parle qu’à l’application de son fabricant. Saisissez ses valeurs."


def broken(kind: Kind) -> str:
    """Something that should not happen did."""
    return f"{WORDS[kind].name}{NBSP}: mesure interrompue. Reprenez-la ou saisissez la valeur."


def stopped() -> str:
    """The hub is not running."""
    return "Les appareils sont arrêtés. Saisissez la valeur."
