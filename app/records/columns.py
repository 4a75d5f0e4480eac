"""The columns of a row, with the type they must have."""

from collections.abc import Mapping

from app.records.refusals import Tampered

Value = int | bytes | str | None
Row = Mapping[str, object]


def blob(row: Row, name: str) -> bytes:
    """Return the bytes of one column.

    Raises:
        Tampered: the column holds something else.
    """
    value = row[name]
    if not isinstance(value, bytes):
        raise Tampered
    return value


def integer(row: Row, name: str) -> int:
    """Return the integer of one column, or refuse as ``blob`` does."""
    value = row[name]
    if not isinstance(value, int):
        raise Tampered
    return value


def text(row: Row, name: str) -> str:
    """Return the text of one column, or refuse as ``blob`` does."""
    value = row[name]
    if not isinstance(value, str):
        raise Tampered
    return value
