"""The destruction of month keys, in the key file: what they opened opens no more, anywhere.

The keys that stay are wrapped under a new domain key in the same transaction: what is left of
an old page on the support opens nothing without a grant that is gone too.

Source: storage page, section 6 (remnants measured: none after secure_delete and VACUUM).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.records.columns import integer
from app.records.custody import Custody
from app.records.database import Store
from app.records.keys.accounts import Domain
from app.records.keys.keystore import DESTROYED
from app.records.keys.notes import write_lines
from app.records.keys.rotation import adopt, turn_within
from app.records.retention.refusals import SecureDeleteOff


def require_secure_delete(custody: Custody) -> None:
    """Refuse connections that leave what they delete on the disk.

    Raises:
        SecureDeleteOff: the setting does not read back as on.
    """
    for store in (custody.store, custody.keystore.store):
        row = store.one("PRAGMA secure_delete")
        if row is None or list(row.values()) != [1]:
            raise SecureDeleteOff


def month_key_ids(custody: Custody, months: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Return the numbers of the keys of these (domain, month) that are not destroyed."""
    return tuple(
        integer(row, "id")
        for domain, month in months
        for row in custody.keystore.store.rows(
            "select id from month_key where domain = ? and month = ? and wrapped is not null",
            (domain, month),
        )
    )


def destroy_keys(
    custody: Custody, key_ids: Sequence[int], domains: Iterable[int], by: int, now: datetime
) -> None:
    """Destroy these keys and give their domains a new one, in one transaction.

    ``by`` is the number of the journal entry that began it.
    """
    store, room = custody.keystore.store, custody.room
    with store.writing():
        for key_id in key_ids:
            store.execute(
                "update month_key set wrapped = null, state = ?, destroyed_seq = ? where id = ?",
                (DESTROYED, by, key_id),
            )
        turned = {Domain(one): turn_within(room, Domain(one), now) for one in sorted(set(domains))}
    adopt(room, turned)
    for key_id in key_ids:
        custody.ring.forget_month(key_id)
    write_lines(room, now)


def doom_key(store: Store, key_id: int, by: int) -> None:
    """Write, inside the transaction of journal entry ``by``, that a key must be destroyed."""
    store.execute("insert into doomed_key values (?, ?)", (key_id, by))


def destroy_doomed(custody: Custody, now: datetime) -> None:
    """Destroy the keys of held sheets that were erased: at once, or at the next login."""
    for row in custody.store.rows("select * from doomed_key"):
        key_id = integer(row, "id")
        if custody.keystore.month_by_id(key_id) is not None:
            destroy_keys(custody, (key_id,), (Domain.SHEETS,), integer(row, "entry"), now)
        scrub(custody)
        custody.store.execute("delete from doomed_key where id = ?", (key_id,))


def scrub(custody: Custody) -> None:
    """Leave nothing of a destroyed key in the key file, nor of a deleted row in the vault."""
    custody.keystore.store.execute("VACUUM")
    custody.store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
