"""Every question against a plain reading of the same sheets."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.clock import PARIS
from app.records.search.folding import folded
from app.records.search.months import REWRITTEN_AFTER
from app.records.search.phonetic import sound
from app.records.vault import ChangeKind, ChangeRequest, Names, Query, Vault
from tests.records.search.people import LEVELS, Sheet, sheets
from tests.records.stations import opened, shell, vault_of

TOWN = sheets(260)
VAULT = "vault.sqlite"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, _empty_station: Path) -> Path:
    import shutil

    folder = Path(shutil.copytree(_empty_station, tmp_path_factory.mktemp("town") / "station"))
    with opened(folder, now=TOWN[-1].at) as session:
        for one in TOWN:
            vault_of(session).seal(one.request, vault_of(session).tree_head())
    return folder


@pytest.fixture
def vault(town: Path, tmp_path: Path) -> Iterator[Vault]:
    import shutil

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
    import shutil

    folder = Path(shutil.copytree(town, tmp_path / "station"))
    with opened(folder, now=TOWN[-1].at) as session:
        asked = ranks(vault_of(session), Query("martin"))
    months = {one.at.year * 100 + one.at.month for one in TOWN}
    with opened(folder, now=TOWN[-1].at) as session:
        vault = vault_of(session)
        vault._search._archive = None  # type: ignore[assignment]  # the rows are not read again
        with pytest.raises(AttributeError):
            vault.find(Query("martin"))
        assert {one.month for one in vault._search._months.up_to_date() if one.closed} == months - {
            max(months)
        }
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
    import shutil

    folder = Path(shutil.copytree(town, tmp_path / "station"))
    with opened(folder, now=TOWN[-1].at) as session:
        asked = ranks(vault_of(session), Query("martin"))
    shell(folder / VAULT, attack)
    with opened(folder, now=TOWN[-1].at) as session:
        assert ranks(vault_of(session), Query("martin")) == asked


def test_an_older_list_put_back_does_not_hide_a_newer_sheet(town: Path, tmp_path: Path) -> None:
    import shutil
    import sqlite3
    from contextlib import closing

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


def test_the_running_month_is_sealed_again_after_a_thousand_lines() -> None:
    assert REWRITTEN_AFTER == 1000
