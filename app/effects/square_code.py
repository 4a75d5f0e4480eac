"""The square code of an address, as a screen draws it: the very code of the documents."""

from app.exchange.paper.canvas import Bars, code_bars

Square = Bars


def square_code(text: str) -> Square:
    """Return the dark bars of the square code of ``text``, error correction M."""
    return code_bars(text)
