"""Where the bundled files are. Everything else asks here, so that a bundle may move them."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return the file ``name`` of this folder, such as ``fonts/Inter-400.ttf``.

    Raises:
        FileNotFoundError: this version ships no such file.
    """
    found = _FOLDER / name
    if not found.exists():
        raise FileNotFoundError(name)
    return found


@cache
def text(name: str) -> str:
    """Return the UTF-8 text of the bundled file ``name``, read once."""
    return path(name).read_text(encoding="utf-8")


@cache
def content(name: str) -> bytes:
    """Return the bytes of the bundled file ``name``, read once."""
    return path(name).read_bytes()
