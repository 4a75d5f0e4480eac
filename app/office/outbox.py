"""The page of what waits to leave, pure: the lines, and one round of sending at a time.

Nothing is sent twice by itself (docs/adr/0027): a mail whose end is not known leaves again only
after a person read what that means.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.office import outbox_messages as say
from app.office.outbox_messages import OutboxEffect

if TYPE_CHECKING:
    from datetime import datetime

EVERY = timedelta(minutes=5)
"""How often what is due leaves by itself: the first retry of a mail (``states.BACKOFF``)."""

NO_ACCOUNT = (
    "La messagerie MSSanté n’est pas réglée sur ce poste. Réglez-la (Bureau, Messagerie), ou "
    "exportez les fiches."
)
READING, WRITING = "Lecture.", "Les documents s’écrivent."


@dataclass(frozen=True, slots=True)
class Round:
    """What is being sent: mail ``place`` of ``total``, 0 while the mailbox is read."""

    place: int = 0
    total: int = 0
    stopping: bool = False


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What waits and what left.

    ``sender`` is the address of the account, "" without one; ``begun_at`` the last round, by
    itself or not; ``service`` why that of the DMP is closed; ``asks`` is true while the page says
    what sending again means.
    """

    counts: say.Counts = field(default_factory=say.Counts)
    sender: str = ""
    account_refused: str = ""
    lines: tuple[say.OutboxLine, ...] = ()
    more: int = 0
    folder: str = ""
    service: str = ""
    selected: str = ""
    asks: bool = False
    round: Round | None = None
    begun_at: datetime | None = None
    told: say.Told | None = None
    done: str = ""
    refused: str = ""
    busy: str = ""

    @property
    def line(self) -> say.OutboxLine | None:
        """The line that is shown, the first one when none was chosen."""
        found = (one for one in self.lines if one.key == self.selected)
        return next(found, self.lines[0] if self.lines else None)


Next = tuple[OutboxPage, tuple[OutboxEffect, ...]]
_BOTH = (say.CountOutbox(), say.LoadOutbox())


def arrive(page: OutboxPage) -> Next:
    """Return the page being loaded; what was done before is put away."""
    return replace(page, asks=False, told=None, done="", refused="", busy=READING), _BOTH


def is_round_due(page: OutboxPage, at: datetime) -> bool:
    """True when minutes went by since the last round, and mails may leave by themselves."""
    if not page.sender or page.round is not None:
        return False
    return page.begun_at is None or not timedelta() <= at - page.begun_at < EVERY


def update(page: OutboxPage, message: say.OutboxMessage, at: datetime) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case say.OutboxCounted(counts, sender, refused):
            return replace(page, counts=counts, sender=sender, account_refused=refused), ()
        case say.OutboxLoaded(lines, more, folder, service):
            shown = replace(page, lines=lines, more=more, folder=page.folder or folder)
            return replace(shown, service=service, busy=""), ()
        case say.RoundDue():
            return _by_itself(page, at)
        case say.SendAsked():
            return _begin(page, at)
        case say.LineChosen(key):
            return replace(page, selected=key, asks=False, refused=""), ()
        case say.LineExportAsked() | say.LineExported():
            return _export(page, message)
        case say.AgainAsked() | say.AgainLeft() | say.AgainConfirmed() | say.AgainKept():
            return _again(page, message, at)
        case _:
            return _send(page, message)


def _by_itself(page: OutboxPage, at: datetime) -> Next:
    """Return a round begun without anybody asking; the counts are read again in any case."""
    if not page.sender or page.round is not None:
        return page, (say.CountOutbox(),)
    return replace(page, round=Round(), begun_at=at), (say.CountOutbox(), say.BeginRound())


def _begin(page: OutboxPage, at: datetime) -> Next:
    if page.round is not None:
        return page, ()
    if not page.sender:
        return replace(page, refused=page.account_refused or NO_ACCOUNT), ()
    begun = replace(page, round=Round(), begun_at=at, asks=False)
    return replace(begun, told=None, done="", refused=""), (say.BeginRound(),)


def _send(page: OutboxPage, message: say.RoundMessage | say.RoundStopAsked) -> Next:
    """Return the page as its round goes on; an answer to no round changes nothing."""
    if page.round is None:
        refused = message.sentence if isinstance(message, say.OutboxRefused) else page.refused
        return replace(page, refused=refused, busy=""), ()
    match message:
        case say.MailboxRead() | say.MailGone():
            return page, (say.SendNext(),)
        case say.MailReady(place, total):
            moved = replace(page.round, place=place, total=total)
            return replace(page, round=moved), (say.SubmitMail(),)
        case say.RoundStopAsked():
            if page.round.stopping:
                return page, ()
            return replace(page, round=replace(page.round, stopping=True)), (say.StopRound(),)
        case say.RoundEnded(told):
            return replace(page, round=None, told=told), _BOTH
        case say.OutboxRefused(sentence):
            return replace(page, round=None, refused=sentence, busy=""), _BOTH


def _again(
    page: OutboxPage,
    message: say.AgainAsked | say.AgainLeft | say.AgainConfirmed | say.AgainKept,
    at: datetime,
) -> Next:
    line = page.line
    match message:
        case say.AgainAsked() if line is not None and line.leaves_again and page.round is None:
            return replace(page, selected=line.key, asks=True, done="", refused=""), ()
        case say.AgainLeft():
            return replace(page, asks=False), ()
        case say.AgainConfirmed() if page.asks and line is not None and page.round is None:
            return replace(page, asks=False, refused=""), (say.AskAgain(line.sheet_id),)
        case say.AgainKept():
            return _begin(page, at)
        case _:
            return page, ()


def _export(page: OutboxPage, message: say.LineExportAsked | say.LineExported) -> Next:
    if isinstance(message, say.LineExported):
        written = f"{message.documents} documents écrits dans {message.folder}."
        return replace(page, done=written, refused="", busy=""), _BOTH
    line, folder = page.line, message.folder.strip()
    if line is None or page.busy or not line.number:
        return page, ()
    writing = replace(page, folder=folder, busy=WRITING, done="", refused="")
    return writing, (say.ExportLine(line.sheet_id, line.number, folder),)
