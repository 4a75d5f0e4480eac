"""A package is examined whole, compared, approved by two people; nothing ever goes back."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.effects.protocol_import import examine
from app.effects.protocol_lists import LostList
from app.effects.protocol_refusals import AlreadyInstalled, RefusedFile
from app.effects.protocol_trust import read_trust
from app.records.check.verify import verify
from app.records.journal.entries import Event
from protocols.sign_keys import KeyUse
from protocols.sign_revocations import (
    NOTHING_REVOKED,
    Revocations,
    RevokedKey,
    WithdrawnVersion,
    next_list,
)
from tests.protocols.signatures.committee import (
    DAY,
    ID,
    a_version,
    changed,
    delivery,
    members,
    proofs_of,
)
from tests.protocols.signatures.rooms import Post, shipping

ANNE, BASILE, CHLOE = members()
TOY = members(KeyUse.DEMONSTRATION)
FIRST = next_list(NOTHING_REVOKED, [WithdrawnVersion(ID, "2026.12.0", DAY, "seuil à revoir")])
SECOND = next_list(FIRST, [WithdrawnVersion("cephalee", "2026.11.0", DAY, "texte à revoir")])


def refused(post: Post, data: bytes) -> str:
    """Import what must be refused; return the sentence, having seen that nothing changed."""
    before = post.files()
    with pytest.raises(RefusedFile) as caught:
        post.take(data)
    assert post.files() == before
    return caught.value.sentence


def test_a_signed_package_is_installed_by_two_people(trusting: Post) -> None:
    arrival = trusting.take(delivery(a_version(), ANNE, BASILE))
    assert arrival.needs_two
    assert arrival.before is None
    assert {one.holder for one in arrival.signers} == {ANNE.key.holder, BASILE.key.holder}
    found = trusting.shelf()[ID]
    assert (found.protocol.version, found.refusal, found.imported) == ("2026.12.0", "", True)
    with trusting.opened() as room:
        lines = room.vault.approvals.lines(Event.PROTOCOL_IMPORTED)
    assert len({one.actor for one in lines}) == 2
    assert verify(trusting.folder).findings == ()


def test_a_newer_version_replaces_the_one_before(trusting: Post) -> None:
    trusting.take(delivery(a_version(), ANNE, BASILE))
    arrival = trusting.take(delivery(a_version("2026.12.1"), BASILE, CHLOE))
    assert arrival.before is not None
    assert arrival.before.version == "2026.12.0"
    assert trusting.shelf()[ID].protocol.version == "2026.12.1"


def test_examining_changes_nothing(trusting: Post) -> None:
    before = trusting.files()
    with trusting.opened() as room:
        examine(room, delivery(a_version(), ANNE, BASILE), trusting.at)
    assert trusting.files() == before


@pytest.mark.parametrize("older", ["2026.11.9", "2026.2.30", "2025.12.31"])
def test_an_older_version_is_refused(trusting: Post, older: str) -> None:
    trusting.take(delivery(a_version("2026.12.0"), ANNE, BASILE))
    assert "arrière" in refused(trusting, delivery(a_version(older), ANNE, BASILE))


def test_a_version_older_than_the_shipped_one_is_refused(trusting: Post) -> None:
    trusting.shipped = shipping("2026.12.0", "valid", ANNE, BASILE)
    assert "arrière" in refused(trusting, delivery(a_version("2026.11.0"), ANNE, BASILE))


def test_an_older_version_is_refused_even_when_the_file_of_the_newer_is_gone(
    trusting: Post,
) -> None:
    trusting.take(delivery(a_version("2026.12.1"), ANNE, BASILE))
    for path in (trusting.folder / "protocols").iterdir():
        if b"osys-delivery" in path.read_bytes():
            path.unlink()
    assert "arrière" in refused(trusting, delivery(a_version("2026.12.0"), ANNE, BASILE))


def test_the_same_version_with_another_content_is_refused(trusting: Post) -> None:
    trusting.take(delivery(a_version(), ANNE, BASILE))
    words = (("Votre visage est-il paralysé", "Votre visage est-il figé"),)
    other = a_version("2026.12.0", replaced=words)
    assert "autre contenu" in refused(trusting, delivery(other, ANNE, BASILE))


def test_the_same_package_again_changes_nothing(trusting: Post) -> None:
    data = delivery(a_version(), ANNE, BASILE)
    trusting.take(data)
    before = trusting.files()
    with pytest.raises(AlreadyInstalled):
        trusting.take(data)
    assert trusting.files() == before


def test_the_same_version_signed_anew_is_taken(trusting: Post) -> None:
    trusting.take(delivery(a_version(), ANNE, BASILE))
    assert trusting.take(delivery(a_version(), BASILE, CHLOE)).needs_two
    signers = {one.holder for one in trusting.shelf()[ID].signers}
    assert signers == {BASILE.key.holder, CHLOE.key.holder}


REFUSALS: dict[str, tuple[Callable[[], bytes], str]] = {
    "too few signatures": (lambda: delivery(a_version(), ANNE), "il en faut 2"),
    "unknown keys": (lambda: delivery(a_version(), *TOY), "clé inconnue"),
    "expired": (
        lambda: delivery(a_version(valid_to="2026-11-24"), ANNE, BASILE),
        "expiré",
    ),
    "demonstration": (
        lambda: delivery(a_version(status="demonstration"), ANNE, BASILE),
        "démonstration",
    ),
    "draft": (lambda: delivery(a_version(status="draft"), ANNE, BASILE), "brouillon"),
    "withdrawn by the list it comes with": (
        lambda: delivery(a_version(), ANNE, BASILE, revocations=FIRST),
        "retirée par le comité",
    ),
    "no proofs": (
        lambda: delivery(a_version(), ANNE, BASILE, proofs=b""),
        "rapport de preuves",
    ),
    "a property that does not hold": (
        lambda: delivery(a_version(), ANNE, BASILE, proofs=proofs_of(a_version(), holds=False)),
        "Propriétés non vérifiées",
    ),
    "tampered": (
        lambda: delivery(a_version(), ANNE, BASILE).replace(b"paralys", b"paralyz", 1),
        "autre contenu",
    ),
    "signatures of another version": (
        lambda: changed(
            delivery(a_version(), ANNE, BASILE, proofs=b""),
            lambda c: c.update(protocol=a_version("2026.12.1").package.decode()),
        ),
        "autre version",
    ),
    "no package": (lambda: b"PK\x03\x04", "Le paquet"),
    "a list signed by one person": (
        lambda: delivery(None, ANNE, revocations=FIRST),
        "il en faut 2",
    ),
    "a list signed for the demonstration": (
        lambda: delivery(None, *TOY, revocations=FIRST),
        "clé inconnue",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_package_that_cannot_be_trusted_changes_nothing(trusting: Post, case: str) -> None:
    make, said = REFUSALS[case]
    assert said in refused(trusting, make())


def test_a_demonstration_takes_signed_demonstration_packages_only(demonstration: Post) -> None:
    demonstration.shipped = shipping("2026.12.0", "demonstration")
    demonstration.trust(*TOY)
    assert "il en faut 2" in refused(
        demonstration, delivery(a_version("2026.12.1", "demonstration"), TOY[0])
    )
    assert "poste réel" in refused(demonstration, delivery(a_version("2026.12.1"), *TOY))
    demonstration.take(delivery(a_version("2026.12.1", "demonstration"), *TOY))
    found = demonstration.shelf()[ID]
    assert (found.protocol.version, found.refusal) == ("2026.12.1", "")


def test_one_person_is_enough_to_take_a_list(trusting: Post) -> None:
    trusting.take(delivery(a_version(), ANNE, BASILE))
    arrival = trusting.take(delivery(None, ANNE, BASILE, revocations=FIRST))
    assert not arrival.needs_two
    assert arrival.revocations == FIRST
    assert "seuil à revoir" in trusting.shelf()[ID].refusal
    with trusting.opened() as room:
        assert read_trust(room).revocations == FIRST
    assert verify(trusting.folder).findings == ()


def test_the_version_after_a_withdrawn_one_is_taken_with_its_list(trusting: Post) -> None:
    trusting.take(delivery(a_version(), ANNE, BASILE))
    both = delivery(a_version("2026.12.1"), ANNE, BASILE, revocations=FIRST)
    assert trusting.take(both).revocations == FIRST
    assert trusting.shelf()[ID].refusal == ""
    assert "retirée" in refused(trusting, delivery(a_version(), BASILE, CHLOE))


@pytest.mark.parametrize(
    "older",
    [FIRST, replace(SECOND, versions=FIRST.versions), replace(SECOND, counter=3, versions=())],
    ids=["older counter", "same counter", "a list that forgets"],
)
def test_a_list_that_goes_back_is_refused(trusting: Post, older: Revocations) -> None:
    trusting.take(delivery(None, ANNE, BASILE, revocations=SECOND))
    assert refused(trusting, delivery(None, ANNE, BASILE, revocations=older))


def test_a_newer_package_with_an_older_list_is_refused_whole(trusting: Post) -> None:
    trusting.take(delivery(None, ANNE, BASILE, revocations=SECOND))
    data = delivery(a_version("2026.12.1"), ANNE, BASILE, revocations=FIRST)
    assert "liste des retraits" in refused(trusting, data)


def test_a_revoked_key_closes_what_it_signed_until_others_sign(trusting: Post) -> None:
    trusting.take(delivery(a_version(), ANNE, BASILE))
    lost = next_list(NOTHING_REVOKED, keys=[RevokedKey(BASILE.key.id, DAY, "clé perdue")])
    trusting.take(delivery(None, ANNE, CHLOE, revocations=lost))
    assert "clé révoquée" in trusting.shelf()[ID].refusal
    assert "clé révoquée" in refused(trusting, delivery(a_version("2026.12.1"), ANNE, BASILE))
    trusting.take(delivery(a_version(), ANNE, CHLOE))
    assert trusting.shelf()[ID].refusal == ""


def test_a_revoked_key_signs_no_list_any_more(trusting: Post) -> None:
    lost = next_list(NOTHING_REVOKED, keys=[RevokedKey(BASILE.key.id, DAY, "clé perdue")])
    trusting.take(delivery(None, ANNE, CHLOE, revocations=lost))
    after = next_list(lost, SECOND.versions)
    assert "il en faut 2" in refused(trusting, delivery(None, ANNE, BASILE, revocations=after))


@pytest.mark.parametrize("damage", ["removed", "changed"])
def test_without_its_list_a_station_opens_no_protocol(trusting: Post, damage: str) -> None:
    trusting.shipped = shipping("2027.1.0", "valid", ANNE, BASILE)
    listed = delivery(None, ANNE, BASILE, revocations=FIRST)
    trusting.take(listed)
    assert trusting.shelf()[ID].refusal == ""
    [path] = [
        one
        for one in (trusting.folder / "protocols").iterdir()
        if b"osys-revocations" in one.read_bytes()
    ]
    path.unlink() if damage == "removed" else path.write_bytes(b"{}")
    assert "liste des retraits n°\u00a01" in trusting.shelf()[ID].refusal.lower()
    other = delivery(None, BASILE, CHLOE, revocations=SECOND)
    with trusting.opened() as room, pytest.raises(LostList):
        examine(room, other, trusting.at)
    trusting.take(listed)
    assert trusting.shelf()[ID].refusal == ""
    trusting.take(other)
    with trusting.opened() as room:
        assert read_trust(room).revocations == SECOND
