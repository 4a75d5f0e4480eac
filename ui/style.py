"""Dressing the application: fonts, the palette of the theme, the sheet for Qt's own fields."""

from functools import cache
from string import Template

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.errors import StationError
from resources import files
from ui.look import PROPERTY, Look
from ui.tokens import Colour, TextRole, tokens

SHEET_FILE = "style/station.qss"
INTERFACE_WEIGHTS = (400, 500, 600, 700)
READING_WEIGHTS = (400, 700)

_PALETTE = {
    QPalette.ColorRole.Window: Colour.GROUND,
    QPalette.ColorRole.WindowText: Colour.INK,
    QPalette.ColorRole.Base: Colour.SURFACE,
    QPalette.ColorRole.AlternateBase: Colour.HOLLOW,
    QPalette.ColorRole.Text: Colour.INK,
    QPalette.ColorRole.Button: Colour.SURFACE,
    QPalette.ColorRole.ButtonText: Colour.INK,
    QPalette.ColorRole.PlaceholderText: Colour.INK_SOFT,
    QPalette.ColorRole.Highlight: Colour.ACCENT,
    QPalette.ColorRole.HighlightedText: Colour.ON_ACCENT,
    QPalette.ColorRole.ToolTipBase: Colour.SURFACE,
    QPalette.ColorRole.ToolTipText: Colour.INK,
}


class MissingFont(StationError):
    """A font of the station cannot be read."""


def register_fonts() -> None:
    """Make the fonts of the station known to Qt.

    Raises:
        MissingFont: the installation is incomplete.
    """
    for weight in INTERFACE_WEIGHTS:
        _register(f"Inter-{weight}.ttf")


@cache
def register_reading_fonts() -> None:
    """Make the fonts of what the patient reads known to Qt, once.

    Raises:
        MissingFont: the installation is incomplete.
    """
    for weight in READING_WEIGHTS:
        _register(f"AtkinsonHyperlegibleNext-{weight}.ttf")


def _register(name: str) -> None:
    if QFontDatabase.addApplicationFont(str(files.path(f"fonts/{name}"))) == -1:
        raise MissingFont(f"La police {name} manque. Réinstallez le poste.")


def dress(app: QApplication, look: Look) -> None:
    """Give ``app`` the theme and the text size of ``look``, now and for the widgets to come."""
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    app.setProperty(PROPERTY, look)
    app.setFont(look.font(TextRole.BODY))
    app.setPalette(_palette(look))
    app.setStyleSheet(style_sheet(look))


def _palette(look: Look) -> QPalette:
    palette = QPalette()
    for role, colour in _PALETTE.items():
        palette.setColor(role, look.colour(colour))
    return palette


def style_sheet(look: Look) -> str:
    """Return the sheet of Qt's own fields, lists and scroll bars, filled from the tokens."""
    values = {colour.name.lower(): look.colour(colour).name() for colour in Colour}
    pixels = {role.name.lower(): str(look.font(role).pixelSize()) for role in TextRole}
    radii = {f"radius_{name}": str(size) for name, size in tokens().radii.items()}
    return Template(files.text(SHEET_FILE)).substitute(values, **pixels, **radii)
