"""What a picture is drawn with; ``protocols.picture_look`` reads it from the identity."""

from collections.abc import Mapping
from dataclasses import dataclass

from protocols.picture_letters import Letters
from protocols.terms import Level

PLAIN, STRONG = 400, 600
"""The two weights used."""


@dataclass(frozen=True, slots=True)
class Style:
    """Colours ``#RRGGBB`` by name; for each level what fills it, its letters, its icon strokes.

    ``fonts`` is a list of names, the first available is used; ``letters`` are its widths by weight.
    """

    colours: Mapping[str, str]
    fills: Mapping[Level, str]
    inks: Mapping[Level, str]
    icons: Mapping[Level, tuple[str, ...]]
    fonts: str
    letters: Mapping[int, Letters]
