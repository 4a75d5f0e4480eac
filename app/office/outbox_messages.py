"""What waits to leave the station: what is known of it, what is asked, what is answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Where(StrEnum):
    """Where one document is, what asks for a person first."""

    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    HELD = "held"
    TO_RETRY = "to_retry"
    WAITING = "waiting"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"


class Way(StrEnum):
    """How one document leaves."""

    MAIL = "mail"
    FOLDER = "folder"
    DMP = "dmp"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sheets wait to leave, and of how many it is not known whether they left."""

    waiting: int = 0
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One document that waits or left, in what may be shown on a list.

    ``who`` is initials, "" for a sheet that opens for a reason only; ``why`` a sentence, "" when
    there is nothing to know; ``at`` the latest change, ``due`` the next try, None when nothing is
    tried alone; ``leaves_again`` says that a person may send it again.
    """

    sheet_id: str
    number: int
    who: str
    situation: str
    document: str
    way: Way
    where: Where
    why: str
    at: datetime
    attempts: int = 0
    due: datetime | None = None
    recipient: str = ""
    leaves_again: bool = False

    @property
    def key(self) -> str:
        """What tells this line from the others."""
        return f"{self.sheet_id}:{self.document}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a round of sending did: mails by how they ended, and what came back meanwhile.

    ``unread`` is why the mailbox could not be read, "" when it was or when there is none.
    """

    accepted: int = 0
    failed: int = 0
    delivered: int = 0
    returned: int = 0
    replies: int = 0
    unread: str = ""


@dataclass(frozen=True, slots=True)
class CountOutbox:
    """Count what waits, and find the account. Answered by ``OutboxCounted``."""


@dataclass(frozen=True, slots=True)
class LoadOutbox:
    """Read the lines. Answered by ``OutboxLoaded``."""


@dataclass(frozen=True, slots=True)
class BeginRound:
    """Read what came back, away from the vault. Answered by ``MailboxRead``."""


@dataclass(frozen=True, slots=True)
class SendNext:
    """Keep how the last mail ended, prepare the next. Answered by ``MailReady``, ``RoundEnded``."""


@dataclass(frozen=True, slots=True)
class SubmitMail:
    """Hand over the mail that is ready, away from the vault. Answered by ``MailGone``."""


@dataclass(frozen=True, slots=True)
class StopRound:
    """Cut the mail whose content did not leave yet, send no other; ``RoundEnded`` tells it."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Make a mail due because a person wants it. Answered by ``AgainKept``."""

    sheet_id: str


@dataclass(frozen=True, slots=True)
class ExportLine:
    """Write the documents of a sheet in a folder of its own under ``folder``.

    Answered by ``LineExported``.
    """

    sheet_id: str
    number: int
    folder: str


@dataclass(frozen=True, slots=True)
class OutboxCounted:
    """How many wait; ``sender`` is the address of the account, "" when none is usable."""

    counts: Counts
    sender: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class OutboxLoaded:
    """The lines, and how many more there are than are shown.

    ``service`` is why the service of the DMP is closed, "" when it is open.
    """

    lines: tuple[OutboxLine, ...]
    more: int
    folder: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class RoundDue:
    """Something may leave by itself: a sheet was sealed, or minutes went by."""


@dataclass(frozen=True, slots=True)
class SendAsked:
    """The person wants what waits to leave now."""


@dataclass(frozen=True, slots=True)
class RoundStopAsked:
    """The person wants the sending to stop."""


@dataclass(frozen=True, slots=True)
class MailboxRead:
    """What came back is known; the mails can leave."""


@dataclass(frozen=True, slots=True)
class MailReady:
    """The vault knows that mail ``place`` of ``total`` is being sent."""

    place: int
    total: int


@dataclass(frozen=True, slots=True)
class MailGone:
    """The submission of a mail ended, well or not."""


@dataclass(frozen=True, slots=True)
class RoundEnded:
    """Nothing is being sent any more."""

    told: Told
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class OutboxRefused:
    """What the page asked did not happen; the sentence says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class LineChosen:
    """Show one line."""

    key: str


@dataclass(frozen=True, slots=True)
class AgainAsked:
    """Send the line shown again; the page says first what it means."""


@dataclass(frozen=True, slots=True)
class AgainLeft:
    """Do not send it again."""


@dataclass(frozen=True, slots=True)
class AgainConfirmed:
    """Send it again: the person read what it means."""


@dataclass(frozen=True, slots=True)
class AgainKept:
    """The mail is due."""


@dataclass(frozen=True, slots=True)
class LineExportAsked:
    """Write the documents of the line shown under ``folder``."""

    folder: str


@dataclass(frozen=True, slots=True)
class LineExported:
    """They were written in ``folder``."""

    folder: str
    documents: int


OutboxEffect = (
    CountOutbox
    | LoadOutbox
    | BeginRound
    | SendNext
    | SubmitMail
    | StopRound
    | AskAgain
    | ExportLine
)
RoundMessage = MailboxRead | MailReady | MailGone | RoundEnded | OutboxRefused
OutboxMessage = (
    OutboxCounted
    | OutboxLoaded
    | RoundDue
    | SendAsked
    | RoundStopAsked
    | LineChosen
    | AgainAsked
    | AgainLeft
    | AgainConfirmed
    | AgainKept
    | LineExportAsked
    | LineExported
    | RoundMessage
)
