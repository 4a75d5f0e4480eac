"""The keys of an open session: domain keys, month keys, and the keys of records.

::

    password -> private keys -> domain keys -> month keys -> key of one sheet version
                                           -> keys of drafts and protocol packages

A month key is 32 random bytes wrapped by its domain key. Destroying it destroys the month
in the live file and in every old copy of the vault.
"""

import os
import struct
from dataclasses import dataclass
from hashlib import sha256

from app.records.envelope import Label, new_key, subkey, unwrap_key, wrap_key
from app.records.keys.accounts import Domain, MonthRow
from app.records.keys.keystore import KeyStore
from app.records.refusals import KeyMissing, SessionClosed, Tampered

KEPT_MONTH = 0
"""The month of keys that no date of retention reaches: held sheets, lasting settings."""


MONTH_USE = "month"
PAST_USE = "past"


@dataclass(slots=True)
class DomainKey:
    """One domain key in memory, and the epoch it belongs to."""

    epoch: int
    key: bytearray


@dataclass(frozen=True, slots=True)
class MonthKey:
    """One month key in memory."""

    key_id: int
    key: bytearray


class KeyRing:
    """The domain keys a person was granted, and the month keys they open."""

    def __init__(self, keystore: KeyStore, domains: dict[Domain, DomainKey]) -> None:
        self._keystore = keystore
        self._domains = domains
        self._months: dict[int, bytearray] = {}

    def domain_subkey(self, domain: Domain, label: str) -> tuple[int, bytes]:
        """Return the epoch of a domain key and its subkey for one use.

        Raises:
            KeyMissing: this person was not granted the domain.
            SessionClosed: the keys were wiped.
        """
        held = self._domain(domain)
        return held.epoch, subkey(held.key, label)

    def subkey_of_epoch(self, domain: Domain, epoch: int, label: str) -> bytes:
        """Return the subkey of one epoch: the present one, or a former one that was kept.

        Raises:
            KeyMissing: this use of that epoch was not kept, or the domain was not granted.
        """
        held = self._domain(domain)
        if held.epoch == epoch:
            return subkey(held.key, label)
        for past in self._keystore.past_keys(domain):
            if (past.epoch, past.label) == (epoch, label):
                context = past_context(domain, epoch, label)
                wrapping = subkey(held.key, PAST_USE)
                return bytes(unwrap_key(wrapping, Label.PAST, context, past.wrapped))
        raise KeyMissing

    def held(self) -> frozenset[Domain]:
        """Return the domains whose key is here.

        Raises:
            SessionClosed: the keys were wiped.
        """
        if not self._domains:
            raise SessionClosed
        return frozenset(self._domains)

    def domain_key(self, domain: Domain) -> DomainKey:
        """Return a domain key itself, not a copy, or refuse as ``domain_subkey`` does."""
        return self._domain(domain)

    def take(self, domain: Domain, key: DomainKey) -> None:
        """Hold ``key`` for a domain, and wipe the one held before."""
        former = self._domains.get(domain)
        self._domains[domain] = key
        if former is not None:
            former.key[:] = bytes(len(former.key))

    def epoch(self, domain: Domain) -> int:
        """Return the epoch of the key held for ``domain``."""
        return self._domain(domain).epoch

    def station_seed(self) -> bytearray:
        """Return the private half of the station's signing key; not a copy."""
        return self._domain(Domain.STATION).key

    def month_for_writing(self, domain: Domain, month: int) -> MonthKey:
        """Return the newest key of ``month`` (yyyymm), durable in the key file.

        The key file is written before the vault: a power cut between the two leaves a key
        without a sheet, never a sheet without its key.
        """
        rows = self._keystore.live_months(domain, month)
        return self._opened(rows[0]) if rows else self.fresh_month(domain, month)

    def fresh_month(self, domain: Domain, month: int) -> MonthKey:
        """Return a new key of ``month``, durable in the key file, beside those it has."""
        held, key = self._domain(domain), new_key()
        key_id = self._free_id()
        context = month_context(domain, month, key_id)
        wrapped = wrap_key(subkey(held.key, MONTH_USE), held.epoch, Label.MONTH, context, key)
        with self._keystore.store.writing():
            self._keystore.add_month(MonthRow(key_id, domain, month, held.epoch, wrapped))
        self._months[key_id] = key
        return MonthKey(key_id, key)

    def month_for_reading(self, domain: Domain, month: int, key_id: int) -> MonthKey:
        """Return the key ``key_id`` of ``month``.

        Raises:
            KeyMissing: it is not in the key file, or was destroyed.
            Tampered: its row was altered, or is of another month or domain.
        """
        row = self._keystore.month_by_id(key_id)
        if row is None:
            raise KeyMissing
        if row.domain != domain or row.month != month:
            raise Tampered
        return self._opened(row)

    def forget_month(self, key_id: int) -> None:
        """Wipe a month key that was destroyed in the key file."""
        key = self._months.pop(key_id, bytearray())
        key[:] = bytes(len(key))

    def wipe(self) -> None:
        """Overwrite every key held; the ring opens nothing afterwards."""
        for held in self._domains.values():
            held.key[:] = bytes(len(held.key))
        for key in self._months.values():
            key[:] = bytes(len(key))
        self._domains = {}
        self._months = {}

    def _domain(self, domain: Domain) -> DomainKey:
        if not self._domains:
            raise SessionClosed
        held = self._domains.get(domain)
        if held is None:
            raise KeyMissing
        return held

    def _opened(self, row: MonthRow) -> MonthKey:
        if row.key_id not in self._months:
            domain = Domain(row.domain)
            wrapping = self.subkey_of_epoch(domain, row.epoch, MONTH_USE)
            context = month_context(domain, row.month, row.key_id)
            self._months[row.key_id] = unwrap_key(wrapping, Label.MONTH, context, row.wrapped)
        return MonthKey(row.key_id, self._months[row.key_id])

    def _free_id(self) -> int:
        # Random, so that an old key file put back cannot give one number to two keys.
        while True:
            key_id = int.from_bytes(os.urandom(4), "big")
            if not self._keystore.knows_month(key_id):
                return key_id


def past_context(domain: Domain, epoch: int, use: str) -> bytes:
    """Return the 16 bytes that bind a kept subkey to its epoch and its use."""
    return sha256(struct.pack(">BI", domain, epoch) + use.encode()).digest()[:16]


def month_context(domain: Domain, month: int, key_id: int) -> bytes:
    """Return the 16 bytes that bind a month key to its row."""
    return struct.pack(">BII7x", domain, month, key_id)
