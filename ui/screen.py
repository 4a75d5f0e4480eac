"""What every screen answers to: the state to show and the keys of the station."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.keys import Asked, Command
from ui.scene import Scene, Send


def _nothing(_: Command) -> None:
    """Stand for the window of a page that has none."""


class Screen(QWidget):
    """One page. It holds nothing but what is being typed; what it shows comes from the scene.

    ``asked`` is given by the window: a page asks it for what a key of the window does.
    """

    def __init__(self, send: Send) -> None:
        super().__init__()
        self.send = send
        self.asked: Asked = _nothing

    def fill_with(self, widget: QWidget) -> None:
        """Let ``widget`` take the whole page."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(widget)

    def render_state(self, scene: Scene) -> None:
        """Show ``scene``."""

    def press(self, key: str) -> None:
        """Answer a digit or a letter pressed outside a field."""

    def main_action(self) -> None:
        """Do what Enter does: the one main action of the page."""

    def strong_action(self) -> None:
        """Do what Ctrl Enter does."""

    def go_back(self) -> None:
        """Do what Backspace does outside a field."""

    def leave(self) -> None:
        """Do what Escape does once no field has the keys."""

    def focus_search(self) -> None:
        """Give the keys to the search field of the page, where there is one."""

    def step(self, by: int) -> None:
        """Go to the next thing of a list (1) or the one before (-1), where arrows do that."""

    def arrive(self) -> None:
        """Give the keys to what is used first on this page."""
