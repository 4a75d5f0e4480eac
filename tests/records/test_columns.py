"""A column that does not hold what it must is refused, never converted."""

import pytest

from app.records.columns import blob, integer, text
from app.records.refusals import Tampered

ROW = {"bytes": b"1", "number": 1, "words": "1", "nothing": None}


def test_columns_give_their_own_type() -> None:
    assert (blob(ROW, "bytes"), integer(ROW, "number"), text(ROW, "words")) == (b"1", 1, "1")


@pytest.mark.parametrize(("read", "own"), [(blob, "bytes"), (integer, "number"), (text, "words")])
def test_columns_of_another_type_are_refused(read, own: str) -> None:
    for name in ROW.keys() - {own}:
        with pytest.raises(Tampered):
            read(ROW, name)
