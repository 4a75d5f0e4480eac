"""The Qt application, dressed and ready for its first window."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from ui.look import Look
from ui.style import dress, register_fonts


def make_application(arguments: Sequence[str], look: Look | None = None) -> QApplication:
    """Return the application with the fonts of the station and ``look``, the usual one if none."""
    application = QApplication(list(arguments))
    application.setApplicationName("OSyS Station")
    application.setStyle("Fusion")
    register_fonts()
    dress(application, look or Look())
    return application
