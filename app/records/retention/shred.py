"""The destruction of month keys, in the key file: what they opened opens no more, anywhere.

Source: storage page, section 6 (remnants measured: none after secure_delete and VACUUM).
"""

from collections.abc import Iterable

from app.records.columns import integer
from app.records.custody import Custody
from app.records.database import Store
from app.records.retention.refusals import SecureDeleteOff

DESTROYED = 2


def require_secure_delete(store: Store) -> None:
    """Refuse a connection that leaves what it deletes on the disk.

    Raises:
        SecureDeleteOff: the setting does not read back as on.
    """
    row = store.one("PRAGMA secure_delete")
    if row is None or list(row.values()) != [1]:
        raise SecureDeleteOff


def destroy_months(custody: Custody, months: Iterable[tuple[int, int]], seq: int) -> None:
    """Destroy every key of these (domain, month) in one transaction, once for each ``seq``."""
    store, gone = custody.keystore.store, []
    if store.one("select 1 from month_key where destroyed_seq = ?", (seq,)):
        return
    with store.writing():
        for domain, month in months:
            gone += _live_keys(store, domain, month)
            store.execute(
                "update month_key set wrapped = null, state = ?, destroyed_seq = ?"
                " where domain = ? and month = ? and destroyed_seq is null",
                (DESTROYED, seq, domain, month),
            )
    for key_id in gone:
        custody.ring.forget_month(key_id)


def destroy_key(custody: Custody, key_id: int, seq: int) -> None:
    """Destroy one key: that of a held sheet which is let go."""
    with custody.keystore.store.writing():
        custody.keystore.store.execute(
            "update month_key set wrapped = null, state = ?, destroyed_seq = ? where id = ?",
            (DESTROYED, seq, key_id),
        )
    custody.ring.forget_month(key_id)


def scrub(custody: Custody) -> None:
    """Leave nothing of a destroyed key in the key file, nor of a deleted row in the vault."""
    custody.keystore.store.execute("VACUUM")
    custody.store.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _live_keys(store: Store, domain: int, month: int) -> list[int]:
    rows = store.rows(
        "select id from month_key where domain = ? and month = ? and destroyed_seq is null",
        (domain, month),
    )
    return [integer(row, "id") for row in rows]
