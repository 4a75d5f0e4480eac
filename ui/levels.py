"""The five orientations as the screens show them: a word, an icon, a colour, always the three."""

from collections.abc import Mapping
from types import MappingProxyType

from protocols.model import Level
from ui.look import Tone

WORDS: Mapping[Level, str] = MappingProxyType(
    {
        Level.PHARMACY: "Pharmacie",
        Level.DOCTOR_48H: "Médecin 48\u00a0h",
        Level.DOCTOR_SAME_DAY: "Médecin ce jour",
        Level.EMERGENCY: "Urgences",
        Level.SAMU_15: "15",
    }
)
ICONS: Mapping[Level, str] = MappingProxyType(
    {
        Level.PHARMACY: "pill",
        Level.DOCTOR_48H: "calendar-event",
        Level.DOCTOR_SAME_DAY: "stethoscope",
        Level.EMERGENCY: "building-hospital",
        Level.SAMU_15: "phone-call",
    }
)
TONES: Mapping[Level, Tone] = MappingProxyType(
    {
        Level.PHARMACY: Tone.GREEN,
        Level.DOCTOR_48H: Tone.BLUE,
        Level.DOCTOR_SAME_DAY: Tone.OCHRE,
        Level.EMERGENCY: Tone.RED,
        Level.SAMU_15: Tone.SAMU,
    }
)


def level_named(name: str) -> Level | None:
    """Return the level a sheet names, ``None`` when the sheet could not be read."""
    return Level[name] if name in Level.__members__ else None
