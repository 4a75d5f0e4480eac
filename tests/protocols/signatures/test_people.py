"""Two people, each with their own password, or nothing happens."""

import pytest

from app.effects.access import NoSheets
from app.effects.protocol_import import install
from app.effects.protocol_refusals import AlreadyInstalled, RefusedFile, SamePerson
from app.effects.protocol_trust import accept_key, examine_key, read_trust
from app.effects.two_people import Signatory
from app.records.check.verify import verify
from app.records.journal.entries import Event
from app.records.refusals import StoreFailed, WrongSecret
from protocols.sign_keys import KeyUse, key_file
from protocols.sign_revocations import NOTHING_REVOKED, RevokedKey, next_list
from tests.protocols.signatures.committee import (
    DAY,
    a_version,
    changed,
    delivery,
    member,
    members,
)
from tests.protocols.signatures.rooms import HELENE, SECRET, THEO, Post

ANNE, BASILE, CHLOE = members()
KEY = key_file(ANNE.key)


def keys_of(post: Post) -> set[str]:
    with post.opened() as room:
        return {one.holder for one in read_trust(room).committee.keys}


def test_a_key_enters_by_two_people_and_two_lines_of_the_journal(strict: Post) -> None:
    real = strict.trust(ANNE)
    assert keys_of(real) == {ANNE.key.holder}
    with real.opened() as room:
        lines = room.vault.approvals.lines(Event.COMMITTEE_KEY_ACCEPTED)
    assert len(lines) == 2
    assert len({one.actor for one in lines}) == 2
    assert {one.about.hex() for one in lines} == {ANNE.key.id}
    assert verify(real.folder).findings == ()


def test_one_person_alone_lets_no_key_in(real: Post) -> None:
    with real.opened() as room:
        accept_key(room, KEY, real.at)
        accept_key(room, KEY, real.at)
    assert keys_of(real) == set()


def test_a_second_person_later_completes_what_one_began(real: Post) -> None:
    with real.opened(HELENE) as room:
        accept_key(room, KEY, real.at)
    with real.opened(THEO) as room:
        accept_key(room, KEY, real.at)
    assert keys_of(real) == {ANNE.key.holder}


@pytest.mark.parametrize(
    "second",
    [HELENE, Signatory(" HELENE ", SECRET), Signatory("helene2", SECRET)],
    ids=["same account", "same account typed otherwise", "another account of the same person"],
)
def test_the_same_person_twice_is_refused(real: Post, second: Signatory) -> None:
    before = real.files()
    with pytest.raises(SamePerson) as refused:
        real.both(lambda room: accept_key(room, KEY, real.at), HELENE, second)
    assert "deux personnes" in refused.value.sentence
    assert real.files() == before


@pytest.mark.parametrize(
    ("first", "second"),
    [(HELENE, Signatory("theo", "faux")), (Signatory("helene", "faux"), THEO)],
    ids=["second", "first"],
)
def test_a_wrong_password_writes_nothing(real: Post, first: Signatory, second: Signatory) -> None:
    with pytest.raises(WrongSecret):
        real.both(lambda room: accept_key(room, KEY, real.at), first, second)
    with real.opened() as room:
        assert room.vault.approvals.lines(Event.COMMITTEE_KEY_ACCEPTED) == ()


def test_an_account_without_the_sheets_confirms_nothing(real: Post) -> None:
    with pytest.raises(NoSheets):
        real.both(lambda room: accept_key(room, KEY, real.at), HELENE, Signatory("odile", SECRET))
    assert keys_of(real) == set()


def test_a_demonstration_key_never_enters_a_real_station(real: Post, demonstration: Post) -> None:
    toy = key_file(member("Anne Keller", KeyUse.DEMONSTRATION).key)
    for post, key in ((real, toy), (demonstration, KEY)):
        with post.opened() as room, pytest.raises(RefusedFile) as refused:
            examine_key(room, key)
        assert "n’est pas faite pour un poste" in refused.value.sentence


def test_a_key_that_is_trusted_is_not_accepted_again(trusting: Post) -> None:
    with trusting.opened() as room, pytest.raises(AlreadyInstalled):
        examine_key(room, KEY)


def test_a_key_whose_file_was_changed_does_not_count(trusting: Post) -> None:
    [path] = [
        one
        for one in (trusting.folder / "protocols").iterdir()
        if ANNE.key.public.encode() in one.read_bytes()
    ]
    path.write_bytes(path.read_bytes().replace(b"Anne", b"Jean"))
    assert keys_of(trusting) == {BASILE.key.holder, CHLOE.key.holder}


def test_a_key_put_in_the_folder_by_hand_does_not_count(real: Post) -> None:
    from hashlib import sha256

    (real.folder / "protocols").mkdir()
    (real.folder / "protocols" / f"{sha256(KEY).hexdigest()}.osys").write_bytes(KEY)
    assert keys_of(real) == set()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        KEY + b"\n",
        changed(KEY, lambda c: c.update(use="other")),
        changed(KEY, lambda c: c.update(public="00")),
        changed(KEY, lambda c: c.update(holder="")),
        changed(KEY, lambda c: c.update(more="x")),
    ],
    ids=["empty", "one more byte", "another use", "short key", "nobody", "another field"],
)
def test_a_file_that_is_no_key_is_refused_and_changes_nothing(real: Post, data: bytes) -> None:
    before = real.files()
    with real.opened() as room, pytest.raises(RefusedFile):
        accept_key(room, data, real.at)
    assert real.files().keys() == before.keys()
    assert keys_of(real) == set()


def test_one_person_alone_installs_no_protocol(trusting: Post) -> None:
    data = delivery(a_version(), ANNE, BASILE)
    with trusting.opened() as room:
        install(room, data, trusting.at)
        install(room, data, trusting.at)
    assert trusting.shelf() == {}


def test_a_key_the_committee_revoked_never_enters(trusting: Post) -> None:
    late = member("Denis Faure")
    lost = next_list(NOTHING_REVOKED, keys=[RevokedKey(late.key.id, DAY, "clé perdue")])
    trusting.take(delivery(None, ANNE, BASILE, revocations=lost))
    with trusting.opened() as room, pytest.raises(RefusedFile) as refused:
        examine_key(room, key_file(late.key))
    assert "révoqué" in refused.value.sentence


def test_a_folder_that_cannot_be_written_leaves_no_line(real: Post) -> None:
    (real.folder / "protocols").write_bytes(b"")
    with pytest.raises(StoreFailed):
        real.trust(ANNE)
    with real.opened() as room:
        assert room.vault.approvals.lines(Event.COMMITTEE_KEY_ACCEPTED) == ()
