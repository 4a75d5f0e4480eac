"""How the station looks now: one theme and one size of text, asked by every widget.

The look hangs on the application, like Qt's own palette: a widget asks ``look()`` when it
draws, so that a change of theme needs no widget to be built again.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont

from ui.tokens import BASE_NORMAL, Colour, TextRole, Theme, tokens

FAMILY = "Inter"
PROPERTY = "osys_look"
COMPACT_FROM = 1.5
KEYS_UNDER = 1.3


class Tone(StrEnum):
    """What a coloured thing means; never the only sign, a word and an icon go with it."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GREEN = "green"
    BLUE = "blue"
    OCHRE = "ochre"
    RED = "red"
    SAMU = "samu"
    VIOLET = "violet"


_FULL = {
    Tone.NEUTRAL: Colour.INK,
    Tone.ACCENT: Colour.ACCENT_STRONG,
    Tone.GREEN: Colour.GREEN,
    Tone.BLUE: Colour.BLUE,
    Tone.OCHRE: Colour.OCHRE,
    Tone.RED: Colour.RED,
    Tone.SAMU: Colour.SAMU,
    Tone.VIOLET: Colour.VIOLET,
}
_SOFT = {
    Tone.NEUTRAL: Colour.HOLLOW,
    Tone.ACCENT: Colour.ACCENT_SOFT,
    Tone.GREEN: Colour.GREEN_SOFT,
    Tone.BLUE: Colour.BLUE_SOFT,
    Tone.OCHRE: Colour.OCHRE_SOFT,
    Tone.RED: Colour.RED_SOFT,
    Tone.SAMU: Colour.RED_SOFT,
    Tone.VIOLET: Colour.VIOLET_SOFT,
}


def full(tone: Tone) -> Colour:
    """Return the colour of the words and icons of ``tone``."""
    return _FULL[tone]


def soft(tone: Tone) -> Colour:
    """Return the fill under the words of ``tone``."""
    return _SOFT[tone]


@dataclass(frozen=True, slots=True)
class Look:
    """A theme and a size of text; ``base`` is that of the body text, in pixels."""

    theme: Theme = Theme.LIGHT
    base: int = BASE_NORMAL
    reduced_motion: bool = False

    @property
    def is_contrast(self) -> bool:
        """True in the theme where tints are black and frames carry the meaning."""
        return self.theme is Theme.CONTRAST

    @property
    def scale(self) -> float:
        """Ratio of the text to its normal size."""
        return self.base / BASE_NORMAL

    @property
    def is_large(self) -> bool:
        """True from 150 % on: the page goes on one column and the key caps leave."""
        return self.scale >= COMPACT_FROM

    @property
    def shows_keys(self) -> bool:
        """True while there is room for the caps of the keys on the buttons."""
        return self.scale < KEYS_UNDER

    def colour(self, colour: Colour) -> QColor:
        """Return ``colour`` in this theme."""
        return _colour(self.theme, colour)

    def px(self, size: float) -> int:
        """Return ``size``, given at the normal base, scaled with the text."""
        return int(size * self.scale + 0.5)

    def size(self, name: str) -> int:
        """Return the size called ``name`` in the tokens, scaled with the text."""
        return self.px(tokens().sizes[name])

    def stroke(self, name: str) -> float:
        """Return the thickness of the line called ``name``; it does not grow with the text."""
        return tokens().strokes[name]

    def radius(self, name: str) -> int:
        """Return the radius called ``name``; it does not grow with the text."""
        return tokens().radii[name]

    def font(self, role: TextRole, weight: int = 0) -> QFont:
        """Return the font of ``role``, at ``weight`` when one is given."""
        return QFont(_font(self.base, role, weight))

    def aligned_font(self, role: TextRole, weight: int = 0) -> QFont:
        """Return the same font with digits of one width: tables, clocks and readings only.

        In Inter the same feature widens the hyphen, so running text never has it.
        """
        return QFont(_aligned(self.base, role, weight))


@cache
def _colour(theme: Theme, colour: Colour) -> QColor:
    return QColor(tokens().colours[theme][colour])


@cache
def _font(base: int, role: TextRole, weight: int) -> QFont:
    size, usual = tokens().texts[role]
    font = QFont(FAMILY)
    font.setPixelSize(int(size * base / BASE_NORMAL + 0.5))
    font.setWeight(QFont.Weight(weight or usual))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@cache
def _aligned(base: int, role: TextRole, weight: int) -> QFont:
    # PySide6 6.12.0 drops one reference to None at each call of setFeature and ends by killing
    # the interpreter: it is called once for each font, never while drawing.
    font = QFont(_font(base, role, weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def look() -> Look:
    """Return the look of the application, the default one when nothing was chosen."""
    app = QCoreApplication.instance()
    chosen = app.property(PROPERTY) if app is not None else None
    return chosen if isinstance(chosen, Look) else Look()
