"""A server as it is typed: its name, its port, and whether it encrypts only when asked."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.office.mail import MailServer
from ui.widgets.chip import FilterChip
from ui.widgets.field import Field, Provenance

NAME_SHARE, PORT_SHARE = 3, 1
WHEN_ASKED = "Chiffré à la demande (STARTTLS)"


class ServerFields(QWidget):
    """The fields of one server called ``title``."""

    def __init__(self, title: str, *, port: str) -> None:
        super().__init__()
        self._usual_port = port
        self.host = Field(title, lambda _: None)
        self._port = Field("Port", lambda _: None)
        self._port.line.setAccessibleName(f"{title}, port")
        self._asked = FilterChip(WHEN_ASKED, "lock")
        self._asked.setAccessibleName(f"{title}\u00a0: {WHEN_ASKED}")
        self._asked.clicked.connect(lambda *_: self._asked.setChecked(not self._asked.isChecked()))
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row.setSpacing(12)
        row.addWidget(self.host, NAME_SHARE)
        row.addWidget(self._port, PORT_SHARE)
        column.addLayout(row)
        column.addWidget(self._asked)

    def show_server(self, server: MailServer) -> None:
        """Show ``server``, its usual port where none was kept."""
        self.host.show_value(server.host, Provenance.TYPED, "")
        self._port.show_value(server.port or self._usual_port, Provenance.TYPED, "")
        self._asked.setChecked(server.starttls)

    @property
    def server(self) -> MailServer:
        """What is typed; no port where there is no server."""
        host = self.host.line.text().strip()
        port = self._port.line.text().strip() if host else ""
        return MailServer(host, port, self._asked.isChecked())
