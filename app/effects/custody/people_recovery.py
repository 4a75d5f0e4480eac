"""Effects of the recovery shares: where they stand, new ones, their test, the access given back."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.config import SETTINGS
from app.effects.access import Access
from app.effects.founding import professional_of, rescue_station
from app.effects.share_papers import RefusedPlace, require_place, write_shares
from app.office import recovery as page
from app.office.recovery import Standing
from app.office.rescue import Rescued, RunRescue
from app.records.keys.argon import calibrated
from app.records.keys.room import KeyRoom
from app.records.people.recovery import (
    ShareStanding,
    confirm_shares,
    make_shares,
    recovery_state,
    try_shares,
)
from app.records.people.refusals import NoShares, NotAllowed
from app.records.people.shares import ShareQuestion, Shares
from app.settings import read_settings
from app.traffic import AnyMessage

if TYPE_CHECKING:
    from app.records.people.session import Session

MADE = (
    "Les parts sont relues. Rangez les trois feuilles à trois endroits, et détruisez les fichiers."
)
TRIED = "Les deux parts ouvrent ce poste. Rangez-les. Prochain essai dans un an."


class RecoveryRoom:
    """Holds shares just made until their words were typed again, in the session that made them."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._made: tuple[Session, Shares, tuple[ShareQuestion, ...]] | None = None

    def answer(self, effect: page.RecoveryEffect) -> Iterable[AnyMessage]:
        """Do what the page asks."""
        match effect:
            case page.LoadRecovery():
                return [page.RecoveryLoaded(self._standing())]
            case page.MakeShares(folder):
                written = self._write(Path(folder))
                return [page.RecoveryLoaded(self._standing()), written]
            case page.ConfirmShares(answers):
                self._confirm(answers)
                return [page.RecoveryLoaded(self._standing(), MADE)]
            case page.TryShares(typed):
                try_shares(self._room, typed, self._access.now())
                return [page.RecoveryLoaded(self._standing(), TRIED)]

    def rescue(self, effect: RunRescue) -> Iterable[AnyMessage]:
        """Make a pharmacist's account with two shares; nobody is logged in."""
        folder = self._access.folder
        professional = professional_of(folder, effect.login)
        argon = calibrated(clock.monotonic_ns)
        made = rescue_station(
            folder, effect.typed, professional, effect.secret, self._access.now(), argon
        )
        return [Rescued(made.login, made.label)]

    @property
    def _room(self) -> KeyRoom:
        room = self._access.session.keys
        if room is None:
            raise NotAllowed
        return room

    def _standing(self) -> Standing:
        found = recovery_state(self._access.session.own, self._access.now())
        return Standing(
            sentence=found.sentence,
            made_at=found.made_at,
            checked_at=found.checked_at,
            due_at=found.due_at,
            are_checked=found.standing is ShareStanding.CHECKED,
        )

    def _write(self, folder: Path) -> page.SharesWritten:
        """Write the sheets; shares that could not be written are not made again.

        Raises:
            RefusedPlace: they cannot be written there.
        """
        room = self._room
        require_place(folder, room.folder)
        shares, questions = self._shares(room)
        pharmacy = read_settings(room.folder / SETTINGS).pharmacy.name
        try:
            names = write_shares(shares, pharmacy, folder, room.folder)
        except OSError as refused:
            raise RefusedPlace(
                f"Le dossier {folder} ne peut pas être écrit. Choisissez-en un autre."
            ) from refused
        return page.SharesWritten(str(folder), names, tuple(one.sentence for one in questions))

    def _shares(self, room: KeyRoom) -> tuple[Shares, tuple[ShareQuestion, ...]]:
        session = self._access.session
        if self._made is None or self._made[0] is not session:
            shares = make_shares(room, self._access.now())
            self._made = (session, shares, shares.questions())
        return self._made[1], self._made[2]

    def _confirm(self, answers: tuple[str, ...]) -> None:
        """Take the shares as written down.

        Raises:
            NoShares: none were made in this session.
            SharesDiffer: the words are others.
        """
        if self._made is None or self._made[0] is not self._access.session:
            raise NoShares
        _, shares, questions = self._made
        told = dict(zip(questions, answers, strict=True))
        confirm_shares(self._room, shares, told, self._access.now())
        self._made = None
