"""The MSSanté account of the pharmacy, pure: what is typed, whether it is kept, whether it works.

The password is never read back to a screen: a page only knows that there is one.
"""

from dataclasses import dataclass, field, replace

KEPT = "La messagerie est enregistrée. Ce qui attend part de lui-même."
REMOVED = "Ce poste n’a plus de messagerie MSSanté\u00a0: les fiches s’exportent."
WORKS = "La liaison est bonne\u00a0: le serveur reconnaît la pharmacie. Rien n’a été envoyé."
KEEPING, TRYING, READING = "Le compte s’enregistre.", "Le poste appelle le serveur.", "Lecture."
KEPT_FIRST = "Enregistrez d’abord le compte."


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server of the operator as it is typed; ``starttls`` for one that encrypts when asked."""

    host: str = ""
    port: str = ""
    starttls: bool = False


@dataclass(frozen=True, slots=True)
class MailForm:
    """The account as it is typed; ``certificate``, ``key`` and ``authority`` are files.

    An empty ``sender`` is no account; an empty host of ``reading`` reads no mailbox.
    """

    sender: str = ""
    sending: MailServer = field(default_factory=MailServer)
    reading: MailServer = field(default_factory=MailServer)
    certificate: str = ""
    key: str = ""
    authority: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class MailPage:
    """The page of the account; ``is_known`` once it was read."""

    form: MailForm = field(default_factory=MailForm)
    has_password: bool = False
    is_known: bool = False
    busy: str = ""
    done: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class LoadMail:
    """Read the account. Answered by ``MailLoaded``."""


@dataclass(frozen=True, slots=True)
class KeepMail:
    """Write the account; an empty ``password`` keeps the former one. Answered by ``MailKept``."""

    form: MailForm
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TryMail:
    """Speak to the servers of the account that is kept, and send nothing.

    Answered by ``MailTried``.
    """


@dataclass(frozen=True, slots=True)
class MailLoaded:
    """The account that is kept; ``refused`` says what is wrong with its file."""

    form: MailForm
    has_password: bool
    refused: str = ""


@dataclass(frozen=True, slots=True)
class MailTold:
    """The person gave the account of the pharmacy."""

    form: MailForm
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MailTrialAsked:
    """The person wants to know whether the link works."""


@dataclass(frozen=True, slots=True)
class MailKept:
    """The account is written, durably."""

    form: MailForm
    has_password: bool


@dataclass(frozen=True, slots=True)
class MailTried:
    """The servers were called; ``refused`` says what to do when one does not go, "" when all do."""

    refused: str


@dataclass(frozen=True, slots=True)
class MailRefused:
    """It was not written, and the former account stays; the sentence says what to correct."""

    sentence: str


MailMessage = MailLoaded | MailTold | MailTrialAsked | MailKept | MailTried | MailRefused
MailEffect = LoadMail | KeepMail | TryMail
Next = tuple[MailPage, tuple[MailEffect, ...]]


def arrive(page: MailPage) -> Next:
    """Return the page being read."""
    return replace(page, busy=READING, done="", refused=""), (LoadMail(),)


def update(page: MailPage, message: MailMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case MailLoaded(form, has_password, refused):
            return MailPage(form, has_password, is_known=True, refused=refused), ()
        case MailTold(form, password):
            if page.busy:
                return page, ()
            kept = KeepMail(form, password)
            return replace(page, busy=KEEPING, done="", refused=""), (kept,)
        case MailTrialAsked():
            return _try(page)
        case MailKept(form, has_password):
            done = KEPT if form.sender else REMOVED
            return MailPage(form, has_password, is_known=True, done=done), ()
        case MailTried(refused):
            return replace(page, busy="", done="" if refused else WORKS, refused=refused), ()
        case MailRefused(sentence):
            return replace(page, busy="", done="", refused=sentence), ()


def _try(page: MailPage) -> Next:
    if page.busy:
        return page, ()
    if not page.form.sender:
        return replace(page, done="", refused=KEPT_FIRST), ()
    return replace(page, busy=TRYING, done="", refused=""), (TryMail(),)
