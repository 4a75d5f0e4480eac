"""A list of withdrawals only grows, and only the committee makes it."""

from dataclasses import replace

import pytest

from protocols.sign import Subject, signed, unsigned
from protocols.sign_refusals import (
    OlderThanInstalled,
    OtherBytes,
    SignatureRefusal,
    TooFewSignatures,
    UnreadableFile,
)
from protocols.sign_revocations import (
    NOTHING_REVOKED,
    Revocations,
    RevokedKey,
    WithdrawnVersion,
    list_signers,
    next_list,
    read_revocations,
    require_successor,
    revocations_file,
)
from tests.protocols.signatures.committee import (
    DAY,
    Member,
    changed,
    committee,
    list_signatures,
    members,
)

ANNE, BASILE, CHLOE = members()
TRUSTED = committee(ANNE, BASILE, CHLOE)
OLD = WithdrawnVersion("piqure_tique", "2026.11.0", DAY, "seuil à revoir")
OTHER = WithdrawnVersion("cephalee", "2026.11.0", DAY, "texte à revoir")
LOST = RevokedKey(CHLOE.key.id, DAY, "clé perdue")


def count(revocations: Revocations, *people: Member) -> int:
    data = revocations_file(revocations)
    return len(list_signers(data, list_signatures(revocations, *people), TRUSTED))


def test_a_list_follows_the_one_before_and_keeps_all_of_it() -> None:
    first = next_list(NOTHING_REVOKED, [OLD])
    second = next_list(first, [OTHER], [LOST])
    assert (first.counter, second.counter) == (1, 2)
    require_successor(first, second)
    assert second.withdrawal("piqure_tique", "2026.11.0") == OLD
    assert second.revoked == {CHLOE.key.id}
    assert read_revocations(revocations_file(second)) == second


def test_nothing_is_withdrawn_twice() -> None:
    first = next_list(NOTHING_REVOKED, [OLD], [LOST])
    with pytest.raises(SignatureRefusal):
        next_list(first, [replace(OLD, reason="encore")], [replace(LOST, reason="encore")])


@pytest.mark.parametrize("counter", [0, 1, 2])
def test_a_counter_that_does_not_go_up_is_refused(counter: int) -> None:
    known = replace(next_list(NOTHING_REVOKED, [OLD]), counter=2)
    with pytest.raises(OlderThanInstalled):
        require_successor(known, replace(next_list(known, [OTHER]), counter=counter))


@pytest.mark.parametrize("forgotten", ["versions", "keys"])
def test_a_list_that_forgets_something_is_refused(forgotten: str) -> None:
    known = next_list(NOTHING_REVOKED, [OLD], [LOST])
    after = replace(next_list(known, [OTHER]), **{forgotten: ()})
    with pytest.raises(OlderThanInstalled) as refused:
        require_successor(known, after)
    assert "oublie" in refused.value.sentence


def test_a_list_asks_for_as_many_people_as_a_protocol() -> None:
    revocations = next_list(NOTHING_REVOKED, [OLD])
    assert count(revocations, ANNE, BASILE) == 2
    with pytest.raises(TooFewSignatures):
        count(revocations, ANNE)


def test_a_key_does_not_vouch_for_the_list_that_revokes_it() -> None:
    revocations = next_list(NOTHING_REVOKED, keys=[LOST])
    with pytest.raises(TooFewSignatures):
        count(revocations, ANNE, CHLOE)


def test_the_signature_of_another_counter_does_not_count() -> None:
    revocations = next_list(NOTHING_REVOKED, [OLD])
    data = revocations_file(revocations)
    signatures = replace(list_signatures(revocations, ANNE, BASILE), version="7")
    with pytest.raises(OtherBytes):
        list_signers(data, signatures, TRUSTED)


def test_a_protocol_signature_over_a_list_does_not_count() -> None:
    data = revocations_file(next_list(NOTHING_REVOKED, [OLD]))
    found = unsigned(Subject.PROTOCOL, "revocations", "1", data)
    for one in (ANNE, BASILE):
        found = signed(found, data, (one.key, one.private), DAY, "")
    with pytest.raises(OtherBytes):
        list_signers(data, found, TRUSTED)
    with pytest.raises(OtherBytes):
        list_signers(data, replace(found, subject=Subject.REVOCATIONS), TRUSTED)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(counter=-1),
        lambda content: content.update(counter="1"),
        lambda content: content.update(more="x"),
        lambda content: content["versions"].append(content["versions"][0]),
        lambda content: content["versions"].reverse(),
        lambda content: content["versions"][0].update(id="../../etc/passwd"),
        lambda content: content["versions"][0].update(version="2026.11"),
        lambda content: content["versions"][0].update(date="2026-13-01"),
        lambda content: content["versions"][0].update(reason="une ligne\nune autre"),
        lambda content: content["versions"][0].update(reason="\u202eà l’envers"),
        lambda content: content["keys"][0].update(key="xyz"),
    ],
)
def test_a_list_that_says_something_else_is_refused(change: object) -> None:
    whole = next_list(NOTHING_REVOKED, [OLD, OTHER], [LOST])
    assert callable(change)
    with pytest.raises(UnreadableFile):
        read_revocations(changed(revocations_file(whole), change))
