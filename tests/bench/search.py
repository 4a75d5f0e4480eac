"""Ten years searched: time to be ready, time of each question, growth, beside two SQLite stores.

The station holds the sheets sealed; the peers hold the same lines with the indexes one would
give them (names word by word, FTS5 over names), in the clear and under SQLCipher. Each question
is asked again and again with words drawn from the town; the newest 50 lines are read each time.
"""

# ruff: noqa: S608 - constants of this file

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from app.encounter.summary import Summary
from app.records.search.folding import folded
from app.records.vault import Names, Query, Vault
from tests.bench import peers
from tests.bench.figure import Figure, at_most, told
from tests.bench.town import requests, summaries
from tests.records.stations import make_station, opened, vault_of

SIZES = (10_000, 100_000, 500_000)
ASKED = 60
NEWEST = 50
READY_S, QUESTION_MS = 1.5, 20.0

Question = tuple[str, Callable[[Summary, Random], Query]]
QUESTIONS: tuple[Question, ...] = (
    ("ins", lambda one, _: Query(one.matricule)),
    ("prefix_3", lambda one, _: Query(folded(one.family)[:3])),
    ("prefix_5", lambda one, _: Query(folded(one.family)[:5])),
    ("name_and_given", lambda one, _: Query(f"{one.family} {one.given}")),
    ("sound", lambda one, _: Query(one.family, names=Names.SOUNDS)),
    ("birth_and_name", lambda one, _: Query(f"{_french(one.birth_date)} {one.family}")),
    ("birth", lambda one, _: Query(_french(one.birth_date))),
    ("situation_and_month", lambda one, random: Query(f"{one.situation} {random.choice(_MONTHS)}")),
    ("protocol_and_level", lambda one, _: Query(protocol=one.protocol_id, level=one.level)),
)
INSIDE: Question = (
    "inside_a_name",
    lambda one, _: Query(folded(one.family)[1:5], names=Names.HOLDS),
)
_MONTHS = ("janvier", "mai", "octobre 2024", "2019")


def measure() -> list[Figure]:
    peers.install()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        station, stream = make_station(Path(folder, "station")), requests(SIZES[-1])
        held = 0
        for size in SIZES:
            with opened(station) as session:
                held += vault_of(session).take_in(islice(stream, size - held))
                vault_of(session).load_search()
            figures += at_size(station, size)
        figures += beside(Path(folder))
    return figures


def at_size(station: Path, size: int) -> Iterator[Figure]:
    """Yield the figures of a station of ``size`` sheets; the goals are those of the largest."""
    largest = size == SIZES[-1]
    started = time.perf_counter()
    session = opened(station)
    unlocked = time.perf_counter() - started
    with session:
        vault = vault_of(session)
        vault.load_search()
        ready = time.perf_counter() - started
        name = f"search.{size}"
        yield told(f"{name}.unlock", unlocked, "s")
        yield (
            at_most(f"{name}.ready", ready, "s", READY_S)
            if largest
            else told(f"{name}.ready", ready, "s")
        )
        drawn = list(_drawn(size))
        for asked, question in (*QUESTIONS, INSIDE):
            times = timed(vault, [question(one, Random(asked)) for one in drawn])  # noqa: S311
            yield told(f"{name}.{asked}.p50", median(times), "ms")
            held = largest and asked != INSIDE[0]
            worst = quantiles(times, n=20)[-1]
            yield (
                at_most(f"{name}.{asked}.p95", worst, "ms", QUESTION_MS)
                if held
                else told(f"{name}.{asked}.p95", worst, "ms")
            )
    yield told(f"{name}.lists", _list_bytes(station) / size, "B/sheet")


def timed(vault: Vault, queries: Sequence[Query]) -> list[float]:
    """Return the milliseconds of each query."""
    times = []
    for query in queries:
        started = time.perf_counter()
        vault.find(query, most=NEWEST)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _drawn(size: int) -> Iterator[Summary]:
    lines = [one for _, one in islice(summaries(SIZES[-1]), min(size, 20_000))]
    random = Random("asked")  # noqa: S311 - the same questions each time
    return (random.choice(lines) for _ in range(ASKED))


def _french(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _list_bytes(station: Path) -> int:
    connection = sqlite3.connect(station / "vault.sqlite")
    (size,) = connection.execute("select sum(length(body)) from segment").fetchone()
    connection.close()
    return int(size)


def beside(folder: Path) -> Iterator[Figure]:
    """Yield the same questions to SQLite in the clear and to SQLCipher."""
    for name, module in (("sqlite", sqlite3), ("sqlcipher", import_module("sqlcipher3").dbapi2)):
        path = folder / f"{name}.sqlite"
        connection = module.connect(path)
        if name == "sqlcipher":
            connection.execute(f"pragma key = \"x'{'5a' * 32}'\"")
        _fill(connection, SIZES[-1])
        for asked, sql, words in _PLAIN:
            times = [_milliseconds(connection, sql, words(one)) for one in _drawn(SIZES[-1])]
            yield told(f"search.{name}.{asked}.p50", median(times), "ms")
            yield told(f"search.{name}.{asked}.p95", quantiles(times, n=20)[-1], "ms")
        connection.close()
        yield told(f"search.{name}.disk", path.stat().st_size / SIZES[-1], "B/sheet")


Words = Callable[[Summary], tuple[str, ...]]
_NEWEST = f"order by line.id desc limit {NEWEST}"
_BY_WORD = (
    "select distinct line.* from word join line on line.id = word.line"
    f" where word.text >= ? and word.text < ? {_NEWEST}"
)
_PLAIN: tuple[tuple[str, str, Words], ...] = (
    ("ins", f"select * from line where ins = ? {_NEWEST}", lambda one: (one.matricule[:13],)),
    ("prefix_3", _BY_WORD, lambda one: _between(folded(one.family)[:3])),
    ("prefix_5", _BY_WORD, lambda one: _between(folded(one.family)[:5])),
    ("birth", f"select * from line where born = ? {_NEWEST}", lambda one: (one.birth_date,)),
    (
        "fts5_name_and_given",
        f"select line.* from names join line on line.id = names.rowid where names match ? {_NEWEST}",
        lambda one: (
            " ".join(f'"{word}"' for word in folded(f"{one.family} {one.given}").split()),
        ),
    ),
)


def _between(start: str) -> tuple[str, str]:
    return start, f"{start}\U0010ffff"


def _milliseconds(connection: Any, sql: str, words: tuple[str, ...]) -> float:
    started = time.perf_counter()
    connection.execute(sql, words).fetchall()
    return (time.perf_counter() - started) * 1000


def _fill(connection: Any, count: int) -> None:
    connection.executescript(
        "create table line (id integer primary key, ins, born, protocol, level, summary);"
        "create table word (text, line);"
        "create virtual table names using fts5 (said, content='', prefix='2 3')"
    )
    for rank, (_, one) in enumerate(summaries(count), start=1):
        names = folded(f"{one.family} {one.used} {one.given}")
        line = (rank, one.matricule[:13], one.birth_date, one.protocol_id, one.level, repr(one))
        connection.execute("insert into line values (?, ?, ?, ?, ?, ?)", line)
        connection.executemany(
            "insert into word values (?, ?)", [(word, rank) for word in names.split()]
        )
        connection.execute("insert into names (rowid, said) values (?, ?)", (rank, names))
    connection.executescript(
        "create index word_text on word (text, line); create index line_ins on line (ins);"
        "create index line_born on line (born); create index line_kind on line (protocol, level)"
    )
    connection.commit()
