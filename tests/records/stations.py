"""Small stations for the tests: invented people, a cheap password, quick to make."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.records.keys.argon import ArgonCost
from app.records.keys.roster import Role
from app.records.people.founding import NewPerson, create_station
from app.records.people.session import PharmacistSession
from app.records.people.unlock import Session, unlock
from app.records.station_file import KEYSTORE, Purpose
from app.records.vault import Document, DocumentKind, OutboxLine, Receipt, SealRequest, Vault

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MONTH = 202611
STATION_ID = bytes(range(16))
CHEAP = ArgonCost(64, 1, 1)
SECRET = "cheval exact pile agrafe"  # noqa: S105 - of an invented person
PEOPLE = (
    NewPerson("helene", "Hélène Marchetti", "Pharmacienne adjointe", Role.PHARMACIST, SECRET),
    NewPerson("bruno", "Bruno Castel", "Pharmacien adjoint", Role.PHARMACIST, SECRET),
    NewPerson("odile", "Odile Ferrand", "Titulaire", Role.OWNER, SECRET),
    NewPerson("aline", "Aline Roux", "Auditrice", Role.AUDITOR, SECRET),
    NewPerson("paul", "Paul Vidal", "Préparateur", Role.PREPARER, SECRET),
)
# One entry for the station, one for each person.
FIRST_NUMBER = 1 + len(PEOPLE) + 1


def make_station(folder: Path) -> Path:
    """Create a demonstration station whose passwords cost nothing to stretch."""
    create_station(folder, PEOPLE, STATION_ID, NOW, CHEAP, Purpose.DEMONSTRATION)
    return folder


def opened(folder: Path, login: str = "helene", now: datetime = LATER) -> Session:
    """Unlock for one of PEOPLE, after everything that was sealed."""
    return unlock(folder, login, SECRET, now)


def vault_of(session: Session) -> Vault:
    """Return the vault of somebody who holds the sheets."""
    assert isinstance(session, PharmacistSession)
    return session.vault


def a_request(number: int = 1, **changed: object) -> SealRequest:
    """Return a whole sheet, different for each ``number``."""
    sheet_id = number.to_bytes(16, "big")
    request = SealRequest(
        sheet_id=sheet_id,
        month=MONTH,
        body=b"body %d " % number * 40,
        documents=tuple(
            Document(kind, b"%s of %d " % (kind.name.encode(), number) * 100)
            for kind in DocumentKind
        ),
        package=b"id: piqure_tique\n" * 300,
        summary=b"summary %d" % number,
        fact=b"fact %d" % number,
        outbox=(OutboxLine(DocumentKind.XDM, sheet_id), OutboxLine(DocumentKind.MAIL, sheet_id)),
        draft_id=b"draft-of-" + number.to_bytes(7, "big"),
        now=NOW + timedelta(minutes=number),
    )
    return replace(request, **changed)  # type: ignore[arg-type]  # fields named by the test


def spoilt(whole: bytes, at: int = -1) -> bytes:
    """Return ``whole`` with one byte that is no longer what it was."""
    changed = bytearray(whole)
    changed[at] ^= 1
    return bytes(changed)


def seal(vault: Vault, number: int = 1, **changed: object) -> Receipt:
    """Seal a whole sheet on the present head."""
    return vault.seal(a_request(number, **changed), vault.tree_head())


def shell(path: Path, sql: str, *parameters: object) -> int:
    """Do what an intruder does with the sqlite3 shell; return how many rows changed."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql, parameters).rowcount


def change_account(folder: Path, change: str, login: str) -> None:
    """Change fields of one account in the key file, behind the back of the station."""
    sql = f"update account set {change} where login = ?"  # noqa: S608 - written by a test
    assert shell(folder / KEYSTORE, sql, login) == 1


def peek(path: Path, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    """Read rows as an intruder does."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, parameters).fetchall()


def rounds(full: bool) -> int:
    """How many times a fault is tried: a tenth in the ordinary run, all when asked."""
    return 200 if full else 20
