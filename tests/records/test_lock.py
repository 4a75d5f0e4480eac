"""One holder at a time, on every system."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.records.lock import FolderLock
from app.records.refusals import FolderBusy


def test_a_lock_is_held_once_and_released(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    with pytest.raises(FolderBusy):
        FolderLock(tmp_path)
    lock.release()
    lock.release()
    FolderLock(tmp_path).release()


def test_a_refused_lock_closes_what_it_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, closed, close = FolderLock(tmp_path), [], os.close
    monkeypatch.setattr(os, "close", lambda descriptor: closed.append(close(descriptor)))
    with pytest.raises(FolderBusy):
        FolderLock(tmp_path)
    assert len(closed) == 1
    lock.release()


@pytest.mark.parametrize("held", [False, True])
def test_windows_locks_the_first_byte_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    asked = []

    def locking(descriptor: int, mode: int, size: int) -> None:
        asked.append((mode, size))
        if held:
            raise PermissionError

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=locking))
    monkeypatch.setattr(sys, "platform", "win32")
    if held:
        with pytest.raises(FolderBusy):
            FolderLock(tmp_path)
    else:
        FolderLock(tmp_path).release()
    assert asked == [(2, 1)]
