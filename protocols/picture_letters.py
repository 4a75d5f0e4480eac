"""How wide words are, and how they break into lines."""

from collections.abc import Mapping

WIDE = 1.0
"""Width of a letter the font does not have, in ems: the line breaks earlier, never later."""


class Letters:
    """The widths of one font."""

    def __init__(self, widths: Mapping[str, float]) -> None:
        """Keep ``widths``: by letter, in ems."""
        self._widths = dict(widths)

    def width(self, words: str, size: float) -> float:
        """Return how wide ``words`` are drawn at ``size``."""
        return sum(self._widths.get(one, WIDE) for one in words) * size

    def lines(self, words: str, size: float, width: float) -> tuple[str, ...]:
        """Return ``words`` in lines no wider than ``width``; a no-break space never ends one.

        A single word wider than the line is cut.
        """
        lines: list[str] = []
        for word in words.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size) <= width:
                lines[-1] = longer
            else:
                lines.extend(self._cut(word, size, width))
        return tuple(lines)

    def _cut(self, word: str, size: float, width: float) -> list[str]:
        pieces = [""]
        for one in word:
            if pieces[-1] and self.width(pieces[-1] + one, size) > width:
                pieces.append("")
            pieces[-1] += one
        return pieces
