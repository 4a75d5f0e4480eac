"""The key file of a copy: what the station vouches for, seen without a password."""

import sqlite3
from collections.abc import Iterator

from app.records.check.journal import Finding
from app.records.check.rows import structure
from app.records.columns import Row
from app.records.journal.entries import signed_by
from app.records.keys.accounts import account_of, grant_of
from app.records.keys.credentials import grant_message, is_certified
from app.records.refusals import Tampered
from app.records.station_file import KEYSTORE, StationFile


def key_findings(evidence: sqlite3.Connection, station: StationFile) -> tuple[Finding, ...]:
    """Return the accounts and grants that the station did not sign as they are."""
    return (
        *structure(evidence, KEYSTORE),
        *_accounts(evidence, station),
        *_grants(evidence, station),
    )


def _accounts(evidence: sqlite3.Connection, station: StationFile) -> Iterator[Finding]:
    for row in _rows(evidence, "select * from account"):
        try:
            signed = is_certified(account_of(row), station)
        except Tampered:
            signed = False
        if not signed:
            yield Finding(0, f"Le compte «\u00a0{row['login']}\u00a0» a été modifié.")


def _grants(evidence: sqlite3.Connection, station: StationFile) -> Iterator[Finding]:
    for row in _rows(evidence, "select * from domain_grant"):
        try:
            grant = grant_of(row)
        except Tampered:
            yield Finding(0, "Un droit d’accès n’est pas lisible.")
            continue
        if not signed_by(station.public, grant.signature, grant_message(grant, station)):
            yield Finding(0, "Un droit d’accès n’est pas signé par la station.")


def _rows(evidence: sqlite3.Connection, sql: str) -> Iterator[Row]:
    cursor = evidence.execute(sql)
    names = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(names, values, strict=True))
