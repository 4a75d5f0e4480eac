"""The long works on copies: one at a time, whoever asks."""

from pathlib import Path

import pytest

from app.clock import now
from app.effects.custody.long_copies import LongCopies, StillCopying
from app.office.copies import DataCopied, Places, RunBackup
from app.records.copies.refusals import InsideStation
from app.traffic import AnyMessage
from tests.stories.kept_sheets import a_station_with


def a_backup(place: Path) -> RunBackup:
    return RunBackup(Places(str(place / "data"), str(place / "keys")))


def test_a_second_long_work_is_refused_until_the_first_is_over(tmp_path: Path) -> None:
    folder = tmp_path / "station"
    a_station_with(folder, ("helene",))
    first, second = a_backup(tmp_path / "first"), a_backup(tmp_path / "second")
    refused: list[str] = []

    def begin_another(_told: AnyMessage) -> None:
        with pytest.raises(StillCopying) as still:
            copies.run(second)
        refused.append(still.value.sentence)

    copies = LongCopies(folder, now, begin_another)
    assert copies.run(first) == DataCopied(first.places)
    assert "Attendez" in refused[0]
    assert not (tmp_path / "second").exists()
    with pytest.raises(InsideStation):  # the first is over: the places are looked at again
        copies.run(a_backup(folder))
    with pytest.raises(InsideStation):  # and a work that failed is over too
        copies.run(a_backup(folder))
