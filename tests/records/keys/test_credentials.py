"""Grants: the station signs them, one account opens them, and neither can be forged."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from app.records.envelope import new_key
from app.records.keys import credentials
from app.records.keys.accounts import ACTIVE, Account, Domain, Grant
from app.records.keys.credentials import (
    grant_message,
    new_private_keys,
    open_grant,
    open_private,
    seal_grant,
    seal_private,
)
from app.records.keys.roster import Role
from app.records.refusals import Tampered, WrongSecret
from app.records.station_file import Purpose, StationFile
from tests.records.stations import CHEAP, NOW, SECRET, STATION_ID

SEAL = Ed25519PrivateKey.generate()
STATION = StationFile(STATION_ID, Purpose.REAL, SEAL.public_key().public_bytes_raw(), NOW)
KEYS = new_private_keys()
ACCOUNT = Account(
    account_id=bytes(16),
    login="helene",
    label="Hélène Marchetti",
    role=Role.PHARMACIST,
    title="Pharmacienne adjointe",
    status=ACTIVE,
    cost=CHEAP,
    salt=bytes(16),
    x25519=KEYS.x25519.public_key().public_bytes_raw(),
    ed25519=KEYS.ed25519.public_key().public_bytes_raw(),
)


def _signed(grant: Grant) -> Grant:
    return replace(grant, signature=SEAL.sign(grant_message(grant, STATION)))


def test_a_grant_is_80_bytes_and_opens_for_its_account() -> None:
    key = new_key()
    grant = _signed(seal_grant(key, ACCOUNT, Domain.SHEETS, 1, STATION))
    assert len(grant.sealed) == 80
    assert open_grant(grant, KEYS, STATION) == key


@pytest.mark.parametrize(
    "change",
    [
        {"account_id": b"x" * 16},
        {"domain": Domain.FACTS},
        {"epoch": 2},
        {"sealed": bytes(80)},
        {"sealed": b""},
    ],
)
def test_a_grant_signed_for_another_place_does_not_open_here(change: dict) -> None:
    grant = seal_grant(new_key(), ACCOUNT, Domain.SHEETS, 1, STATION)
    with pytest.raises(Tampered):
        open_grant(_signed(replace(grant, **change)), KEYS, STATION)


def test_a_grant_opens_with_the_key_of_its_account_only() -> None:
    grant = _signed(seal_grant(new_key(), ACCOUNT, Domain.SHEETS, 1, STATION))
    with pytest.raises(Tampered):
        open_grant(grant, new_private_keys(), STATION)


def test_a_domain_key_chosen_by_an_intruder_is_refused() -> None:
    grant = seal_grant(bytes(32), ACCOUNT, Domain.SHEETS, 1, STATION)
    forged = replace(grant, signature=Ed25519PrivateKey.generate().sign(b"anything"))
    with pytest.raises(Tampered):
        open_grant(forged, KEYS, STATION)


def test_a_grant_that_holds_no_key_is_refused() -> None:
    info = credentials._grant_info(ACCOUNT.account_id, Domain.SHEETS, 1, STATION)
    public = X25519PublicKey.from_public_bytes(ACCOUNT.x25519)
    sealed = credentials._SUITE.encrypt(b"short", public, info=info)
    with pytest.raises(Tampered):
        open_grant(_signed(Grant(ACCOUNT.account_id, 1, 1, sealed)), KEYS, STATION)


def test_private_keys_come_back_with_their_secret() -> None:
    account = replace(ACCOUNT, sealed=seal_private(KEYS, ACCOUNT, STATION, SECRET))
    keys = open_private(account, STATION, SECRET)
    assert keys.x25519.private_bytes_raw() == KEYS.x25519.private_bytes_raw()
    assert keys.ed25519.private_bytes_raw() == KEYS.ed25519.private_bytes_raw()
    assert len(account.sealed) == 12 + 64 + 16


@given(secret=st.text(max_size=40))
def test_any_other_secret_is_wrong(secret: str) -> None:
    account = replace(ACCOUNT, sealed=seal_private(KEYS, ACCOUNT, STATION, SECRET))
    if secret != SECRET:
        with pytest.raises(WrongSecret):
            open_private(account, STATION, secret)


def test_every_byte_of_the_sealed_keys_is_authenticated() -> None:
    sealed = seal_private(KEYS, ACCOUNT, STATION, SECRET)
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(WrongSecret):
            open_private(replace(ACCOUNT, sealed=bytes(altered)), STATION, SECRET)


def test_two_names_cannot_slide_into_each_other() -> None:
    slid = replace(ACCOUNT, login="heleneH", label="élène Marchetti")
    account = replace(slid, sealed=seal_private(KEYS, ACCOUNT, STATION, SECRET))
    with pytest.raises(WrongSecret):
        open_private(account, STATION, SECRET)
