"""What custody writes, scanned for what was put in it: copies, drill, restored folder, requests."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.records.copies import drill as drilling
from app.records.copies.assembling import Assembled
from app.records.copies.backup import Places, backup
from app.records.copies.drill import Reader, drill
from app.records.rights.requests import Asked, RequestKind, Requests
from app.records.vault import ChangeKind, ChangeRequest
from tests.records.copies.copied import BACK, bring_back, custody_of
from tests.records.stations import LATER, SECRET, opened, vault_of
from tests.records.test_nothing_readable import CONTENT, betrayals, forms, request


def test_nothing_is_readable_in_a_copy_a_drill_or_a_restored_folder(
    folder: Path, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, words = forms(CONTENT), CONTENT.decode()
    with opened(folder) as session:
        custody, vault = custody_of(session), vault_of(session)
        vault.seal(request(), vault.tree_head())
        newer = replace(request(), draft_id=None, now=LATER)
        asked = ChangeRequest(newer, ChangeKind.CORRECTION, words, words, 1)
        vault.change(asked, vault.tree_head())
        assert session.holds is not None
        session.holds.place(request().sheet_id, words, LATER)
        sheets = (request().sheet_id,)
        Requests(custody).keep(Asked(RequestKind.OBJECTION, words, words, sheets), LATER)
        backup(custody, places, LATER)
        assert betrayals(tmp_path, wanted) == []
    seen: list[Path] = []
    real = drilling.assemble

    def looked(source: Path, keys: Path, target: Path, progress: object) -> Assembled:
        assembled = real(source, keys, target)
        assert betrayals(target, wanted) == []
        seen.append(target)
        return assembled

    monkeypatch.setattr(drilling, "assemble", looked)
    assert drill((places.data, places.keys), BACK, Reader("helene", SECRET), room=tmp_path).read
    assert [one.exists() for one in seen] == [False]
    bring_back(places, tmp_path / "back")
    assert betrayals(tmp_path, wanted) == []
