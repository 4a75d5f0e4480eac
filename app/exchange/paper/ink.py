"""The colours of the papers and how each level looks: always a colour, an icon and words."""

import json
from dataclasses import dataclass
from functools import cache

from protocols.model import Level
from resources.files import text

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)


@cache
def ink(name: str) -> Colour:
    """Return the colour ``name`` of the light theme, red, green, blue from 0 to 1."""
    colours = json.loads(text("style/tokens.json"))["themes"]["clair"]["couleurs"]
    value = colours[name].removeprefix("#")
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return (red, green, blue)


@dataclass(frozen=True, slots=True)
class Look:
    """How a level is drawn: its icon, its letters and what is behind them."""

    icon: str
    letters: str
    behind: str

    @property
    def colour(self) -> Colour:
        """The colour of the icon and of the title."""
        return WHITE if self.letters == "blanc" else ink(self.letters)

    @property
    def body(self) -> Colour:
        """The colour of the words under the title."""
        return WHITE if self.letters == "blanc" else ink("encre")

    @property
    def fill(self) -> Colour:
        """The colour behind."""
        return ink(self.behind)


LOOKS = {
    Level.PHARMACY: Look("pill", "vert", "vertdoux"),
    Level.DOCTOR_48H: Look("calendar-event", "bleu", "bleudoux"),
    Level.DOCTOR_SAME_DAY: Look("stethoscope", "ocre", "ocredoux"),
    Level.EMERGENCY: Look("building-hospital", "rouge", "rougedoux"),
    Level.SAMU_15: Look("phone-call", "blanc", "rougeplein"),
}
