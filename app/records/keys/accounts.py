"""Accounts, grants and month keys as they are stored, and what each role may open."""

from dataclasses import dataclass
from enum import IntEnum

from app.records.columns import Row, blob, integer, text
from app.records.keys.argon import ArgonCost
from app.records.keys.roster import Role
from app.records.refusals import Tampered

ACTIVE = 1
REVOKED = 2
LONGEST_NAME = 200


class Domain(IntEnum):
    """What a key opens; ``ACCESS`` is the log of who opened what."""

    SHEETS = 1
    FACTS = 2
    ACCESS = 3
    STATION = 4


# The owner has no path to the sheets: an owner who practises holds a second account. Who
# writes the access log can read it: its keys are symmetric, so a preparer has none of it.
OPENED_BY: dict[Role, frozenset[Domain]] = {
    Role.PHARMACIST: frozenset(Domain),
    Role.OWNER: frozenset({Domain.FACTS, Domain.ACCESS, Domain.STATION}),
    Role.AUDITOR: frozenset({Domain.ACCESS}),
    Role.PREPARER: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Account:
    """One row of ``account``; every field is bound by the password and the certificate."""

    account_id: bytes
    login: str
    label: str
    role: Role
    title: str
    status: int
    cost: ArgonCost
    salt: bytes
    x25519: bytes
    ed25519: bytes
    sealed: bytes = b""
    certificate: bytes = b""


@dataclass(frozen=True, slots=True)
class Grant:
    """A domain key sealed to one account, signed by the station."""

    account_id: bytes
    domain: int
    epoch: int
    sealed: bytes
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month key as it is stored, wrapped by its domain key."""

    key_id: int
    domain: int
    month: int
    epoch: int
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class PastKey:
    """The subkey of a former domain key for one use, wrapped by the present domain key."""

    domain: int
    epoch: int
    label: str
    wrapped: bytes


def account_of(row: Row) -> Account:
    """Return the account of one row, or refuse a row that holds something else."""
    try:
        role = Role(text(row, "role"))
    except ValueError as error:
        raise Tampered from error
    cost = ArgonCost(integer(row, "memory_kib"), integer(row, "passes"), integer(row, "lanes"))
    return Account(
        account_id=blob(row, "id"),
        login=_name(row, "login"),
        label=_name(row, "label"),
        role=role,
        title=_name(row, "title"),
        status=_within(row, "status", 0xFF),
        cost=cost,
        salt=blob(row, "salt"),
        x25519=blob(row, "x25519"),
        ed25519=blob(row, "ed25519"),
        sealed=blob(row, "sealed"),
        certificate=blob(row, "certificate"),
    )


def grant_of(row: Row) -> Grant:
    """Return the grant of one row, or refuse a row that holds something else."""
    return Grant(
        account_id=blob(row, "account"),
        domain=_within(row, "domain", 0xFF),
        epoch=_within(row, "epoch", 0xFFFFFFFF),
        sealed=blob(row, "sealed"),
        signature=blob(row, "signature"),
    )


def month_of(row: Row) -> MonthRow:
    """Return the month key of one row, or refuse a row that holds something else."""
    return MonthRow(
        key_id=integer(row, "id"),
        domain=_within(row, "domain", 0xFF),
        month=_within(row, "month", 0xFFFFFFFF),
        epoch=_within(row, "epoch", 0xFFFFFFFF),
        wrapped=blob(row, "wrapped"),
    )


def past_key_of(row: Row) -> PastKey:
    """Return the kept subkey of one row, or refuse a row that holds something else."""
    return PastKey(
        domain=_within(row, "domain", 0xFF),
        epoch=_within(row, "epoch", 0xFFFFFFFF),
        label=_name(row, "label"),
        wrapped=blob(row, "wrapped"),
    )


def _within(row: Row, name: str, most: int) -> int:
    """Return an unsigned number that its place in a signed message can hold."""
    value = integer(row, name)
    if not 0 <= value <= most:
        raise Tampered
    return value


def _name(row: Row, name: str) -> str:
    value = text(row, name)
    if len(value) > LONGEST_NAME:
        raise Tampered
    return value
