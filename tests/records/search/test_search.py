"""Every question against a plain reading of the same sheets."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.clock import PARIS
from app.records.refusals import SessionClosed
from app.records.search import months
from app.records.search.entry import matricule_code
from app.records.search.folding import folded
from app.records.search.phonetic import sound
from app.records.sheets.archive import Archive
from app.records.vault import ChangeKind, ChangeRequest, Names, Query, SheetLine, Vault
from tests.records.search.people import LEVELS, Sheet, sheets
from tests.records.stations import opened, shell, vault_of

TOWN = sheets(260)
VAULT = "vault.sqlite"


class Watched:
    """An archive that tells which rows were read of which months."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.read: list[tuple[int, int]] = []

    def lines_of_month(self, month: int, after: int) -> Iterator[SheetLine]:
        self.read.append((month, after))
        return self._archive.lines_of_month(month, after)


def watched(vault: Vault) -> Watched:
    found = Watched(vault._archive)
    vault._search._months._archive = found  # type: ignore[assignment]  # it reads nothing else here
    return found


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, _empty_station: Path) -> Path:
    folder = Path(shutil.copytree(_empty_station, tmp_path_factory.mktemp("town") / "station"))
    with opened(folder, now=TOWN[-1].at) as session:
        for one in TOWN:
            vault_of(session).seal(one.request, vault_of(session).tree_head())
    return folder


@pytest.fixture
def vault(town: Path, tmp_path: Path) -> Iterator[Vault]:
    with opened(Path(shutil.copytree(town, tmp_path / "station")), now=TOWN[-1].at) as session:
        yield vault_of(session)


def ranks(vault: Vault, query: Query) -> list[int]:
    found = vault.find(query, most=1000)
    assert found.total == len(found.lines)
    return [int.from_bytes(line.sheet_id, "big") for line in found.lines]


def expected(holds: Callable[[Sheet], bool]) -> list[int]:
    return [one.rank for one in reversed(TOWN) if holds(one)]


def names(one: Sheet) -> list[str]:
    summary = one.summary
    return folded(f"{summary.family} {summary.used} {summary.given}").split()


def test_an_empty_question_lists_everything_the_newest_first(vault: Vault) -> None:
    assert ranks(vault, Query()) == expected(lambda _: True)


@pytest.mark.parametrize(
    "asked", ["mart", "MARTIN", "l'heritier", "heritier", "oeuv", "celik", "z"]
)
def test_names_are_found_by_their_beginning_without_accents(vault: Vault, asked: str) -> None:
    def holds(one: Sheet) -> bool:
        return all(
            any(name.startswith(word) for name in names(one)) for word in folded(asked).split()
        )

    assert ranks(vault, Query(asked)) == expected(holds) != []


def test_several_words_must_all_be_said(vault: Vault) -> None:
    found = ranks(vault, Query("camille martin gorge"))
    assert found == expected(
        lambda one: (
            {"camille", "martin"} <= set(names(one))
            and one.summary.protocol_id == "douleur_pharyngee"
        )
    )
    assert found


def test_an_ins_is_found_with_or_without_its_key(vault: Vault) -> None:
    wanted = TOWN[42].summary.matricule
    for asked in (wanted[:13], wanted, wanted.lower(), f"{wanted[:1]} {wanted[1:3]} {wanted[3:]}"):
        assert ranks(vault, Query(asked)) == expected(
            lambda one: one.summary.matricule[:13] == wanted[:13]
        )


def test_a_day_is_a_birth_or_a_sealing(vault: Vault) -> None:
    born = datetime.fromisoformat(TOWN[7].summary.birth_date)
    assert TOWN[7].rank in ranks(vault, Query(f"{born:%d/%m/%Y}"))
    sealed = TOWN[50].at.astimezone(PARIS)
    assert ranks(vault, Query(f"{sealed:%d/%m/%Y}")) == expected(
        lambda one: one.at.astimezone(PARIS).date() == sealed.date()
    )


def test_filters_and_period_hold_together(vault: Vault) -> None:
    since, before = TOWN[60].at, TOWN[200].at
    query = Query(protocol="piqure_tique", level=LEVELS[0], since=since, before=before)
    assert ranks(vault, query) == expected(
        lambda one: (
            one.summary.protocol_id == "piqure_tique"
            and one.summary.level == LEVELS[0]
            and since <= one.at < before
        )
    )
    assert ranks(vault, Query(protocol="unknown")) == []


def test_a_name_spelt_otherwise_is_found_by_its_sound(vault: Vault) -> None:
    found = vault.find(Query("Dupon Kamille"), most=1000)
    assert found.names in {Names.STARTS, Names.SOUNDS}
    assert [int.from_bytes(line.sheet_id, "big") for line in found.lines]
    assert vault.find(Query("Marttain")).names is Names.SOUNDS
    assert ranks(vault, Query("Marttain")) == expected(
        lambda one: any(sound(name) == sound("marttain") for name in names(one))
    )


def test_the_inside_of_a_name_is_found_when_asked(vault: Vault) -> None:
    assert ranks(vault, Query("ubi", names=Names.HOLDS)) == expected(
        lambda one: any("ubi" in name for name in names(one))
    )
    assert ranks(vault, Query("ubi", names=Names.STARTS)) == []


def test_pages_follow_one_another(vault: Vault) -> None:
    whole = ranks(vault, Query("martin"))
    pages = [vault.find(Query("martin"), offset, 7) for offset in range(0, len(whole), 7)]
    assert [int.from_bytes(line.sheet_id, "big") for page in pages for line in page.lines] == whole
    assert {(page.total, page.held) for page in pages} == {(len(whole), len(TOWN))}


def test_a_sheet_is_found_at_once_when_it_is_sealed(vault: Vault) -> None:
    vault.find(Query("nobody"))
    new = replace(TOWN[-1], rank=900, summary=replace(TOWN[-1].summary, family="Quatremère"))
    vault.seal(new.request, vault.tree_head())
    assert ranks(vault, Query("quatremere")) == [900]


def test_a_correction_takes_the_place_of_what_it_corrects(vault: Vault) -> None:
    old = TOWN[100]
    corrected = replace(old, summary=replace(old.summary, family="Quatremère"))
    request = ChangeRequest(
        corrected.request, ChangeKind.CORRECTION, "Nom mal lu", "Hélène Marchetti", 1
    )
    before = vault.find(Query())
    vault.change(request, vault.tree_head())
    assert ranks(vault, Query("quatremere")) == [old.rank]
    after = vault.find(Query())
    assert (after.total, after.held) == (before.total, before.held)


def test_months_that_are_over_are_sealed_and_read_again(town: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(town, tmp_path / "station"))
    with opened(folder, now=TOWN[-1].at) as session:
        asked = ranks(vault_of(session), Query("martin"))
    known = {one.at.year * 100 + one.at.month for one in TOWN}
    with opened(folder, now=TOWN[-1].at) as session:
        seen = watched(vault_of(session))
        assert vault_of(session).load_search() == len(TOWN)
        assert seen.read == [(max(known), 0)]
    with opened(folder, now=TOWN[-1].at) as session:
        assert ranks(vault_of(session), Query("martin")) == asked


@pytest.mark.parametrize(
    "attack",
    [
        "update segment set body = zeroblob(length(body))",
        "update segment set month = 209901 where month = 202601",
        "update segment set body = (select body from segment where month = 202602) where month = 202601",
        "delete from segment",
        "update segment set key = key + 1",
    ],
)
def test_a_list_that_was_altered_is_made_again(town: Path, tmp_path: Path, attack: str) -> None:
    folder = Path(shutil.copytree(town, tmp_path / "station"))
    with opened(folder, now=TOWN[-1].at) as session:
        asked = ranks(vault_of(session), Query("martin"))
    shell(folder / VAULT, attack)
    with opened(folder, now=TOWN[-1].at) as session:
        assert ranks(vault_of(session), Query("martin")) == asked


def test_an_older_list_put_back_does_not_hide_a_newer_sheet(town: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(town, tmp_path / "station"))
    with opened(folder, now=TOWN[-1].at) as session:
        vault_of(session).load_search()
    with closing(sqlite3.connect(folder / VAULT)) as connection:
        key, body = connection.execute(
            "select key, body from segment where month = 202601"
        ).fetchone()
    late = replace(TOWN[0], rank=901, summary=replace(TOWN[0].summary, family="Quatremère"))
    with opened(folder, now=TOWN[-1].at) as session:
        vault = vault_of(session)
        vault.seal(late.request, vault.tree_head())
        vault.load_search()
    shell(folder / VAULT, "update segment set key = ?, body = ? where month = 202601", key, body)
    with opened(folder, now=TOWN[-1].at) as session:
        assert ranks(vault_of(session), Query("quatremere")) == [901]


def test_no_name_is_readable_in_the_vault(town: Path) -> None:
    data = (town / VAULT).read_bytes()
    assert b"Saint-Aubin" not in data
    assert b"saint aubin" not in data


def test_the_running_month_is_sealed_again_every_thousand_lines(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert months.REWRITTEN_AFTER == 1000
    monkeypatch.setattr(months, "REWRITTEN_AFTER", 6)
    folder = Path(shutil.copytree(town, tmp_path / "station"))
    running = TOWN[-1].request.month
    with opened(folder, now=TOWN[-1].at) as session:
        vault = vault_of(session)
        vault.load_search()
        for rank in range(600, 608):
            seal_as(vault, rank, "Quatremère")
            assert vault.find(Query("quatremere")).total == rank - 599
        covered = vault._search._months._sealed[running].last
        asked = ranks(vault, Query())
    with opened(folder, now=TOWN[-1].at) as session:
        vault = vault_of(session)
        seen = watched(vault)
        assert ranks(vault, Query()) == asked
        assert seen.read == [(running, covered)]


def test_many_small_parts_are_put_together_and_answer_the_same(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "MOST_PARTS", 3)
    for rank in range(700, 712):
        seal_as(vault, rank, "Quatremère" if rank % 2 else "Dupont")
        vault.load_search()
    assert len(vault._search._months.up_to_date()) <= 4
    assert ranks(vault, Query("quatremere")) == list(range(711, 700, -2))
    assert ranks(vault, Query())[:12] == list(range(711, 699, -1))


def test_a_sheet_of_an_earlier_month_takes_its_place_in_the_order(vault: Vault) -> None:
    vault.load_search()
    january = replace(TOWN[10], rank=801, at=TOWN[10].at)
    vault.seal(january.request, vault.tree_head())
    months_found = [line.month for line in vault.find(Query(), most=1000).lines]
    assert months_found == sorted(months_found, reverse=True)
    assert 801 in ranks(vault, Query())


def test_a_corrected_sheet_is_found_once_after_its_month_was_sealed(
    town: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(town, tmp_path / "station"))
    old = TOWN[30]
    corrected = replace(old, summary=replace(old.summary, family="Quatremère", used=""))
    change = ChangeRequest(
        corrected.request, ChangeKind.CORRECTION, "Nom mal lu", "Hélène Marchetti", 1
    )
    with opened(folder, now=TOWN[-1].at) as session:
        vault = vault_of(session)
        vault.load_search()
        vault.change(change, vault.tree_head())
        vault.load_search()
    with opened(folder, now=TOWN[-1].at) as session:
        vault = vault_of(session)
        seen = watched(vault)
        assert vault.load_search() == len(TOWN)
        assert [month for month, _ in seen.read] == [TOWN[-1].request.month]
        assert ranks(vault, Query("quatremere")) == [old.rank]
        assert ranks(vault, Query()).count(old.rank) == 1


def test_a_row_taken_away_in_the_back_of_the_station_is_not_shown(
    vault: Vault, tmp_path: Path
) -> None:
    before = ranks(vault, Query("martin"))
    rank = before[0].to_bytes(16, "big")
    for sql in (
        "delete from summary where id = ?",
        "delete from document where sheet = ?",
        "delete from sheet where id = ?",
    ):
        vault._search._months._store.execute(sql, (rank,))
    lines = vault.find(Query("martin"), most=1000).lines
    assert [int.from_bytes(line.sheet_id, "big") for line in lines] == before[1:]


def test_what_the_memory_says_is_compared_with_the_sealed_line(vault: Vault) -> None:
    vault.load_search()
    (part,) = vault._search._months.up_to_date()
    part.held["matricules"][:] = matricule_code(TOWN[42].summary.matricule[:13])
    found = ranks_shown(vault, Query(TOWN[42].summary.matricule))
    assert found == expected(
        lambda one: one.summary.matricule[:13] == TOWN[42].summary.matricule[:13]
    )


def test_an_altered_line_is_shown_as_such_and_hides_nothing(town: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(town, tmp_path / "station"))
    with opened(folder, now=TOWN[-1].at) as session:
        asked = ranks(vault_of(session), Query("martin"))
    altered = asked[-1].to_bytes(16, "big")
    shell(folder / VAULT, "update summary set body = zeroblob(length(body)) where id = ?", altered)
    with opened(folder, now=TOWN[-1].at) as session:
        lines = vault_of(session).find(Query("martin"), most=1000).lines
    assert [int.from_bytes(line.sheet_id, "big") for line in lines] == asked
    assert [line.sheet_id for line in lines if not line.intact] == [altered]


def test_an_altered_line_that_no_list_covers_is_counted(town: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(town, tmp_path / "station"))
    altered = TOWN[-1].rank.to_bytes(16, "big")
    shell(folder / VAULT, "update summary set body = zeroblob(length(body)) where id = ?", altered)
    with opened(folder, now=TOWN[-1].at) as session:
        vault = vault_of(session)
        assert (vault.find(Query("martin")).unread, vault.find(Query()).unread) == (1, 1)
        newest = vault.find(Query()).lines[0]
    assert (newest.sheet_id, newest.intact) == (altered, False)


def test_the_end_of_the_session_overwrites_every_column_and_every_name(
    town: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(town, tmp_path / "station"))
    with opened(folder, now=TOWN[-1].at) as session:
        vault = vault_of(session)
        vault.load_search()
        seal_as(vault, 950, "Quatremère")
        parts = list(vault._search._months.up_to_date())
        assert len(parts) == 2
        assert b"quatremere" in parts[1].names.text
    for part in parts:
        assert not any(part.names.text)
        names = (part.names.ends, part.names.starts, part.names.lines, part.names.sounds)
        for array in (*part.held.values(), part.alive, *names):
            assert not any(array.tobytes())
    with pytest.raises(SessionClosed):
        vault.find(Query("martin"))


def seal_as(vault: Vault, rank: int, family: str) -> None:
    """Seal one more sheet today, of somebody of this name."""
    summary = replace(TOWN[-1].summary, family=family, used="", given="Zoé")
    vault.seal(replace(TOWN[-1], rank=rank, summary=summary).request, vault.tree_head())


def ranks_shown(vault: Vault, query: Query) -> list[int]:
    lines = vault.find(query, most=1000).lines
    return [int.from_bytes(line.sheet_id, "big") for line in lines]
