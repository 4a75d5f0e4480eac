"""The letters of what the patient reads, at the size of the window and not of the station."""

from PySide6.QtGui import QFont

FAMILY = "Atkinson Hyperlegible Next"
DEMONSTRATION = "Démonstration"


def reading_font(pixels: float, weight: int) -> QFont:
    """Return the font of what the patient reads."""
    font = QFont(FAMILY)
    font.setPixelSize(max(int(pixels), 1))
    font.setWeight(QFont.Weight(weight))
    return font
