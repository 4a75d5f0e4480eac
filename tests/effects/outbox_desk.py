"""A real pharmacy with mails that wait, and its page driven without a window."""

from collections.abc import Callable
from pathlib import Path

from app.desk.effects import ExportSheet, OpenVault
from app.effects.access import Access
from app.effects.archive import ArchiveRoom
from app.effects.lanes import failure
from app.effects.outbox import OutboxRoom
from app.errors import StationError
from app.office.outbox import OutboxPage, arrive, update
from app.office.outbox_messages import OutboxEffect, OutboxMessage, SubmitMail
from tests.builders import a_station
from tests.protocols.signatures.rooms import SECRET
from tests.transport.vaults import Clock, a_sheet, keep

Interruption = Callable[[], None]


class OutboxDesk:
    """The page and its room; ``before_submission`` runs between the vault and the server."""

    def __init__(self, folder: Path, time: Clock, login: str = "helene") -> None:
        self.time = time
        self.access = Access(folder, time)
        list(self.access.open(OpenVault(login, SECRET)))
        archive = ArchiveRoom(self.access)
        self.exported: list[ExportSheet] = []

        def export(effect: ExportSheet) -> object:
            self.exported.append(effect)
            return archive.export(effect)

        self.room = OutboxRoom(self.access, a_station(demonstration=False), export)  # type: ignore[arg-type]  # the archive's
        self.page = OutboxPage()
        self.before_submission: Interruption | None = None
        self.told: list[OutboxMessage] = []

    def seal(self, *numbers: int) -> list[str]:
        return [keep(self.access.vault, a_sheet(one), one).hex() for one in numbers]

    def arrive(self) -> None:
        self.page, effects = arrive(self.page)
        self._do(effects)

    def say(self, message: OutboxMessage) -> None:
        """Say ``message`` and do all that follows from it."""
        self.page, effects = update(self.page, message, self.time())
        self._do(effects)

    def _do(self, effects: tuple[OutboxEffect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, SubmitMail) and self.before_submission is not None:
                self.before_submission()
            try:
                answers = list(self.room.answer(effect))
            except StationError as refused:
                answers = [failure(effect, refused.sentence)]
            for answer in answers:
                self.told.append(answer)  # type: ignore[arg-type]  # of this page
                self.say(answer)  # type: ignore[arg-type]  # of this page
