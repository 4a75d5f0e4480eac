"""What waits to leave, as the page shows it, and one round of sending at a time.

The vault is read and written on its lane; the servers are spoken to beside it, so that a server
that does not answer keeps no consultation waiting. Before each mail leaves, the vault knows it.
"""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from app.desk.effects import ExportSheet
from app.desk.messages import Exported
from app.effects.access import Access
from app.effects.exports import EXPORTS
from app.effects.outbox_lines import shown_lines
from app.effects.outbox_round import MailRound
from app.errors import StationError
from app.exchange.dmp import DEMONSTRATION
from app.office import outbox_messages as say
from app.station import Station
from app.traffic import AnyMessage
from app.transport.account import ACCOUNT, encryption, read_account
from app.transport.dmp.account import service_state
from app.transport.outbox import MailOutbox
from app.transport.words import NoMailAccount

LOGGER = logging.getLogger(__name__)
MOST_LINES = 200
STILL_SENDING = "Un envoi se termine encore. Attendez un instant, puis recommencez."


class StillSending(StationError):
    """A round is not over: two would send the same mail."""


class OutboxRoom:
    """The outbox of the station; ``export`` writes the documents of a sheet, as the archive does.

    A lock ends the round: a mail whose content did not leave is cut, one that left keeps its end.
    """

    def __init__(
        self,
        access: Access,
        station: Station,
        export: Callable[[ExportSheet], Iterable[AnyMessage]],
    ) -> None:
        self._access, self._station, self._export = access, station, export
        self._round: MailRound | None = None
        access.before_closing(self.leave)

    def answer(self, effect: say.OutboxEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks and return its answers."""
        match effect:
            case say.CountOutbox():
                return [self._counted()]
            case say.LoadOutbox():
                return [self._loaded()]
            case say.AskAgain(sheet_id):
                self._outbox().ask_again(bytes.fromhex(sheet_id))
                return [say.AgainKept()]
            case say.ExportLine():
                return self._exported(effect)
            case _:
                return self._sent(effect)

    def _sent(
        self, effect: say.BeginRound | say.SendNext | say.SubmitMail | say.StopRound
    ) -> Iterable[AnyMessage]:
        """Take one step of the round; a step asked for another round than this one does nothing."""
        if isinstance(effect, say.BeginRound):
            return [self._begun()]
        running = self._round
        if running is None:
            return []
        match effect:
            case say.SubmitMail():
                running.submit()
                return [say.MailGone()]
            case say.StopRound():
                running.stop()
                return []
            case say.SendNext():
                return self._next(running)

    def leave(self) -> None:
        """End the round while the keys are still here."""
        running, self._round = self._round, None
        if running is None:
            return
        try:
            running.leave(self._outbox)
        except StationError as refused:
            LOGGER.warning("the end of a mail was not kept: %s", type(refused).__name__)

    def _begun(self) -> say.MailboxRead:
        """Read the mailbox before anything leaves.

        Raises:
            StillSending: another round is not over.
            NoMailAccount: there is none, or it cannot be used.
        """
        if self._round is not None and self._round.is_sending:
            raise StillSending(STILL_SENDING)
        if self._station.demonstration:
            raise NoMailAccount(DEMONSTRATION)
        account = read_account(self._access.folder)
        begun = MailRound(account, encryption(account), self._access.now)
        self._round = begun
        begun.read_mailbox()
        return say.MailboxRead()

    def _next(self, running: MailRound) -> Iterable[AnyMessage]:
        answers = running.step(self._outbox)
        if any(isinstance(one, say.RoundEnded) for one in answers):
            self._round = None
        return answers

    def _outbox(self) -> MailOutbox:
        return MailOutbox(self._access.custody, self._access.now)

    def _counted(self) -> say.OutboxCounted:
        waiting, doubtful = self._outbox().queue.counts()
        sender, refused = self._account()
        return say.OutboxCounted(say.Counts(waiting, doubtful), sender, refused)

    def _account(self) -> tuple[str, str]:
        """Return the address of the account, or why there is none that can be used."""
        folder = self._access.folder
        if self._station.demonstration or not (folder / ACCOUNT).exists():
            return "", DEMONSTRATION if self._station.demonstration else ""
        try:
            return read_account(folder).sender, ""
        except NoMailAccount as refused:
            return "", refused.sentence

    def _loaded(self) -> say.OutboxLoaded:
        lines = self._outbox().queue.lines(self._access.now(), MOST_LINES)
        more = len(self._access.vault.outbox()) - MOST_LINES
        shown = shown_lines(self._access, lines)
        folder, purpose = self._access.folder, self._access.custody.station.purpose
        service = service_state(folder, purpose)
        return say.OutboxLoaded(shown, max(more, 0), str(folder / EXPORTS), service)

    def _exported(self, effect: say.ExportLine) -> Iterable[AnyMessage]:
        """Write a sheet in a folder of its own: two sheets never mix their documents."""
        under = Path(effect.folder) if effect.folder else self._access.folder / EXPORTS
        place = str(under / f"fiche-{effect.number:06d}")
        for message in self._export(ExportSheet(effect.sheet_id, place)):
            if isinstance(message, Exported):
                yield say.LineExported(message.folder, len(message.names))
            else:
                yield message
