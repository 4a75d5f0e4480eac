"""A change of people in a process of its own, for the test that kills it at a chosen write.

The process kills itself just before, or just after, the ``last``-th durable step: a commit of
the key file or of the vault, or the dropping of a note.
"""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.records.columns import Value
from app.records.database import Store
from app.records.keys.accounts import Domain
from app.records.keys.rotation import rotate
from app.records.people.changes import add_person, change_password, regrant, revoke
from app.records.people.recovery import make_shares
from app.records.people.unlock import Session
from tests.records.people.test_changes import CLAIRE, OTHER, room_of
from tests.records.stations import LATER, SECRET, opened

CHANGES: dict[str, tuple[str, Callable[[Session], object]]] = {
    "add": ("helene", lambda session: add_person(room_of(session), CLAIRE, LATER)),
    "revoke": ("helene", lambda session: revoke(room_of(session), "bruno", LATER)),
    "revoke by owner": ("odile", lambda session: revoke(room_of(session), "bruno", LATER)),
    "regrant": ("helene", lambda session: regrant(room_of(session), "bruno", OTHER, LATER)),
    "password": ("bruno", lambda session: change_password(session.own, SECRET, OTHER, LATER)),
    "rotate": ("helene", lambda session: rotate(room_of(session), [Domain.SHEETS], LATER)),
    "shares": ("helene", lambda session: make_shares(room_of(session), LATER)),
}


def die_changing(folder: Path, name: str, last: int) -> None:
    """Make one change, and die at its ``last``-th step."""
    login, change = CHANGES[name]
    with opened(folder, login) as session:
        _arm(last)
        change(session)


def _arm(last: int) -> None:
    steps = 0
    writing, execute = Store.writing, Store.execute

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextlib.contextmanager
    def watched(store: Store) -> Iterator[None]:
        with writing(store):
            yield
            step()
        step()

    def done(store: Store, sql: str, parameters: Sequence[Value] = ()) -> None:
        if sql.startswith("delete from note"):
            step()
        execute(store, sql, parameters)

    Store.writing = watched  # type: ignore[method-assign]  # only in this process
    Store.execute = done  # type: ignore[method-assign]  # only in this process
