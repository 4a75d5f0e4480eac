"""What each depth of verification sees, what anchors add, how it is stopped."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.records.anchors.anchor import PrintedAnchor
from app.records.anchors.keepers import ANCHORS
from app.records.check.signatures import CheckStopped
from app.records.check.verify import Check, Depth, verify
from app.records.check.witnesses import NoAnchors, Witnesses
from app.records.station_file import VAULT
from tests.records.stations import LATER, opened, peek, seal, shell, vault_of

DOCUMENT = (
    "update document set body = cast(substr(body, 1, 200) || zeroblob(length(body) - 200) as blob)"
)
SIGNED = (
    "update ledger set entry = cast(substr(entry, 1, length(entry) - 64) || randomblob(64) as blob)"
    " where seq = (select max(seq) from ledger)"
)


def _numbers(folder: Path, depth: Depth) -> set[int]:
    return {one.seq for one in verify(folder, Check(depth)).findings}


@pytest.mark.parametrize(
    ("sql", "seen_from"),
    [
        ("delete from ledger where seq = 3", Depth.HASHES),
        ("update ledger set leaf = randomblob(32) where seq = 3", Depth.HASHES),
        (SIGNED, Depth.HASHES),
        ("delete from head where size = 4", Depth.HASHES),
        ("update head set root = randomblob(32)", Depth.HASHES),
        ("update head set root = randomblob(32) where size = 4", Depth.ROWS),
        ("delete from summary", Depth.ROWS),
        ("update sheet set seq = seq + 100", Depth.ROWS),
        (
            "update sheet set body = cast(substr(body, 1, 100) || randomblob(156) as blob)",
            Depth.ROWS,
        ),
        ("delete from document where kind = 1", Depth.ROWS),
        (DOCUMENT, Depth.DATA),
    ],
)
def test_a_fault_is_seen_from_its_depth_on(full_folder: Path, sql: str, seen_from: Depth) -> None:
    assert shell(full_folder / VAULT, sql) > 0
    for depth in Depth:
        assert bool(_numbers(full_folder, depth)) == (depth >= seen_from), depth


def _footer(folder: Path, size: int) -> PrintedAnchor:
    [(root,)] = peek(folder / VAULT, "select root from head where size = ?", size)
    assert isinstance(root, bytes)
    return PrintedAnchor(size, root.hex()[:16])


@pytest.fixture
def old_copy(full_folder: Path) -> tuple[Path, Path]:
    """The folder as it was, and the anchors of what came after."""
    with opened(full_folder):
        pass
    old = Path(shutil.copytree(full_folder, full_folder.with_name("old")))
    with opened(full_folder) as session:
        seal(vault_of(session), 4)
        seal(vault_of(session), 5)
    return old, full_folder / ANCHORS


def test_a_footer_kept_on_paper_shows_an_old_copy(
    full_folder: Path, old_copy: tuple[Path, Path]
) -> None:
    old, _ = old_copy
    footer = _footer(full_folder, 11)
    whole = verify(full_folder, Check(witnesses=Witnesses((footer,))))
    assert (whole.findings, whole.agreeing) == ((), 2)
    [finding] = verify(old, Check(witnesses=Witnesses((footer,)))).findings
    assert "Une copie ancienne" in finding.sentence and "11" in finding.sentence


def test_a_file_of_anchors_shows_an_old_copy_even_grown(
    full_folder: Path, old_copy: tuple[Path, Path]
) -> None:
    old, anchors = old_copy
    check = Check(Depth.HASHES, Witnesses(files=(anchors,)))
    [finding] = verify(old, check).findings
    assert "ancienne" in finding.sentence
    with opened(old) as session:
        for number in (6, 7, 8, 9):
            seal(vault_of(session), number, now=LATER + timedelta(minutes=number))
    assert verify(old).findings == ()
    [fork] = verify(old, check).findings
    assert fork.seq == 10 and "réécrit entre les entrées 10 et 10" in fork.sentence
    assert verify(full_folder, check).findings == ()


def test_an_old_vault_in_a_newer_folder_is_seen_without_anything_else(
    full_folder: Path, old_copy: tuple[Path, Path]
) -> None:
    old, _ = old_copy
    shutil.copy(old / VAULT, full_folder / VAULT)
    [finding] = verify(full_folder).findings
    assert ANCHORS in finding.sentence


def test_a_file_without_an_anchor_of_this_station_is_refused(
    full_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").write_bytes(b"")
    for path in (tmp_path / "absent", tmp_path / "empty", tmp_path):
        with pytest.raises(NoAnchors):
            verify(full_folder, Check(witnesses=Witnesses(files=(path,))))


def test_progress_counts_entries_and_stops_the_check(full_folder: Path) -> None:
    told: list[tuple[int, int]] = []

    def heard(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    verify(full_folder, Check(progress=heard))
    assert told == [(0, 9), (9, 9)]
    with pytest.raises(CheckStopped):
        verify(full_folder, Check(progress=lambda _done, _total: False))
    assert verify(full_folder, Check(Depth.HASHES, progress=lambda _d, _t: False)).findings == ()
