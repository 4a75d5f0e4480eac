"""The closing of a sheet beside two SQLite stores, a journal of ten years, a password changed.

The peers write the same rows, indexes and journal line in one durable transaction, in the clear
and under SQLCipher with a raw key; nothing is compressed, sealed or signed there. The three are
measured in turns, in an order drawn again at each round.
"""

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib import import_module
from itertools import count
from pathlib import Path
from random import Random
from statistics import median

from app.records.anchors.keepers import Keeper
from app.records.anchors.places import own_keepers
from app.records.check.signatures import CheckStopped
from app.records.check.verify import Check, Depth, verify
from app.records.journal.entries import Event, Trace
from app.records.people.changes import change_password
from app.records.people.session import PharmacistSession
from app.records.people.unlock import Session, unlock
from app.records.station_file import VAULT, StationFile
from app.records.tables import first, search
from app.records.vault import Document, DocumentKind, Receipt
from tests.bench import peers
from tests.bench.figure import Figure, at_least, at_most, told
from tests.records.stations import LATER, MONTH, SECRET, a_request, make_station, opened, vault_of

ROUNDS, CLOSED = 12, 60
PDF, SHEET = 71_000, 4_827
ENTRIES, SIGNATURES = 500_000, 20_000
OVER_PLAIN, OVER_SQLCIPHER = 0.4, 0.8
VERIFY_S, UNLOCK_S = 5.0, 1.5
OTHER = "girafe lente quai marine"

Close = Callable[[], None]
Make = Callable[[], Close]


def measure() -> list[Figure]:
    peers.install()
    with tempfile.TemporaryDirectory() as room:
        return [*_closings(Path(room)), *_anchors(Path(room)), *_ten_years(Path(room))]


def _closings(room: Path) -> list[Figure]:
    """Sheets a second of the three stores, then ours over each of the others."""
    with (
        opened(make_station(room / "station")) as session,
        closing(_peer(sqlite3, room / "plain")) as plain,
        closing(_peer(import_module("sqlcipher3.dbapi2"), room / "cipher", key=True)) as cipher,
    ):
        assert (room / "cipher").read_bytes()[:15] != b"SQLite format 3"
        stores = {"ours": _ours(session), "plain": _theirs(plain), "cipher": _theirs(cipher)}
        rates: dict[str, list[float]] = {name: [] for name in stores}
        order, random = list(stores), Random(4)  # noqa: S311 - an order
        for _ in range(ROUNDS):
            random.shuffle(order)
            for name in order:
                closings = [stores[name]() for _ in range(CLOSED)]
                rates[name].append(CLOSED / _seconds(closings))
    ours, theirs, ciphered = (median(rates[name]) for name in ("ours", "plain", "cipher"))
    return [
        told("vault.closing", ours, "/s"),
        told("vault.closing.plain_sqlite3", theirs, "/s"),
        told("vault.closing.sqlcipher", ciphered, "/s"),
        at_least("vault.closing_over_plain", ours / theirs, "x", OVER_PLAIN),
        at_least("vault.closing_over_sqlcipher", ours / ciphered, "x", OVER_SQLCIPHER),
    ]


def _seconds(closings: list[Close]) -> float:
    started = time.perf_counter()
    for close in closings:
        close()
    return time.perf_counter() - started


def _papers(number: int) -> tuple[bytes, bytes]:
    """Return a sheet as JSON compresses, and a PDF, which does not."""
    body = b'{"question": "%d", "answer": "yes", "said": "a patient of the town"}' % number
    return (body * (SHEET // len(body) + 1))[:SHEET], os.urandom(PDF)


def _ours(session: Session) -> Make:
    """Return what makes a sheet ready to be closed; the closing alone is measured."""
    vault, numbers = vault_of(session), count(1)

    def make() -> Close:
        number = next(numbers)
        body, pdf = _papers(number)
        papers = (Document(DocumentKind.PDF, pdf),)
        request = replace(a_request(number), body=body, documents=papers, draft_id=None)
        return lambda: _void(vault.seal(request, vault.tree_head()))

    return make


def _void(_receipt: Receipt) -> None:
    """A closing gives nothing back here."""


def _peer(module: object, path: Path, *, key: bool = False) -> sqlite3.Connection:
    connection: sqlite3.Connection = module.connect(str(path), isolation_level=None)  # type: ignore[attr-defined]  # either binding
    if key:
        connection.execute(f"pragma key = \"x'{os.urandom(32).hex()}'\"")
    for pragma in ("journal_mode = wal", "synchronous = full", "secure_delete = on"):
        connection.execute(f"pragma {pragma}")
    for statement in (*first.TABLES, *search.TABLES):
        connection.execute(statement)
    return connection


def _theirs(connection: sqlite3.Connection) -> Make:
    numbers, previous = count(1), bytes(32)

    def make() -> Close:
        nonlocal previous
        number = next(numbers)
        body, pdf = _papers(number)
        sheet, before = a_request(number).sheet_id, previous
        previous = sha256(before).digest()

        def close() -> None:
            traces = sha256(body).digest() + sha256(pdf).digest()
            entry = b"".join((number.to_bytes(8, "big"), sheet, traces, before))
            connection.execute("begin immediate")
            for sql, values in _rows(number, sheet, body, pdf, (entry, sha256(entry).digest())):
                connection.execute(sql, values)
            connection.execute("commit")

        return close

    return make


def _rows(
    number: int, sheet: bytes, body: bytes, pdf: bytes, line: tuple[bytes, bytes]
) -> Iterator[tuple[str, tuple[object, ...]]]:
    entry, leaf = line
    key, signature = bytes(64), bytes(64)
    summary, fact = a_request(number).summary, a_request(number).fact
    yield "insert into sheet values (?, 1, ?, ?, ?, ?)", (sheet, MONTH, number, key, body)
    yield "insert into document values (?, ?, 1, 1, ?)", (os.urandom(16), sheet, pdf)
    yield "insert into summary values (?, 1, 1, ?)", (sheet, summary)
    yield "insert into fact values (?, ?, 1, ?)", (os.urandom(16), MONTH, fact)
    yield "insert into ledger values (?, ?, ?)", (number, entry, leaf)
    yield "insert into head values (?, ?, 1, ?)", (number, leaf, signature)
    for kind in (1, 2):
        yield "insert into outbox values (null, ?, ?, 0)", (kind, sheet)


def _anchors(room: Path) -> list[Figure]:
    """What anchors add to a closing: with the usual file, and with no place at all."""

    def nowhere(_folder: Path, _station: StationFile) -> tuple[Keeper, ...]:
        return ()

    folder, spent = room / "station", []
    for rank, chosen in enumerate((nowhere, own_keepers, nowhere, own_keepers)):
        with unlock(folder, "helene", SECRET, LATER, chosen) as session:
            vault = vault_of(session)
            start = 100_000 * (rank + 1)
            bare = [replace(a_request(start + n), documents=()) for n in range(400)]
            seals = [partial(vault.seal, one) for one in bare]
            spent.append(
                _seconds([lambda one=one, v=vault: _void(one(v.tree_head())) for one in seals])
            )
    added = min(spent[1::2]) - min(spent[0::2])
    return [told("vault.anchor_of_a_closing", max(0.0, added) / 400 * 1e6, "us")]


def _ten_years(room: Path) -> list[Figure]:
    folder = make_station(room / "years")
    with opened(folder) as session:
        assert isinstance(session, PharmacistSession)
        _write_journal(session)
    started = time.perf_counter()
    session = opened(folder)
    unlock_s = time.perf_counter() - started
    rows = _row_count(folder)
    started = time.perf_counter()
    change_password(session.own, SECRET, OTHER, LATER)
    password_s = time.perf_counter() - started
    session.close()
    started = time.perf_counter()
    report = verify(folder, Check(Depth.HASHES))
    hashes_s = time.perf_counter() - started
    assert report.findings == () and report.entries >= ENTRIES
    return [
        at_most(f"vault.unlock_{ENTRIES}", unlock_s, "s", UNLOCK_S),
        told("vault.password_change", password_s * 1000, "ms"),
        at_most("vault.rows_added_by_it", _row_count(folder) - rows, "rows", 0),
        at_most(f"vault.hashes_and_tree_{ENTRIES}", hashes_s, "s", VERIFY_S),
        told("vault.signatures_checked", _signature_rate(folder), "/s"),
    ]


def _write_journal(session: PharmacistSession) -> None:
    """Write the journal of ten years, four traces an entry, in a few transactions."""
    ledger, left = session.custody.ledger, ENTRIES
    while left:
        with ledger.writing():
            for number in range(left, max(0, left - 50_000), -1):
                about = number.to_bytes(16, "big")
                traces = [Trace(kind, sha256(about).digest()) for kind in (16, 17, 18, 19)]
                ledger.append(Event.DOCUMENT_EXPORTED, about, traces, LATER)
                left -= 1


def _row_count(folder: Path) -> int:
    """Return how many rows the whole vault has: the journal line and its head are two."""
    with closing(sqlite3.connect(folder / VAULT)) as vault:
        tables = [name for (name,) in vault.execute("select name from pragma_table_list")]
        kept = [name for name in tables if not name.startswith("sqlite_")]
        counted = [vault.execute(f'select count(*) from "{name}"').fetchone() for name in kept]  # noqa: S608 - its own tables
        return sum(number for (number,) in counted)


def _signature_rate(folder: Path) -> float:
    """Entries a second whose person's signature is checked, on the first of them."""
    moments: list[float] = []

    def until(done: int, _total: int) -> bool:
        moments.append(time.perf_counter())
        return done < SIGNATURES

    try:
        verify(folder, Check(Depth.ROWS, progress=until))
    except CheckStopped:
        return SIGNATURES / (moments[-1] - moments[0])
    raise AssertionError
