"""The page of the recovery shares, pure: where they stand, new ones, their yearly test.

What is typed of a share travels in messages and effects and is never in the state.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from app.office.places import PHARMACIST

WHERE = "Indiquez le dossier où écrire les trois feuilles\u00a0: une clé USB, jamais ce poste."
BOTH = "Recopiez les mots demandés des deux parts."
TWO = "Recopiez deux parts, chacune de son premier à son dernier mot."


class ShareAct(StrEnum):
    """What is being done on the page."""

    MAKE = "make"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the shares of the station stand.

    ``sentence`` says what to do, "" when nothing. ``due_at`` is when two of them are tried again.
    """

    sentence: str = ""
    made_at: datetime | None = None
    checked_at: datetime | None = None
    due_at: datetime | None = None
    are_checked: bool = False


@dataclass(frozen=True, slots=True)
class LoadRecovery:
    """Read where the shares stand. Answered by ``RecoveryLoaded``."""


@dataclass(frozen=True, slots=True)
class MakeShares:
    """Make three shares and write their sheets in ``folder``. Answered by ``SharesWritten``."""

    folder: str


@dataclass(frozen=True, slots=True)
class ConfirmShares:
    """Compare words typed again with the shares just made. Answered by ``RecoveryLoaded``."""

    answers: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TryShares:
    """Prove that two shares open this station. Answered by ``RecoveryLoaded``."""

    typed: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoveryLoaded:
    """Where the shares stand, and what was just done, "" when nothing."""

    standing: Standing
    done: str = ""


@dataclass(frozen=True, slots=True)
class ShareActOpened:
    """Begin to make shares or to test two."""

    act: ShareAct


@dataclass(frozen=True, slots=True)
class ShareActLeft:
    """Give it up; shares that were written still wait for their words."""


@dataclass(frozen=True, slots=True)
class SharesAsked:
    """Make the shares, their sheets going to ``folder``."""

    folder: str


@dataclass(frozen=True, slots=True)
class SharesWritten:
    """The sheets are written; ``questions`` ask for words of two of them."""

    folder: str
    names: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordsTold:
    """What was typed for each question, in order."""

    answers: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SharesTold:
    """Two shares, as they were typed or read."""

    typed: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoveryRefused:
    """It was not done; ``sentence`` says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """The page. ``role`` is that of the session; only a pharmacist holds every key of the shares.

    ``written`` is set once the sheets are written, until their words were typed again.
    """

    role: str = ""
    standing: Standing = Standing()
    act: ShareAct | None = None
    written: SharesWritten | None = None
    busy: str = ""
    refused: str = ""
    done: str = ""

    @property
    def may_make(self) -> bool:
        """True for who holds every key that the shares give back."""
        return self.role == PHARMACIST


RecoveryMessage = (
    RecoveryLoaded
    | ShareActOpened
    | ShareActLeft
    | SharesAsked
    | SharesWritten
    | WordsTold
    | SharesTold
    | RecoveryRefused
)
RecoveryEffect = LoadRecovery | MakeShares | ConfirmShares | TryShares
Next = tuple[Recovery, tuple[RecoveryEffect, ...]]


def arrive(page: Recovery) -> Next:
    """Return the page being loaded."""
    return replace(page, act=None, refused="", done=""), (LoadRecovery(),)


def update(page: Recovery, message: RecoveryMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case RecoveryLoaded(standing, done):
            return _loaded(page, standing, done), ()
        case ShareActOpened(act):
            allowed = act is ShareAct.TEST or page.may_make
            opened = replace(page, act=act, refused="", done="")
            return (opened if allowed and not page.busy else page), ()
        case ShareActLeft():
            return replace(page, act=None, refused=""), ()
        case SharesWritten():
            return replace(page, written=message, busy="", refused=""), ()
        case RecoveryRefused(sentence):
            return replace(page, busy="", refused=sentence), ()
        case _:
            return (page, ()) if page.busy else _begin(page, message)


def _loaded(page: Recovery, standing: Standing, done: str) -> Recovery:
    loaded = replace(page, standing=standing, busy="", refused="")
    return replace(loaded, act=None, written=None, done=done) if done else loaded


def _begin(page: Recovery, message: SharesAsked | WordsTold | SharesTold) -> Next:
    match message:
        case SharesAsked(folder):
            refused = "" if folder.strip() else WHERE
            doing, effect = "Les trois parts sont écrites.", MakeShares(folder.strip())
            return _doing(page, refused, doing, effect)
        case WordsTold(answers):
            refused = "" if all(map(str.strip, answers)) else BOTH
            return _doing(page, refused, "Les mots sont comparés.", ConfirmShares(answers))
        case SharesTold(typed):
            refused = "" if all(map(str.strip, typed)) else TWO
            return _doing(page, refused, "Les parts sont essayées.", TryShares(typed))


def _doing(page: Recovery, refused: str, busy: str, effect: RecoveryEffect) -> Next:
    if refused:
        return replace(page, refused=refused), ()
    return replace(page, busy=busy, refused="", done=""), (effect,)
