"""Qt's methods that return nothing leave the interpreter as they found it.

PySide6 6.12.0 was built as if None could not be freed (true from Python 3.12 on): under 3.11 each
such call dropped one reference to None, and the station was killed after some thousands of them.
"""

import sys

from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel

CALLS = 200


def test_qt_gives_back_the_references_it_takes(qapp: QApplication) -> None:
    label, font, image = QLabel(), QFont(), QImage(4, 4, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("a")
        label.update()
        font.setPixelSize(12)
        painter.setOpacity(1.0)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < CALLS
