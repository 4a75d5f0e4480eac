"""Two of three printed shares open the station again; one share, or another's, opens nothing."""

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.records.check.verify import verify
from app.records.journal.entries import Event
from app.records.keys.accounts import Domain
from app.records.keys.recovery_keys import recovery_key
from app.records.keys.roster import Role, roster
from app.records.keys.rotation import rotate
from app.records.people.changes import revoke
from app.records.people.making import NewPerson
from app.records.people.recovery import (
    YEAR,
    RecoveryState,
    ShareStanding,
    confirm_shares,
    make_shares,
    recovery_state,
    try_shares,
)
from app.records.people.refusals import (
    LoginTaken,
    NeedsHolder,
    NoShares,
    RefusedPerson,
    RefusedShare,
    SharesDiffer,
)
from app.records.people.rescue import recover
from app.records.people.shares import COUNT, Share, Shares, join_shares, split_key
from app.records.people.unlock import unlock
from app.records.refusals import FolderBusy, Tampered, WrongSecret
from app.records.station_file import KEYSTORE, STATION, VAULT
from tests.records.people.test_changes import events, everything_opens, room_of
from tests.records.stations import (
    CHEAP,
    LATER,
    PEOPLE,
    SECRET,
    make_station,
    opened,
    peek,
    seal,
    shell,
    vault_of,
)

KEY = bytes(range(32))
OTHER = "un autre secret de personne inventée"
CLAIRE = NewPerson("claire", "Claire Dumont", "Pharmacienne", Role.PHARMACIST, OTHER)
PAIRS = list(itertools.permutations(range(COUNT), 2))


def typed(share: Share) -> str:
    return " ".join(share.words)


def given_shares(folder: Path, login: str = "helene") -> Shares:
    with opened(folder, login) as session:
        return make_shares(room_of(session), LATER)


def pair(shares: Shares, first: int = 0, second: int = 2) -> list[str]:
    return [typed(shares.shares[first]), typed(shares.shares[second])]


def state_of(folder: Path, now: object = LATER) -> RecoveryState:
    with opened(folder) as session:
        return recovery_state(session.own, now)  # type: ignore[arg-type]  # a datetime


@settings(max_examples=10, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_any_two_shares_give_the_key_back(key: bytes) -> None:
    shares = split_key(key)
    assert [len(share.words) for share in shares] == [33, 33, 33]
    for first, second in PAIRS:
        assert join_shares([typed(shares[first]), typed(shares[second])]) == key


def test_four_letters_of_each_word_are_enough() -> None:
    shares = split_key(KEY)
    short = [" ".join(f"{n}. {w[:4].upper()}" for n, w in enumerate(s.words, 1)) for s in shares]
    assert join_shares(short[:2]) == KEY


@pytest.mark.parametrize("place", [0, 4, 20, 32])
def test_a_word_read_as_another_is_refused(place: int) -> None:
    shares = split_key(KEY)
    words = list(shares[0].words)
    words[place] = "academic" if words[place] != "academic" else "acid"
    with pytest.raises(RefusedShare) as refused:
        join_shares([" ".join(words), typed(shares[1])])
    assert "Feuille 1" in refused.value.sentence
    assert words[place + 1 if place < 32 else 0] not in refused.value.sentence


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda words: [*words[:7], "xyzw", *words[8:]], "mot 8"),
        (lambda words: words[:-1], "32 mots"),
        (lambda words: [*words, words[0]], "34 mots"),
        (lambda words: [words[1], words[0], *words[2:]], "inversés"),
        (lambda words: [], "0 mots"),
    ],
)
def test_a_damaged_share_says_where(damage, said: str) -> None:
    shares = split_key(KEY)
    with pytest.raises(RefusedShare) as refused:
        join_shares([typed(shares[0]), " ".join(damage(list(shares[1].words)))])
    assert "Feuille 2" in refused.value.sentence
    assert said in refused.value.sentence


def test_one_share_twice_or_shares_of_two_sets_are_refused() -> None:
    shares, others = split_key(KEY), split_key(KEY)
    for wrong in ([0, 0], [0], [0, 1, 2]):
        with pytest.raises(RefusedShare, match="RefusedShare") as refused:
            join_shares([typed(shares[one]) for one in wrong])
        assert "deux parts différentes" in refused.value.sentence
    with pytest.raises(RefusedShare) as refused:
        join_shares([typed(shares[0]), typed(others[1])])
    assert "ne vont pas ensemble" in refused.value.sentence


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_shares_make_a_pharmacist_who_opens_everything(
    full_folder: Path, first: int, second: int
) -> None:
    shares = given_shares(full_folder)
    recover(full_folder, pair(shares, first, second), CLAIRE, LATER, CHEAP)
    everything_opens(full_folder, "claire", OTHER)
    with unlock(full_folder, "claire", OTHER, LATER) as session:
        assert seal(vault_of(session), 9, now=LATER).number
        assert recovery_state(session.own, LATER).standing is ShareStanding.USED
    assert Event.SHARES_USED in events(full_folder)
    assert verify(full_folder).findings == ()
    everything_opens(full_folder, "helene")


def test_a_forgotten_account_comes_back_under_its_login(full_folder: Path) -> None:
    shares = given_shares(full_folder)
    again = replace(PEOPLE[0], secret=OTHER)
    recover(full_folder, pair(shares), again, LATER, CHEAP)
    with pytest.raises(WrongSecret):
        opened(full_folder)
    everything_opens(full_folder, "helene", OTHER)
    assert len(roster(full_folder)) == len(PEOPLE)
    assert verify(full_folder).findings == ()


def test_shares_follow_the_keys_through_revocations(full_folder: Path) -> None:
    shares = given_shares(full_folder)
    with opened(full_folder) as session:
        revoke(room_of(session), "bruno", LATER)
        rotate(room_of(session), [Domain.SHEETS], LATER)
    recover(full_folder, pair(shares), CLAIRE, LATER, CHEAP)
    everything_opens(full_folder, "claire", OTHER)


def test_shares_of_another_station_or_a_former_set_open_nothing(
    folder: Path, tmp_path: Path
) -> None:
    former = given_shares(folder)
    foreign = given_shares(make_station(tmp_path / "other"))
    given_shares(folder)
    before = (folder / KEYSTORE).read_bytes()
    for wrong in (former, foreign):
        with pytest.raises(RefusedShare) as refused:
            recover(folder, pair(wrong), CLAIRE, LATER, CHEAP)
        assert "pas celles de ce poste" in refused.value.sentence
    assert (folder / KEYSTORE).read_bytes() == before


def test_a_station_without_shares_says_so(folder: Path) -> None:
    with pytest.raises(NoShares):
        recover(folder, ["a", "b"], CLAIRE, LATER, CHEAP)
    with opened(folder) as session, pytest.raises(NoShares):
        try_shares(room_of(session), ["a", "b"], LATER)


def test_only_a_pharmacists_account_comes_from_shares(folder: Path) -> None:
    shares = given_shares(folder)
    with pytest.raises(RefusedPerson):
        recover(folder, pair(shares), replace(CLAIRE, role=Role.OWNER), LATER, CHEAP)
    with pytest.raises(LoginTaken):
        recover(folder, pair(shares), replace(CLAIRE, login="odile"), LATER, CHEAP)


def test_an_open_station_is_not_recovered(folder: Path) -> None:
    shares = given_shares(folder)
    with opened(folder), pytest.raises(FolderBusy):
        recover(folder, pair(shares), CLAIRE, LATER, CHEAP)


def test_an_owner_makes_no_shares(folder: Path) -> None:
    with opened(folder, "odile") as session, pytest.raises(NeedsHolder):
        make_shares(room_of(session), LATER)


def test_shares_count_once_words_of_two_were_typed_again(folder: Path) -> None:
    with opened(folder) as session:
        room = room_of(session)
        shares = make_shares(room, LATER)
        assert recovery_state(session.own, LATER).standing is ShareStanding.UNCHECKED
        assert "relues" in recovery_state(session.own, LATER).sentence
        first, second = shares.questions()
        words = {share.number: share.words for share in shares.shares}
        right = {q: " ".join(words[q.number][q.first - 1 : q.last]) for q in (first, second)}
        wrong = {**right, second: right[first]}
        for answers in (wrong, {first: right[first]}, {}, {**right, second: ""}):
            with pytest.raises(SharesDiffer):
                confirm_shares(room, shares, answers, LATER)
        assert recovery_state(session.own, LATER).standing is ShareStanding.UNCHECKED
        confirm_shares(room, shares, right, LATER)
    state = state_of(folder)
    assert (state.standing, state.sentence) == (ShareStanding.CHECKED, "")
    assert state.due_at == LATER + YEAR
    assert events(folder)[-2:] == [Event.SHARES_MADE, Event.SHARES_CHECKED]


def test_words_are_asked_of_two_shares_and_never_the_common_ones(folder: Path) -> None:
    shares = given_shares(folder)
    asked = [shares.questions() for _ in range(200)]
    assert {tuple(one.number for one in pair) for pair in asked} == {(1, 2), (1, 3), (2, 3)}
    for question in itertools.chain.from_iterable(asked):
        assert 6 <= question.first <= question.last <= 33
        assert question.last - question.first == 3
        assert str(question.first) in question.sentence


def test_shares_replaced_meanwhile_are_not_confirmed(folder: Path) -> None:
    with opened(folder) as session:
        room = room_of(session)
        shares = make_shares(room, LATER)
        words = {share.number: share.words for share in shares.shares}
        right = {q: " ".join(words[q.number][q.first - 1 : q.last]) for q in shares.questions()}
        make_shares(room, LATER + timedelta(minutes=1))
        with pytest.raises(NoShares):
            confirm_shares(room, shares, right, LATER)


def test_a_year_later_a_test_is_due_and_two_shares_pass_it(folder: Path) -> None:
    shares = given_shares(folder)
    with opened(folder) as session:
        try_shares(room_of(session), pair(shares), LATER)
    assert state_of(folder).standing is ShareStanding.CHECKED
    late = LATER + YEAR
    assert state_of(folder, late).standing is ShareStanding.DUE
    assert "un an" in state_of(folder, late).sentence
    with unlock(folder, "odile", SECRET, late) as session:
        try_shares(room_of(session), pair(shares, 1, 2), late)
    assert state_of(folder, late).standing is ShareStanding.CHECKED


def test_a_demonstration_without_shares_says_nothing(folder: Path) -> None:
    state = state_of(folder)
    assert (state.standing, state.sentence) == (ShareStanding.NONE, "")


@pytest.mark.parametrize(
    "sql",
    [
        "update recovery set public = zeroblob(32)",
        "update recovery set state = 2",
        "update recovery set checked = 9999999999999",
        "update recovery set checked = -1",
        "update recovery set signature = zeroblob(64)",
    ],
)
def test_a_recovery_key_the_station_did_not_sign_is_refused(folder: Path, sql: str) -> None:
    shares = given_shares(folder)
    assert shell(folder / KEYSTORE, sql) == 1
    with opened(folder) as session:
        with pytest.raises(Tampered):
            recovery_state(session.own, LATER)
        # Above all, the domain keys are not sealed to somebody else's key.
        with pytest.raises(Tampered):
            rotate(room_of(session), [Domain.SHEETS], LATER)
    with pytest.raises(Tampered):
        recover(folder, pair(shares), CLAIRE, LATER, CHEAP)


@pytest.mark.parametrize(
    "sql",
    [
        "update recovery_grant set sealed = zeroblob(80) where domain = 1",
        "update recovery_grant set epoch = 9 where domain = 1",
        "update recovery_grant set epoch = -1 where domain = 1",
        "delete from recovery_grant where domain = 1",
        "update recovery_grant set signature = zeroblob(64) where domain = 4",
    ],
)
def test_altered_recovery_grants_are_refused(folder: Path, sql: str) -> None:
    shares = given_shares(folder)
    assert shell(folder / KEYSTORE, sql) == 1
    with pytest.raises(Tampered):
        recover(folder, pair(shares), CLAIRE, LATER, CHEAP)


def test_no_share_nor_key_is_on_the_disk(folder: Path) -> None:
    shares = given_shares(folder)
    private = join_shares(pair(shares))
    for file in folder.iterdir():
        content = file.read_bytes()
        assert private not in content
        assert not any(typed(one).encode() in content for one in shares.shares)
    assert repr(shares) == repr(replace(shares, shares=()))
    assert len({repr(replace(one, number=1)) for one in shares.shares}) == 1


def test_a_damaged_journal_does_not_close_the_way_back(full_folder: Path) -> None:
    shares = given_shares(full_folder)
    shell(full_folder / VAULT, "delete from ledger where seq = 3")
    recover(full_folder, pair(shares), CLAIRE, LATER, CHEAP)
    with unlock(full_folder, "claire", OTHER, LATER) as session:
        assert len(vault_of(session).sheets()) == 3
    # The lines wait until the journal is mended.
    assert len(peek(full_folder / KEYSTORE, "select 1 from note")) == 2


def test_the_station_file_of_another_station_is_refused(folder: Path, tmp_path: Path) -> None:
    shares = given_shares(folder)
    other = make_station(tmp_path / "other")
    (folder / STATION).write_bytes((other / STATION).read_bytes())
    with pytest.raises(Tampered):
        recover(folder, pair(shares), CLAIRE, LATER, CHEAP)


def test_a_session_reads_the_recovery_key_it_wrote(folder: Path) -> None:
    with opened(folder) as session:
        room = room_of(session)
        assert recovery_key(room.keystore, room.station) is None
        make_shares(room, LATER)
        key = recovery_key(room.keystore, room.station)
        assert key is not None
        assert key.checked_ms == 0
