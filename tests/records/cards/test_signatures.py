"""Signatures by card: kept beside the sheet, judged each time, refused for anybody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.records.cards import refusals as refuse
from app.records.cards.marks import WITHIN, Standing
from app.records.cards.signatures import CardSignatures
from app.records.cards.statement import Signed
from app.records.check.verify import verify
from app.records.refusals import Tampered
from app.records.station_file import VAULT
from app.records.vault import ChangeKind, ChangeRequest, Vault
from hardware.links.token_words import Scheme
from tests.cards.authority import Holder, Uses
from tests.records.cards.signer import RPPS, Card, a_card, draw, sign, the_sheet
from tests.records.retention.old_station import custody_of
from tests.records.stations import (
    FIRST_NUMBER,
    LATER,
    a_request,
    opened,
    peek,
    seal,
    shell,
    spoilt,
    vault_of,
)


@pytest.fixture(scope="session")
def card() -> Card:
    return a_card()


@pytest.fixture
def sealed(vault: Vault) -> Vault:
    seal(vault, 1)
    return vault


def correct(vault: Vault) -> None:
    request = a_request(1, body=b"corrected", now=LATER)
    change = ChangeRequest(request, ChangeKind.CORRECTION, "Erreur", "Hélène Marchetti", 1)
    vault.change(change, vault.tree_head())


def test_a_signature_is_read_back_with_its_holder(sealed: Vault, card: Card) -> None:
    number = sign(sealed, card)
    [mark] = sealed.cards.marks(the_sheet(sealed), RPPS)
    assert (mark.number, mark.at, mark.standing) == (number, LATER, Standing.TRIAL)
    assert (mark.holder, mark.rpps) == ("Hélène Marchetti", RPPS)
    assert mark.certificate == card.certificate.fingerprint
    assert the_sheet(sealed).intact


def test_nothing_of_the_sheet_changes(full_folder: Path, card: Card) -> None:
    tables = ("sheet", "document", "summary", "fact", "package")
    every = [f"select * from {one} order by 1, 2" for one in tables]  # noqa: S608 - names above
    before = [peek(full_folder / VAULT, sql) for sql in every]
    with opened(full_folder) as session:
        sign(vault_of(session), card)
    assert [peek(full_folder / VAULT, sql) for sql in every] == before
    assert verify(full_folder).findings == ()


def test_keeping_the_same_signature_again_writes_nothing(sealed: Vault, card: Card) -> None:
    signed = card.sign(draw(sealed, card))
    first = sealed.cards.keep(signed, LATER)
    size = sealed.tree_head().size
    assert sealed.cards.keep(signed, LATER + timedelta(hours=5)) == first
    assert sealed.tree_head().size == size


def test_a_holder_signs_a_version_once(sealed: Vault, card: Card) -> None:
    sign(sealed, card)
    with pytest.raises(refuse.SignedAlready):
        draw(sealed, card)


def test_a_newer_version_is_signed_for_itself(sealed: Vault, card: Card) -> None:
    sign(sealed, card)
    correct(sealed)
    assert sealed.cards.marks(the_sheet(sealed)) == ()
    sign(sealed, card)
    [first], [second] = (
        sealed.cards.marks(sealed.read((1).to_bytes(16, "big"), version)) for version in (1, 2)
    )
    assert (first.standing, second.standing) == (Standing.TRIAL, Standing.TRIAL)
    assert sealed.cards.signed_sheets() == (
        ((1).to_bytes(16, "big"), 1),
        ((1).to_bytes(16, "big"), 2),
    )


@pytest.mark.parametrize(
    "holder",
    [
        Holder("Castel", "Bruno", "810007654321"),
        Holder("Marchetti", "Hélène", RPPS),
        Holder("Marchetti", "Hélène", f"0{RPPS}"),
        Holder("Marchetti", "Hélène", "Hélène Marchetti"),
    ],
)
def test_the_card_of_another_person_or_of_nobody_is_refused(sealed: Vault, holder: Holder) -> None:
    with pytest.raises(refuse.NotTheHolder):
        draw(sealed, a_card(holder))


def test_a_colleagues_sheet_is_not_signed(folder: Path, card: Card) -> None:
    with opened(folder, "bruno") as session:
        seal(vault_of(session), 1)
    with opened(folder) as session, pytest.raises(refuse.NotTheSealer):
        draw(vault_of(session), card)


def test_an_account_without_a_number_signs_nothing(sealed: Vault, card: Card) -> None:
    with pytest.raises(refuse.NumberUnknown):
        sealed.cards.draw(the_sheet(sealed), "", card.certificate, LATER)


@pytest.mark.parametrize(
    "uses",
    [
        Uses(after=LATER - timedelta(days=1)),
        Uses(before=LATER + timedelta(days=1)),
    ],
)
def test_a_certificate_outside_its_dates_is_refused(sealed: Vault, uses: Uses) -> None:
    with pytest.raises(refuse.OutsideDates):
        draw(sealed, a_card(uses=uses))


def test_a_certificate_that_expires_later_still_proves_what_it_signed(sealed: Vault) -> None:
    card = a_card(uses=Uses(after=LATER + timedelta(days=1)))
    sign(sealed, card)
    [mark] = sealed.cards.marks(the_sheet(sealed))
    assert mark.standing is Standing.TRIAL
    with pytest.raises(refuse.OutsideDates):
        sealed.cards.draw(the_sheet(sealed), RPPS, card.certificate, LATER + timedelta(days=2))


@pytest.mark.parametrize(
    "change",
    [
        lambda one, other: replace(one, signature=spoilt(one.signature)),
        lambda one, other: replace(one, signature=b""),
        lambda one, other: replace(one, scheme=Scheme.RSA_PSS),
        lambda one, other: replace(one, certificate=other.certificate.der),
        lambda one, other: replace(one, certificate=b"none"),
        lambda one, other: replace(one, statement=replace(one.statement, number=99)),
    ],
)
def test_a_signature_that_does_not_verify_is_never_kept(
    sealed: Vault, card: Card, change: Callable[[Signed, Card], Signed]
) -> None:
    size = sealed.tree_head().size
    with pytest.raises(refuse.NotASignature):
        sealed.cards.keep(change(card.sign(draw(sealed, card)), a_card()), LATER)
    assert sealed.tree_head().size == size


FIELDS = [
    {"station_id": b"\7" * 16},
    {"version": 2},
    {"number": FIRST_NUMBER + 1},
    {"leaf": b"\7" * 32},
    {"sheet_digest": b"\7" * 32},
]


@pytest.mark.parametrize("field", FIELDS)
def test_a_true_signature_of_something_else_is_never_kept(
    sealed: Vault, card: Card, field: dict[str, object]
) -> None:
    other = replace(draw(sealed, card), **field)  # type: ignore[arg-type]  # fields named above
    with pytest.raises(refuse.StatementMoved):
        sealed.cards.keep(card.sign(other), LATER)


@pytest.mark.parametrize("late", [WITHIN + timedelta(seconds=1), -timedelta(seconds=1)])
def test_a_statement_waits_for_its_card_a_quarter_of_an_hour(
    sealed: Vault, card: Card, late: timedelta
) -> None:
    signed = card.sign(draw(sealed, card))
    with pytest.raises(refuse.StatementMoved):
        sealed.cards.keep(signed, LATER + late)
    sealed.cards.keep(signed, LATER + WITHIN)


def test_a_sheet_corrected_meanwhile_is_not_signed_as_it_was(sealed: Vault, card: Card) -> None:
    signed = card.sign(draw(sealed, card))
    correct(sealed)
    with pytest.raises(refuse.StatementMoved):
        sealed.cards.keep(signed, LATER)


def test_a_pinned_authority_is_recognised_and_another_is_not(folder: Path, card: Card) -> None:
    with opened(folder) as session:
        vault, custody = vault_of(session), custody_of(session)
        seal(vault, 1)
        sign(vault, card)
        for root, standing in (
            (card.root, Standing.RECOGNISED),
            (a_card().root, Standing.TRIAL),
        ):
            cards = CardSignatures(custody.store, custody.ledger, vault._archive, (root,))
            [mark] = cards.marks(the_sheet(vault))
            assert mark.standing is standing


def test_a_holder_is_no_authority(sealed: Vault, card: Card) -> None:
    from cryptography import x509

    from app.records.cards.authorities import is_recognised

    der = card.certificate.der
    itself = (x509.load_der_x509_certificate(der),)
    other = a_card().certificate.der
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    assert is_recognised(der, moment, (card.root,))
    assert not is_recognised(other, moment, itself)
    assert not is_recognised(der, datetime(2030, 1, 1, tzinfo=UTC), (card.root,))
    assert not is_recognised(der, moment, ())


def test_no_authority_is_shipped() -> None:
    from app.records.cards.authorities import pinned_roots

    assert pinned_roots() == ()


FAULTS = [
    "update card_signature set body = zeroblob(length(body))",
    "update card_signature set body = (select body from card_signature order by seq desc limit 1)",
    "update card_signature set id = randomblob(16)",
    "update card_signature set sheet = x'00000000000000000000000000000002' where seq = (select min(seq) from card_signature)",
    "update card_signature set seq = seq + 50",
    "delete from card_signature where seq = (select min(seq) from card_signature)",
    "insert into card_signature select randomblob(16), sheet, version, 3, body from card_signature limit 1",
]


@pytest.mark.parametrize("sql", FAULTS)
def test_a_row_that_was_touched_is_found_without_any_key(
    full_folder: Path, card: Card, sql: str
) -> None:
    with opened(full_folder) as session:
        first = sign(vault_of(session), card, 1)
        sign(vault_of(session), card, 3)
    shell(full_folder / VAULT, sql)
    findings = verify(full_folder).findings
    assert findings
    if not sql.startswith("insert"):
        assert findings[0].seq == first
    assert all(one.sentence.endswith(".") for one in findings)


@pytest.mark.parametrize("sql", FAULTS[:5])
def test_a_row_that_was_touched_is_never_shown_as_good(
    full_folder: Path, card: Card, sql: str
) -> None:
    with opened(full_folder) as session:
        sign(vault_of(session), card, 1)
        sign(vault_of(session), card, 3)
    shell(full_folder / VAULT, sql)
    with opened(full_folder) as session:
        vault = vault_of(session)
        marks = vault.cards.marks(the_sheet(vault, 1))
        assert all(one.standing is Standing.BROKEN for one in marks)
        assert all(not one.holder for one in marks)
        if marks:
            with pytest.raises(Tampered):
                vault.cards.keep(card.sign(draw(vault, card, 1)), LATER)


def test_a_signature_by_a_colleague_in_ones_name_is_broken(full_folder: Path, card: Card) -> None:
    """A colleague holds the key of the sheets: only the journal tells who kept a signature."""
    with opened(full_folder) as session:
        vault = vault_of(session)
        statement = draw(vault, card)
    with opened(full_folder, "bruno") as session:
        vault = vault_of(session)
        vault.cards._write(card.sign(statement), LATER)
        [mark] = vault.cards.marks(the_sheet(vault))
        assert mark.standing is Standing.BROKEN


def test_the_sheet_names_who_may_sign_it(sealed: Vault, card: Card) -> None:
    sign(sealed, card)
    [mark] = sealed.cards.marks(the_sheet(sealed), "10007654321")
    assert mark.standing is Standing.BROKEN


def test_the_certificate_is_not_readable_on_the_disk(full_folder: Path, card: Card) -> None:
    with opened(full_folder) as session:
        sign(vault_of(session), card)
    content = (full_folder / VAULT).read_bytes()
    assert card.certificate.der[40:80] not in content
    assert RPPS.encode() not in content
