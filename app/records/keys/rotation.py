"""A new key for a domain: what is written from now on opens to those of today only.

In one transaction of the key file the month keys are wrapped again under the new key and
closed (they read, a new one is made for the next sheet), the grants are sealed again to the
accounts of today, and the recovery key gets its own. The vault is not touched.

What it cannot do: somebody who copied the files while they had access, and knows their
password, goes on reading that copy. The signing key of the station does not change: the
sealed part of every account is bound to it.
"""

import struct
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.records.envelope import Label, new_key, subkey, unwrap_key, wrap_key
from app.records.journal.entries import EPOCH_TRACE, Event, Trace
from app.records.keys.accounts import ACTIVE, OPENED_BY, Account, Domain, MonthRow, PastKey
from app.records.keys.credentials import grant_message, require_certificate, seal_grant
from app.records.keys.notes import hand_of, note_within, write_lines
from app.records.keys.recovery_keys import recovery_key, write_recovery_grant
from app.records.keys.ring import (
    MONTH_USE,
    PAST_USE,
    DomainKey,
    month_context,
    past_context,
)
from app.records.keys.room import KeyRoom
from app.records.refusals import Tampered

# What a former key of the sheets still has to open: rows of the vault bound to its epoch.
LASTING_USES: dict[Domain, tuple[str, ...]] = {Domain.SHEETS: ("draft", "package")}
ROTATING = frozenset({Domain.SHEETS, Domain.FACTS, Domain.ACCESS})
FIRST_EPOCH = 1


def rotate(room: KeyRoom, domains: Iterable[Domain], now: datetime) -> None:
    """Give these domains a new key, durable with its line in the journal on return.

    Args:
        room: of somebody who holds every one of them.
        domains: among sheets, facts and access log; the key of the station never changes.
        now: written in the journal.

    Raises:
        KeyMissing: this person does not hold one of the domains; nothing changed.
        Tampered: an account, a month key or the journal is not what was signed.
    """
    require_sound(room)
    with room.keystore.store.writing():
        turned = {domain: turn_within(room, domain, now) for domain in sorted(set(domains))}
    adopt(room, turned)
    write_lines(room, now)


def require_sound(room: KeyRoom) -> None:
    """Refuse to change anything where the journal could not say it.

    Raises:
        Tampered: the journal is not sound.
    """
    if not room.ledger.sound:
        raise Tampered


def turn_within(room: KeyRoom, domain: Domain, now: datetime) -> DomainKey:
    """Change one domain key inside a transaction of the key file; return the new key.

    The caller gives it to ``adopt`` once the transaction is durable.
    """
    if domain not in ROTATING:
        raise ValueError("the key of the station does not change")
    former = room.ring.domain_key(domain)
    fresh = DomainKey(former.epoch + 1, new_key())
    _close_months(room, domain, former, fresh)
    _keep_past(room, domain, former, fresh)
    grant_within(room, domain, fresh)
    room.keystore.clear_overdue(domain)
    trace = Trace(EPOCH_TRACE, struct.pack(">BI27x", domain, fresh.epoch))
    note_within(
        room.keystore,
        hand_of(room),
        Event.KEYS_ROTATED,
        room.station.station_id,
        now,
        (trace,),
    )
    return fresh


def turn_or_ask_within(
    room: KeyRoom, domains: Iterable[Domain], now: datetime
) -> dict[Domain, DomainKey]:
    """Change the keys this person holds, and ask for the others at the next login that can."""
    turned = {}
    for domain in sorted(domains):
        if domain in room.ring.held():
            turned[domain] = turn_within(room, domain, now)
        else:
            room.keystore.set_overdue(domain)
    return turned


def adopt(room: KeyRoom, turned: dict[Domain, DomainKey]) -> None:
    """Work with the new keys from now on, once they are durable."""
    for domain, key in turned.items():
        room.ring.take(domain, key)


def grant_within(room: KeyRoom, domain: Domain, key: DomainKey) -> None:
    """Seal a domain key to every active account whose role opens it, and to the shares."""
    seal = room.seal()
    room.keystore.drop_grants_to(domain)
    for account in room.keystore.accounts():
        if account.status == ACTIVE and domain in OPENED_BY[account.role]:
            require_certificate(account, room.station)
            give_within(room, account, domain, key)
    recovery = recovery_key(room.keystore, room.station)
    if recovery is not None:
        held = (domain, key.epoch, key.key)
        write_recovery_grant(room.keystore, recovery.public, held, room.station, seal)


def give_within(room: KeyRoom, account: Account, domain: Domain, key: DomainKey) -> None:
    """Seal a domain key to one account inside a transaction of the key file."""
    grant = seal_grant(key.key, account, domain, key.epoch, room.station)
    signature = room.seal().sign(grant_message(grant, room.station))
    room.keystore.add_grant(replace(grant, signature=signature))


def _close_months(room: KeyRoom, domain: Domain, former: DomainKey, fresh: DomainKey) -> None:
    opening, closing = subkey(former.key, MONTH_USE), subkey(fresh.key, MONTH_USE)
    for row in room.keystore.readable_months(domain):
        if row.epoch != former.epoch:
            raise Tampered
        context = month_context(domain, row.month, row.key_id)
        key = unwrap_key(opening, Label.MONTH, context, row.wrapped)
        wrapped = wrap_key(closing, fresh.epoch, Label.MONTH, context, key)
        key[:] = bytes(len(key))
        room.keystore.close_month(MonthRow(row.key_id, domain, row.month, fresh.epoch, wrapped))


def _keep_past(room: KeyRoom, domain: Domain, former: DomainKey, fresh: DomainKey) -> None:
    kept = [
        (past.epoch, past.label, room.ring.subkey_of_epoch(domain, past.epoch, past.label))
        for past in room.keystore.past_keys(domain)
    ]
    for use in LASTING_USES.get(domain, ()):
        kept.append((former.epoch, use, subkey(former.key, use)))
    wrapping = subkey(fresh.key, PAST_USE)
    for epoch, use, key in kept:
        context = past_context(domain, epoch, use)
        wrapped = wrap_key(wrapping, fresh.epoch, Label.PAST, context, key)
        room.keystore.keep_past_key(PastKey(domain, epoch, use, wrapped))
