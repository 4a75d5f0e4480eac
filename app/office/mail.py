"""The MSSanté account of the pharmacy, pure: what is typed, whether it is kept, whether it works.

The password is never read back to a screen: a page only knows that there is one.
"""

from dataclasses import dataclass, field, replace

KEPT = "La messagerie est enregistrée. Ce qui attend part de lui-même."
REMOVED = "Ce poste n’a plus de messagerie MSSanté\u00a0: les fiches s’exportent."
WORKS = "La liaison est bonne\u00a0: le serveur reconnaît la pharmacie. Rien n’a été envoyé."
KEEPING, TRYING, READING = "Le compte s’enregistre.", "Le poste appelle le serveur.", "Lecture."
LAST_PORT = 65535
ADDRESS = "L’adresse MSSanté de la pharmacie s’écrit nom@domaine\u00a0: relisez-la."
SENDING_HOST = "Donnez le nom du serveur d’envoi, indiqué par votre opérateur."
SENDING_PORT = "Le port du serveur d’envoi est un nombre\u00a0: 465 le plus souvent."
READING_PORT = "Le port du serveur des accusés est un nombre\u00a0: 993 le plus souvent."
CERTIFICATE = "Donnez le fichier du certificat de la pharmacie, et celui de sa clé."
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
            return (page, ()) if page.busy else _keep(page, form, password)
        case MailTrialAsked():
            return _try(page)
        case MailKept(form, has_password):
            done = KEPT if form.sender else REMOVED
            return MailPage(form, has_password, is_known=True, done=done), ()
        case MailTried(refused):
            return replace(page, busy="", done="" if refused else WORKS, refused=refused), ()
        case MailRefused(sentence):
            return replace(page, busy="", done="", refused=sentence), ()


def _keep(page: MailPage, form: MailForm, password: str) -> Next:
    refused = refusal(form)
    if refused:
        return replace(page, done="", refused=refused), ()
    return replace(page, busy=KEEPING, done="", refused=""), (KeepMail(form, password),)


def refusal(form: MailForm) -> str:
    """Return what is to be completed before the account can be written, "" when nothing is.

    An account without an address is none: it may always be written.
    """
    lacks = {
        ADDRESS: "@" not in form.sender or " " in form.sender.strip(),
        SENDING_HOST: not form.sending.host.strip(),
        SENDING_PORT: not _is_port(form.sending.port),
        READING_PORT: bool(form.reading.host.strip()) and not _is_port(form.reading.port),
        CERTIFICATE: not (form.certificate.strip() and form.key.strip()),
    }
    return next((words for words, missing in lacks.items() if missing and form.sender.strip()), "")


def _is_port(typed: str) -> bool:
    text = typed.strip()
    return text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT


def _try(page: MailPage) -> Next:
    if page.busy:
        return page, ()
    if not page.form.sender:
        return replace(page, done="", refused=KEPT_FIRST), ()
    return replace(page, busy=TRYING, done="", refused=""), (TryMail(),)
