"""What a real station runs, what a demonstration runs, and why not the rest."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pytest

from app.config import load_station
from app.desk.effects import OpenVault
from app.effects.access import Access
from app.effects.protocol_refusals import RefusedProtocol
from app.effects.protocol_shelf import Shelf
from app.records.refusals import SessionClosed
from app.records.station_file import VAULT
from protocols.load import shipped_library
from protocols.model import ProtocolStatus
from protocols.sign_keys import KeyUse
from tests.protocols.signatures.committee import ID, Member, a_version, committee, delivery, members
from tests.protocols.signatures.rooms import SECRET, Post, shipping
from tests.records.stations import shell

ANNE, BASILE, CHLOE = members()
TOY = members(KeyUse.DEMONSTRATION)
PINNED = committee(ANNE, BASILE, CHLOE)


def refusal(post: Post) -> str:
    return post.shelf()[ID].refusal


def test_a_real_station_runs_what_its_committee_signed(real: Post) -> None:
    real.shipped = shipping("2026.12.0", "valid", ANNE, BASILE, pinned=PINNED)
    found = real.shelf()[ID]
    assert found.refusal == ""
    assert found.state is ProtocolStatus.VALID
    assert {one.holder for one in found.signers} == {ANNE.key.holder, BASILE.key.holder}


@pytest.mark.parametrize(
    ("people", "said"),
    [((), "n’est pas signé"), ((ANNE,), "il en faut 2"), ((ANNE, TOY[1]), "clé inconnue")],
    ids=["nobody", "one person", "one and a demonstration key"],
)
def test_a_real_station_refuses_what_is_not_signed_enough(
    real: Post, people: tuple[Member, ...], said: str
) -> None:
    real.shipped = shipping("2026.12.0", "valid", *people, pinned=PINNED)
    found = real.shelf()[ID]
    assert said in found.refusal
    assert found.state is ProtocolStatus.REVIEW


def test_keys_pinned_for_the_demonstration_do_not_count_in_a_real_station(real: Post) -> None:
    real.shipped = shipping("2026.12.0", "valid", *TOY, pinned=committee(*TOY))
    assert "clé inconnue" in refusal(real)


@pytest.mark.parametrize("status", ["draft", "review"])
def test_a_real_station_refuses_a_protocol_before_its_approval(real: Post, status: str) -> None:
    real.shipped = shipping("2026.12.0", status, ANNE, BASILE, pinned=PINNED)
    assert "encore à l’état" in refusal(real)


def test_a_file_that_says_withdrawn_is_never_run(real: Post) -> None:
    real.shipped = shipping("2026.12.0", "withdrawn", ANNE, BASILE, pinned=PINNED)
    assert "est retiré" in refusal(real)
    assert real.shelf()[ID].state is ProtocolStatus.WITHDRAWN


def test_a_real_station_refuses_demonstration_protocols_even_signed(real: Post) -> None:
    real.shipped = shipping("2026.12.0", "demonstration", ANNE, BASILE, pinned=PINNED)
    assert "démonstration" in refusal(real)


def test_a_demonstration_runs_the_demonstration_protocols_of_the_product(
    demonstration: Post,
) -> None:
    demonstration.shipped = shipping("2026.12.0", "demonstration")
    found = demonstration.shelf()[ID]
    assert found.refusal == ""
    assert found.state is ProtocolStatus.DEMONSTRATION


def test_a_demonstration_refuses_a_real_protocol(demonstration: Post) -> None:
    demonstration.shipped = shipping("2026.12.0", "valid", ANNE, BASILE, pinned=PINNED)
    assert "poste réel" in refusal(demonstration)


def test_an_expired_protocol_is_refused_from_the_day_after(real: Post) -> None:
    real.shipped = shipping(
        "2026.12.0", "valid", ANNE, BASILE, pinned=PINNED, valid_to="2026-11-25"
    )
    assert refusal(real) == ""
    real.at += timedelta(days=1)
    assert "expiré" in refusal(real)


def test_shipped_signatures_that_were_changed_are_refused(real: Post) -> None:
    whole = shipping("2026.12.0", "valid", ANNE, BASILE, pinned=PINNED)
    altered = whole.signatures[ID].replace(b"membre", b"maitre")
    for data in (altered, b"{}"):
        real.shipped = replace(whole, signatures=MappingProxyType({ID: data}))
        assert refusal(real) != ""


def test_a_shipped_protocol_changed_after_its_signature_is_refused(real: Post) -> None:
    whole = shipping("2026.12.0", "valid", ANNE, BASILE, pinned=PINNED)
    words = (("Votre visage est-il paralysé", "Votre visage est-il figé"),)
    other = type(whole.library)({ID: a_version("2026.12.0", "valid", replaced=words)})
    real.shipped = replace(whole, library=other)
    assert "autre contenu" in refusal(real)


def test_in_a_demonstration_too_shipped_signatures_must_agree(demonstration: Post) -> None:
    whole = shipping("2026.12.0", "demonstration", *TOY, pinned=committee(*TOY))
    demonstration.shipped = whole
    assert len(demonstration.shelf()[ID].signers) == 3
    altered = whole.signatures[ID].replace(b"membre", b"maitre")
    demonstration.shipped = replace(whole, signatures=MappingProxyType({ID: altered}))
    assert "n’est pas la sienne" in refusal(demonstration)


def test_the_greatest_version_counts_whether_shipped_or_imported(trusting: Post) -> None:
    trusting.shipped = shipping("2026.12.0", "valid", ANNE, BASILE)
    trusting.take(delivery(a_version("2026.12.2"), ANNE, BASILE))
    assert trusting.shelf()[ID].protocol.version == "2026.12.2"
    trusting.shipped = shipping("2026.12.10", "valid", ANNE, BASILE)
    assert trusting.shelf()[ID].protocol.version == "2026.12.10"


def test_a_greater_version_that_may_not_run_is_not_replaced_by_an_older_one(
    trusting: Post,
) -> None:
    trusting.take(delivery(a_version("2026.12.2"), ANNE, BASILE))
    trusting.shipped = shipping("2026.12.10", "valid", ANNE)
    found = trusting.shelf()[ID]
    assert found.protocol.version == "2026.12.10"
    assert "il en faut 2" in found.refusal


def test_a_shipped_demonstration_does_not_hide_an_imported_real_protocol(trusting: Post) -> None:
    trusting.take(delivery(a_version("2026.12.2"), ANNE, BASILE))
    trusting.shipped = shipping("2027.1.0", "demonstration")
    assert trusting.shelf()[ID].protocol.version == "2026.12.2"
    assert refusal(trusting) == ""


def test_two_contents_under_one_version_are_both_refused(trusting: Post) -> None:
    trusting.take(delivery(a_version("2026.12.2"), ANNE, BASILE))
    words = (("Votre visage est-il paralysé", "Votre visage est-il figé"),)
    whole = shipping("2026.12.2", "valid")
    other = type(whole.library)({ID: a_version("2026.12.2", "valid", replaced=words)})
    trusting.shipped = replace(whole, library=other)
    assert "Deux contenus" in refusal(trusting)


@pytest.mark.parametrize("damage", ["removed", "one bit", "older package"])
def test_a_damaged_import_closes_the_protocol_until_it_is_restored(
    trusting: Post, damage: str
) -> None:
    trusting.shipped = shipping("2026.11.0", "valid", ANNE, BASILE)
    older, newer = (delivery(a_version(v), ANNE, BASILE) for v in ("2026.12.1", "2026.12.2"))
    trusting.take(older)
    trusting.take(newer)
    path = next(one for one in files_of(trusting) if b"2026.12.2" in one.read_bytes())
    whole = path.read_bytes()
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(whole[:-9] + b"x" + whole[-8:] if damage == "one bit" else older)
    assert "Importez-le de nouveau" in refusal(trusting)
    assert not trusting.take(newer).needs_two
    assert refusal(trusting) == ""
    assert trusting.shelf()[ID].protocol.version == "2026.12.2"


def test_a_package_put_in_the_folder_by_hand_is_never_opened(trusting: Post) -> None:
    data = delivery(a_version("2026.12.2"), ANNE, BASILE)
    (trusting.folder / "protocols" / f"{sha256(data).hexdigest()}.osys").write_bytes(data)
    assert trusting.shelf() == {}


def test_a_journal_that_was_changed_closes_every_protocol(trusting: Post) -> None:
    trusting.shipped = shipping("2026.12.0", "valid", ANNE, BASILE)
    assert refusal(trusting) == ""
    forged = "cast(substr(entry, 1, 17) || X'05' || substr(entry, 19) as blob)"
    hidden = f"update ledger set entry = {forged} where seq = 7"  # noqa: S608 - written by a test
    assert shell(trusting.folder / VAULT, hidden) == 1
    assert "ne correspond plus" in refusal(trusting)


def shelf_of(post: Post) -> tuple[Access, Shelf]:
    access = Access(post.folder, lambda: post.at)
    return access, Shelf(access, load_station(post.folder, demonstration=not post.real))


def test_the_shelf_of_a_session_gives_what_may_run_and_says_why_not(
    real: Post, demonstration: Post
) -> None:
    access, shelf = shelf_of(real)
    with pytest.raises(SessionClosed):
        shelf.standings()
    access.open(OpenVault("helene", SECRET))
    assert shelf.runnable() == {}
    for name, said in ((ID, "démonstration"), ("inconnu", "n’est pas installé")):
        with pytest.raises(RefusedProtocol) as refused:
            shelf.protocol(name)
        assert said in refused.value.sentence
    access.close()
    access, shelf = shelf_of(demonstration)
    access.open(OpenVault("helene", SECRET))
    assert shelf.protocol(ID).status is ProtocolStatus.DEMONSTRATION
    assert shelf.runnable().keys() == shipped_library().keys()
    access.close()


def test_a_session_that_lasts_past_the_end_of_a_protocol_closes_it(real: Post) -> None:
    access, shelf = shelf_of(real)
    access.open(OpenVault("helene", SECRET))
    first = shelf.standings()
    assert shelf.standings() is first
    real.at += timedelta(days=1)
    assert shelf.standings() is not first
    access.close()


def files_of(post: Post) -> list[Path]:
    return sorted((post.folder / "protocols").iterdir())
