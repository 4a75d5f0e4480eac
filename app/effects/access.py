"""The open vault of the person who logged in; used on the vault lane only."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from app.desk.effects import OpenVault
from app.desk.messages import LoggedIn, LoginRefused
from app.desk.model import Account
from app.desk.veil import KeepPin
from app.effects.short_code import ShortCode
from app.records.access_log.log import AccessLog
from app.records.anchors.places import usual_keepers
from app.records.custody import Custody
from app.records.people.recovery import ShareStanding, recovery_state
from app.records.people.session import PharmacistSession
from app.records.people.unlock import Session, unlock
from app.records.refusals import SessionClosed, Tampered, VaultRefusal, WrongSecret
from app.records.retention.holds import Holds
from app.records.upkeep.care import take_care
from app.records.upkeep.memory import forbid_core_dumps
from app.records.vault import Vault
from app.traffic import AnyMessage


class NoSheets(VaultRefusal):
    """The account has no key to the sheets."""

    said = "Ce compte n’ouvre pas les fiches. Choisissez le compte d’un pharmacien."


class Access:
    """Holds the session between login and lock."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self.now = now
        self.short_code = ShortCode()
        self._session: Session | None = None
        self._partings: list[Callable[[], None]] = []

    @property
    def vault(self) -> Vault:
        """The vault of the session.

        Raises:
            SessionClosed: nobody is logged in, or the account has no key to the sheets.
        """
        if not isinstance(self._session, PharmacistSession):
            raise SessionClosed
        return self._session.vault

    @property
    def login(self) -> str:
        """The login of the person whose session is open.

        Raises:
            SessionClosed: nobody is logged in.
        """
        if self._session is None:
            raise SessionClosed
        return self._session.person.login

    @property
    def account_id(self) -> bytes:
        """The pseudonym of the person whose session is open.

        Raises:
            SessionClosed: nobody is logged in.
        """
        return self.session.own.account.account_id

    @property
    def label(self) -> str:
        """The name of the person whose session is open, as colleagues say it.

        Raises:
            SessionClosed: nobody is logged in.
        """
        return self.session.person.label

    @property
    def session(self) -> Session:
        """What the person logged in opened.

        Raises:
            SessionClosed: nobody is logged in.
        """
        if self._session is None:
            raise SessionClosed
        return self._session

    @property
    def holds(self) -> Holds:
        """The legal holds, for a pharmacist or an owner.

        Raises:
            SessionClosed: nobody is logged in.
            NoSheets: the account has neither the sheets nor the activity.
        """
        if self.session.holds is None:
            raise NoSheets
        return self.session.holds

    @property
    def accesses(self) -> AccessLog:
        """The access log, for who writes or reads it.

        Raises:
            SessionClosed: nobody is logged in.
            NoSheets: the account has no key to the log.
        """
        if self.session.accesses is None:
            raise NoSheets
        return self.session.accesses

    @property
    def custody(self) -> Custody:
        """What keeps, copies and destroys sheets, for a pharmacist only.

        Raises:
            SessionClosed: nobody is logged in.
            NoSheets: the account has no key to the sheets.
        """
        session = self.session
        if not isinstance(session, PharmacistSession):
            raise NoSheets
        return session.custody

    def open(self, effect: OpenVault) -> Iterable[AnyMessage]:
        """Unlock for one person; a wrong secret counts, another refusal does not."""
        self.close()
        forbid_core_dumps()
        try:
            session = unlock(self.folder, effect.login, effect.secret, self.now(), usual_keepers)
        except WrongSecret as wrong:
            return [LoginRefused(wrong.sentence, counts=True)]
        with ExitStack() as unsaid:  # nobody is logged in yet: no key stays if this fails
            unsaid.enter_context(session)
            told, unfinished = self._shares(session)
            alarm = " ".join(filter(None, (self._said(session), told)))
            kept = self.short_code.answer(KeepPin(effect.pin)) if effect.pin else ()
            unsaid.pop_all()
        self._session = session
        person = session.person
        account = Account(person.login, person.label, person.title, person.role.value)
        return [LoggedIn(account, alarm, unfinished), *kept]

    def _said(self, session: Session) -> str:
        """Return what the person must know first of the journal, of the keys, of the disk."""
        proven, warnings = session.verdict.holds, session.anchor_warnings
        care = ""
        if isinstance(session, PharmacistSession):
            care = take_care(session.custody, self.now(), is_proven=proven)
        broken = " ".join(filter(None, (session.verdict.sentence, session.key_alarm)))
        return broken or " ".join(filter(None, (care, *warnings)))

    def _shares(self, session: Session) -> tuple[str, bool]:
        """Return what the recovery shares ask, and whether the creation waits for them."""
        try:
            found = recovery_state(session.own, self.now())
        except Tampered as altered:
            return altered.sentence, False
        wanting = found.standing in {ShareStanding.NONE, ShareStanding.UNCHECKED}
        return found.sentence, wanting and bool(found.sentence)

    def before_closing(self, parting: Callable[[], None]) -> None:
        """Call ``parting`` each time a session ends, while its keys are still here."""
        self._partings.append(parting)

    def close(self) -> Iterable[AnyMessage]:
        """Drop the keys, whatever a parting does; twice is harmless."""
        self.short_code.forget()
        if self._session is None:
            return []
        with ExitStack() as leaving:
            leaving.callback(setattr, self, "_session", None)
            leaving.enter_context(self._session)
            for parting in self._partings:
                leaving.callback(parting)
        return []
