"""Who answers which effect of the back office; used on the vault lane."""

from collections.abc import Iterable

from app.effects.access import Access
from app.effects.custody import notices as shown_notices
from app.effects.custody.accesses import AccessesRoom
from app.effects.custody.alarm import AlarmRoom
from app.effects.custody.backups import BackupRoom
from app.effects.custody.diagnostics import diagnose
from app.effects.custody.keeping import KeepingRoom
from app.effects.custody.mail import MailRoom
from app.effects.custody.people import PeopleRoom
from app.effects.custody.people_recovery import RecoveryRoom
from app.effects.custody.relay import RelayRoom
from app.office import (
    access_log,
    copies,
    diagnostics,
    emergency,
    erasure,
    mail,
    notices,
    people,
    recovery,
    relay,
    retention,
)
from app.office.rescue import RunRescue
from app.traffic import AnyMessage, Post

KeptEffect = (
    people.PeopleEffect
    | recovery.RecoveryEffect
    | access_log.AccessEffect
    | retention.RetentionEffect
    | erasure.ErasureEffect
    | copies.BackupEffect
    | diagnostics.DiagnosticsEffect
    | notices.NoticesEffect
    | emergency.EmergencyEffect
    | relay.RelayEffect
    | mail.MailEffect
)
"""What the pages of people, of recovery and of what is kept ask; others have their own rooms."""


class OfficeRooms:
    """The rooms of the back office; ``post`` is for what they say while they work."""

    def __init__(self, access: Access, post: Post) -> None:
        self._access, self._post = access, post
        self._people = PeopleRoom(access)
        self._recovery = RecoveryRoom(access)
        self._accesses = AccessesRoom(access)
        self._keeping = KeepingRoom(access, post)
        self._backups = BackupRoom(access, post)
        self._alarm = AlarmRoom(access)
        self._relay = RelayRoom(access.folder)
        self._mail = MailRoom(access.folder)

    def answer(self, effect: KeptEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks and return its answers."""
        if isinstance(effect, people.PeopleEffect):
            return self._people.answer(effect)
        if isinstance(effect, recovery.RecoveryEffect):
            return self._recovery.answer(effect)
        if isinstance(effect, access_log.AccessEffect):
            return self._accesses.answer(effect)
        if isinstance(effect, retention.RetentionEffect):
            return self._keeping.answer(effect)
        if isinstance(effect, erasure.ErasureEffect):
            return self._keeping.erase(effect)
        if isinstance(effect, copies.BackupEffect):
            return self._backups.answer(effect)
        if isinstance(effect, emergency.EmergencyEffect):
            return self._alarm.answer(effect)
        return self._serve(effect)

    def _serve(
        self,
        effect: diagnostics.DiagnosticsEffect
        | notices.NoticesEffect
        | relay.RelayEffect
        | mail.MailEffect,
    ) -> Iterable[AnyMessage]:
        """Look at the station itself, or at the servers it speaks with."""
        if isinstance(effect, diagnostics.DiagnosticsEffect):
            seen = diagnose(self._access.folder, self._access.now())
            return [diagnostics.DiagnosticsLoaded(seen)]
        if isinstance(effect, mail.MailEffect):
            return self._mail.answer(effect)
        if isinstance(effect, notices.NoticesEffect):
            return shown_notices.answer(effect)
        return self._relay.answer(effect)

    def rescue(self, effect: RunRescue) -> Iterable[AnyMessage]:
        """Give a pharmacist their access back with two shares."""
        return self._recovery.rescue(effect)

    def export_inquiry(self) -> Iterable[AnyMessage]:
        """Write what an inquiry needs, the session staying open."""
        return self._alarm.inquire()
