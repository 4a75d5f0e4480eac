"""The relay of teleconsultation, pure: where it is, which key opens it, and whether it answers.

The key is never read back to a screen: a page only knows that there is one.
"""

from dataclasses import dataclass, field, replace

KEPT = "Le relais est enregistré. Il sert au prochain appel."
REMOVED = "Ce poste n’a plus de relais\u00a0: téléconsultation, serveur à fournir."
ANSWERS = "La page du médecin répond. La clé sert au premier appel."
KEEPING, TRYING, READING = "Le relais s’enregistre.", "Le poste appelle le relais.", "Lecture."
KEY_FIRST = "Donnez aussi la clé du relais."


@dataclass(frozen=True, slots=True)
class Relay:
    """The page of the relay; ``authority`` is a file, "" for the authorities of the system."""

    address: str = ""
    authority: str = ""
    has_key: bool = False
    busy: str = ""
    done: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class LoadRelay:
    """Read the relay of the settings. Answered by ``RelayLoaded``."""


@dataclass(frozen=True, slots=True)
class KeepRelay:
    """Write the relay in the settings; an empty ``key`` keeps the former one.

    An empty ``address`` removes the relay. Answered by ``RelayKept``.
    """

    address: str
    key: str = field(repr=False)
    authority: str


@dataclass(frozen=True, slots=True)
class TryRelay:
    """Open the page of the doctor at the relay of the settings. Answered by ``RelayAnswered``."""


@dataclass(frozen=True, slots=True)
class RelayLoaded:
    """What the settings hold."""

    address: str
    authority: str
    has_key: bool


@dataclass(frozen=True, slots=True)
class RelayTold:
    """The person gave the relay of this station."""

    address: str
    key: str = field(repr=False)
    authority: str


@dataclass(frozen=True, slots=True)
class RelayTrialAsked:
    """The person wants to know whether the relay answers."""


@dataclass(frozen=True, slots=True)
class RelayKept:
    """The settings hold this relay, durably."""

    address: str
    authority: str
    has_key: bool


@dataclass(frozen=True, slots=True)
class RelayAnswered:
    """The relay was called; ``refused`` says what to do when its page did not come."""

    refused: str


RelayMessage = RelayLoaded | RelayTold | RelayTrialAsked | RelayKept | RelayAnswered
RelayEffect = LoadRelay | KeepRelay | TryRelay
Next = tuple[Relay, tuple[RelayEffect, ...]]


def arrive(page: Relay) -> Next:
    """Return the page being read."""
    return replace(page, busy=READING, done="", refused=""), (LoadRelay(),)


def update(page: Relay, message: RelayMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case RelayLoaded(address, authority, has_key):
            return Relay(address, authority, has_key), ()
        case RelayTold():
            return (page, ()) if page.busy else _tell(page, message)
        case RelayTrialAsked():
            if page.busy or not page.address:
                return page, ()
            return replace(page, busy=TRYING, done="", refused=""), (TryRelay(),)
        case RelayKept(address, authority, has_key):
            return Relay(address, authority, has_key, done=KEPT if address else REMOVED), ()
        case RelayAnswered(refused):
            return replace(page, busy="", done="" if refused else ANSWERS, refused=refused), ()


def _tell(page: Relay, told: RelayTold) -> Next:
    address = told.address.strip()
    if address and not address.endswith("/"):
        address = f"{address}/"
    key = told.key.strip()
    if address and not key and not (page.has_key and address == page.address):
        return replace(page, done="", refused=KEY_FIRST), ()
    keep = KeepRelay(address, key, told.authority.strip())
    return replace(page, busy=KEEPING, done="", refused=""), (keep,)
