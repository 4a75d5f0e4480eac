"""A document received, as it is read on the screen: words in order, nothing active."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; ``depth`` is 1 for a section of the document itself."""

    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of text, white space made single."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """The items of a list, in order; ``mark`` is "ordered" or "unordered"."""

    mark: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of heads, rows of cells, all of the same width."""

    caption: str
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or a file the text shows, by the name it has in the document; it is not opened."""

    name: str
    caption: str


Block = Paragraph | Bullets | Grid | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a PDF: its lines, its pictures (JPEG), or why it cannot be shown here.

    ``number`` is 0 for a picture that is no page.
    """

    number: int
    lines: tuple[str, ...]
    pictures: tuple[bytes, ...] = field(default=(), repr=False)
    refused: str = ""


Shown = Heading | Block | Sheet


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """The whole of one document, in the order it is read; ``papers`` are its PDF still unread."""

    capture_id: str
    parts: tuple[Shown, ...] = field(repr=False)
    papers: tuple[bytes, ...] = field(default=(), repr=False)
