"""A full disk: a sentence, the draft kept, nothing half written, and work resumes with room."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.records import database
from app.records.check.verify import verify
from app.records.people.unlock import Session
from app.records.refusals import DiskFull, StoreFailed
from app.records.vault import Document, DocumentKind, Vault
from tests.records.stations import LATER, a_request, make_station, opened, vault_of

LARGE = (Document(DocumentKind.PDF, os.urandom(300_000)),)


def _refuses_and_keeps(vault: Vault) -> None:
    """Seal on a full disk: refused, and everything stands as it stood."""
    request = replace(a_request(1), documents=LARGE)
    head = vault.tree_head()
    with pytest.raises(DiskFull) as refused:
        vault.seal(request, head)
    assert "brouillon est conservé" in refused.value.sentence
    assert (vault.tree_head(), vault.sheets(), vault.outbox()) == (head, (), ())
    assert [draft.body for draft in vault.drafts()] == [b"answers"]


def _seals(vault: Vault) -> None:
    request = replace(a_request(1), documents=LARGE)
    vault.seal(request, vault.tree_head())
    assert vault.read(request.sheet_id).documents == {DocumentKind.PDF: LARGE[0].content}
    assert vault.drafts() == ()


def _save(vault: Vault) -> None:
    draft_id = a_request(1).draft_id
    assert draft_id is not None
    vault.save_draft(draft_id, b"answers", LATER)


def test_a_file_that_may_not_grow_refuses_the_sheet_and_keeps_the_draft(
    folder: Path, session: Session
) -> None:
    vault = vault_of(session)
    _save(vault)
    store = vault._sealing._store
    pages = store.rows("pragma page_count")[0]["page_count"]
    store.execute(f"pragma max_page_count = {pages + 10}")
    _refuses_and_keeps(vault)
    assert verify(folder).findings == ()
    store.execute("pragma max_page_count = 1000000")
    _seals(vault)
    assert verify(folder).findings == ()


class SmallDisk:
    """A disk of 2 MB where one may be mounted; elsewhere, a vault that may not grow."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(path)]
        self.mounted = (
            shutil.which("mount") is not None
            and subprocess.run(command, check=False, capture_output=True).returncode == 0
        )

    def fill(self, vault: Vault) -> None:
        if self.mounted:
            filler = os.open(self.path / "filler", os.O_CREAT | os.O_WRONLY)
            while _writes(filler):
                pass
            os.close(filler)
        else:
            vault._sealing._store.execute("pragma max_page_count = 1")

    def free(self, vault: Vault) -> None:
        (self.path / "filler").unlink(missing_ok=True)
        vault._sealing._store.execute("pragma max_page_count = 1000000")


def _writes(descriptor: int) -> bool:
    try:
        os.write(descriptor, bytes(4096))
    except OSError:
        return False
    return True


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    disk = SmallDisk(tmp_path / "disk")
    yield disk
    if disk.mounted:
        subprocess.run(["umount", str(disk.path)], check=True)


def test_a_full_disk_refuses_everything_new_and_loses_nothing_old(small_disk: SmallDisk) -> None:
    folder = make_station(small_disk.path / "station")
    with opened(folder) as session:
        vault = vault_of(session)
        _save(vault)
        small_disk.fill(vault)
        _refuses_and_keeps(vault)
        with pytest.raises(DiskFull):
            vault.save_draft(b"n" * 16, os.urandom(200_000), LATER)
        assert verify(folder).findings == ()
        small_disk.free(vault)
        _seals(vault)
    assert verify(folder).findings == ()


def test_a_disk_that_fails_with_room_left_is_not_called_full(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "vault.sqlite"
    with pytest.raises(StoreFailed), database._translated(path):
        raise OSError(errno.EIO, "input output")
    with pytest.raises(DiskFull), database._translated(path):
        raise OSError(errno.ENOSPC, "no space")
