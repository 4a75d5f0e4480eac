"""The back office: one frozen value for all its pages, one way in.

A page lives in its own file of this folder: its state, its messages, its effects, ``arrive`` and
``update``. To add one: a field of ``Office``, its messages in ``OfficeMessage``, its effects in
``OfficeEffect``, a line in ``arrive``, one in ``update``, and one in ``_rested``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.office import (
    access_log,
    backup,
    card,
    copies,
    devices,
    devices_effects,
    devices_messages,
    diagnostics,
    emergency,
    erasure,
    mail,
    notices,
    outbox,
    outbox_messages,
    people,
    recovery,
    relay,
    retention,
)
from app.office.places import Place

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class OfficeAsked:
    """Show one page of the back office."""

    place: Place


@dataclass(frozen=True, slots=True)
class OfficeFailed:
    """Something asked by the office did not happen; ``sentence`` says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Office:
    """The back office of one session: whose it is (``login``, ``role``), and its pages."""

    login: str = ""
    role: str = ""
    people: people.People = field(default_factory=people.People)
    recovery: recovery.Recovery = field(default_factory=recovery.Recovery)
    access_log: access_log.AccessLog = field(default_factory=access_log.AccessLog)
    retention: retention.Retention = field(default_factory=retention.Retention)
    erasure: erasure.Erasure = field(default_factory=erasure.Erasure)
    backup: backup.Backup = field(default_factory=backup.Backup)
    emergency: emergency.Emergency = field(default_factory=emergency.Emergency)
    diagnostics: diagnostics.Diagnostics = field(default_factory=diagnostics.Diagnostics)
    notices: notices.Notices = field(default_factory=notices.Notices)
    devices: devices.Devices = field(default_factory=devices.Devices)
    card: card.CardForm = field(default_factory=card.CardForm)
    relay: relay.Relay = field(default_factory=relay.Relay)
    outbox: outbox.OutboxPage = field(default_factory=outbox.OutboxPage)
    mail: mail.MailPage = field(default_factory=mail.MailPage)


OfficeMessage = (
    OfficeAsked
    | OfficeFailed
    | people.PeopleMessage
    | recovery.RecoveryMessage
    | access_log.AccessMessage
    | retention.RetentionMessage
    | erasure.ErasureMessage
    | copies.BackupMessage
    | emergency.EmergencyMessage
    | diagnostics.DiagnosticsMessage
    | notices.NoticesMessage
    | devices_messages.DevicesMessage
    | card.CardMessage
    | relay.RelayMessage
    | outbox_messages.OutboxMessage
    | mail.MailMessage
)
OfficeEffect = (
    people.PeopleEffect
    | recovery.RecoveryEffect
    | access_log.AccessEffect
    | retention.RetentionEffect
    | erasure.ErasureEffect
    | copies.BackupEffect
    | emergency.EmergencyEffect
    | diagnostics.DiagnosticsEffect
    | notices.NoticesEffect
    | devices_effects.DevicesEffect
    | card.CardEffect
    | relay.RelayEffect
    | outbox_messages.OutboxEffect
    | mail.MailEffect
)
Next = tuple[Office, tuple[OfficeEffect, ...]]


def arrive(office: Office, place: Place) -> Next:
    """Return the office with ``place`` being loaded."""
    match place:
        case Place.PEOPLE:
            page, effects = people.arrive(office.people)
            return replace(office, people=page), effects
        case Place.RECOVERY:
            shares, asked = recovery.arrive(office.recovery)
            return replace(office, recovery=shares), asked
        case Place.ACCESS_LOG:
            log, reading = access_log.arrive(office.access_log)
            return replace(office, access_log=log), reading
        case Place.RETENTION:
            kept, loading = retention.arrive(office.retention)
            return replace(office, retention=kept, erasure=erasure.Erasure()), loading
        case Place.DIAGNOSTICS:
            seen, looking_at = diagnostics.arrive(office.diagnostics)
            return replace(office, diagnostics=seen), looking_at
        case Place.BACKUP:
            made, asking = backup.arrive(office.backup)
            return replace(office, backup=made), asking
        case _:
            return _arrive_at_tools(office, place)


def _arrive_at_tools(office: Office, place: Place) -> Next:
    """Return the office with the page of something the station works with being loaded."""
    match place:
        case Place.RELAY:
            found, reading = relay.arrive(office.relay)
            return replace(office, relay=found), reading
        case Place.NOTICES:
            parts, listing = notices.arrive(office.notices)
            return replace(office, notices=parts), listing
        case Place.DEVICES:
            bound, looking = devices.arrive(office.devices)
            return replace(office, devices=bound), looking
        case Place.OUTBOX:
            waits, counting = outbox.arrive(office.outbox)
            return replace(office, outbox=waits), counting
        case Place.MAIL:
            account, asking = mail.arrive(office.mail)
            return replace(office, mail=account), asking
        case _:
            return office, ()


def update(office: Office, message: OfficeMessage, at: datetime) -> Next:
    """Return the office after ``message`` at ``at``, and what must be done for it."""
    match message:
        case OfficeAsked(place):
            return arrive(office, place)
        case OfficeFailed():
            return _rested(office), ()
        case _ if isinstance(message, people.PeopleMessage):
            page, effects = people.update(office.people, message)
            return replace(office, people=page), effects
        case _ if isinstance(message, recovery.RecoveryMessage):
            shares, doing = recovery.update(office.recovery, message)
            return replace(office, recovery=shares), doing
        case _ if isinstance(message, devices_messages.DevicesMessage):
            bound, trying = devices.update(office.devices, message)
            return replace(office, devices=bound), trying
        case _ if isinstance(message, card.CardMessage):
            form, signing = card.update(office.card, message)
            return replace(office, card=form), signing
        case _ if isinstance(
            message, relay.RelayMessage | mail.MailMessage | outbox_messages.OutboxMessage
        ):
            return _reach(office, message, at)
        case _:
            return _keep(office, message)


def _reach(
    office: Office,
    message: relay.RelayMessage | mail.MailMessage | outbox_messages.OutboxMessage,
    at: datetime,
) -> Next:
    """Return the office after a message about what is reached outside the station."""
    if isinstance(message, relay.RelayMessage):
        found, calling = relay.update(office.relay, message)
        return replace(office, relay=found), calling
    if isinstance(message, mail.MailMessage):
        account, asking = mail.update(office.mail, message)
        return replace(office, mail=account), asking
    waits, sending = outbox.update(office.outbox, message, at)
    return replace(office, outbox=waits), sending


def _keep(
    office: Office,
    message: access_log.AccessMessage
    | retention.RetentionMessage
    | erasure.ErasureMessage
    | copies.BackupMessage
    | diagnostics.DiagnosticsMessage
    | notices.NoticesMessage
    | emergency.EmergencyMessage,
) -> Next:
    """Return the office after a message about what is kept, copied, destroyed, or made of."""
    if isinstance(message, access_log.AccessMessage):
        log, reading = access_log.update(office.access_log, message)
        return replace(office, access_log=log), reading
    if isinstance(message, retention.RetentionMessage):
        kept, doing = retention.update(office.retention, message)
        return replace(office, retention=kept), doing
    if isinstance(message, erasure.ErasureMessage):
        erased, erasing = erasure.update(office.erasure, message)
        return replace(office, erasure=erased), erasing
    if isinstance(message, copies.BackupMessage):
        made, copying = backup.update(office.backup, message)
        return replace(office, backup=made), copying
    if isinstance(message, diagnostics.DiagnosticsMessage):
        seen, looking = diagnostics.update(office.diagnostics, message)
        return replace(office, diagnostics=seen), looking
    if isinstance(message, notices.NoticesMessage):
        parts, listing = notices.update(office.notices, message)
        return replace(office, notices=parts), listing
    alarm, raising = emergency.update(office.emergency, message)
    return replace(office, emergency=alarm), raising


def _rested(office: Office) -> Office:
    """Return the office with nothing under way: what was asked did not happen."""
    return replace(
        office,
        people=replace(office.people, busy=""),
        recovery=replace(office.recovery, busy=""),
        access_log=replace(office.access_log, busy=""),
        retention=replace(office.retention, busy="", progress=(0, 0)),
        erasure=replace(office.erasure, busy=""),
        backup=replace(office.backup, busy=""),
        diagnostics=replace(office.diagnostics, busy=""),
        notices=replace(office.notices, busy=""),
        card=replace(office.card, busy=""),
        relay=replace(office.relay, busy=""),
        outbox=replace(office.outbox, busy=""),
        mail=replace(office.mail, busy=""),
    )
