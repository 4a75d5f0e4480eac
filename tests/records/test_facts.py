"""Activity facts: the owner counts them, nobody ties them to a sheet without its key."""

from hashlib import sha256
from pathlib import Path

import pytest

from app.records.facts import blinded
from app.records.station_file import KEYSTORE, VAULT
from tests.records.stations import MONTH, a_request, opened, peek, seal, shell, vault_of


def test_an_owner_reads_the_facts_of_the_months_asked(full_folder: Path) -> None:
    with opened(full_folder) as session:
        seal(vault_of(session), 4, month=MONTH + 1)
    with opened(full_folder, "odile") as session:
        assert session.facts is not None
        november = session.facts.between(MONTH, MONTH)
        assert {line.body for line in november} == {b"fact 1", b"fact 2", b"fact 3"}
        assert [line.body for line in session.facts.between(MONTH + 1, 209912)] == [b"fact 4"]
        assert session.facts.between(200001, MONTH - 1) == ()


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        (VAULT, "update fact set body = zeroblob(length(body)) where id = ?"),
        (VAULT, "update fact set key = key + 1 where id = ?"),
        (VAULT, "update fact set month = month - 1 where id = ?"),
        (VAULT, "update fact set body = (select body from fact where id <> ?1) where id = ?1"),
    ],
)
def test_an_altered_fact_is_told_and_hides_no_other(full_folder: Path, name: str, sql: str) -> None:
    [(fact_id,), *_] = peek(full_folder / VAULT, "select id from fact")
    assert shell(full_folder / name, sql, fact_id) == 1
    with opened(full_folder, "odile") as session:
        assert session.facts is not None
        lines = {line.fact_id: line for line in session.facts.between(200001, 209912)}
    assert (lines[fact_id].intact, lines[fact_id].body) == (False, b"")
    assert sum(line.intact for line in lines.values()) == 2


def test_facts_are_kept_in_no_order_of_time(full_folder: Path) -> None:
    [(sql,)] = peek(full_folder / VAULT, "select sql from sqlite_schema where name = 'fact'")
    assert "without rowid" in sql
    ids = [fact_id for (fact_id,) in peek(full_folder / VAULT, "select id from fact")]
    assert ids == sorted(ids)


def test_nothing_on_the_disk_ties_a_fact_to_its_sheet(full_folder: Path) -> None:
    facts = peek(full_folder / VAULT, "select id, body from fact")
    entries = b"".join(entry for (entry,) in peek(full_folder / VAULT, "select entry from ledger"))
    sheets = b"".join(
        id_ + body for id_, body in peek(full_folder / VAULT, "select id, body from sheet")
    )
    for fact_id, body in facts:
        for known in (fact_id, sha256(body).digest(), blinded(bytes(32), fact_id, body)):
            assert known not in entries
            assert known not in sheets


def test_only_the_sealed_sheet_proves_its_fact(full_folder: Path) -> None:
    with opened(full_folder) as session:
        vault = vault_of(session)
        assert vault.read(a_request(1).sheet_id).intact
    facts = peek(full_folder / VAULT, "select id, body from fact order by id")
    (first, first_body), (second, second_body), *_ = facts
    shell(full_folder / VAULT, "update fact set body = ? where id = ?", second_body, first)
    shell(full_folder / VAULT, "update fact set body = ? where id = ?", first_body, second)
    with opened(full_folder) as session:
        intact = [vault_of(session).read(a_request(n).sheet_id).intact for n in (1, 2, 3)]
    assert sorted(intact) == [False, False, True]


def test_facts_have_keys_of_their_own(full_folder: Path) -> None:
    keys = peek(full_folder / KEYSTORE, "select domain, id from month_key")
    used = {key for (key,) in peek(full_folder / VAULT, "select distinct key from fact")}
    assert used == {key for domain, key in keys if domain == 2}
