"""What the codes of a PDF font mean, and how wide its signs are; a code nobody maps is unread.

Source: ISO 32000-1 §9.6.6 (encodings and differences), §9.7 (composite fonts), §9.10.3
(ToUnicode).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

import pikepdf

UNREAD = "□"
USUAL_WIDTH = 500.0
_CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_ONE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SPAN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
_PART = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_UNI = re.compile(r"uni([0-9A-F]{4})")
_PICTOGRAMS = re.compile(r"Symbol|Dingbats|Wingdings|Webdings")
"""Fonts whose letters are pictures, whatever encoding they name."""
LONGEST_SPAN = 65_536


@dataclass(frozen=True, slots=True)
class Font:
    """Codes of ``code_bytes`` bytes, their signs and their widths (thousandths of the size)."""

    code_bytes: int
    signs: Mapping[int, str]
    widths: Mapping[int, float] = field(default_factory=dict)
    usual: float = USUAL_WIDTH

    def codes(self, text: bytes) -> Iterator[int]:
        """Yield the codes of a string."""
        for place in range(0, len(text), self.code_bytes):
            yield int.from_bytes(text[place : place + self.code_bytes], "big")

    def sign(self, code: int) -> str:
        """Return what a code says, ``UNREAD`` when the file does not say."""
        return self.signs.get(code, UNREAD)

    def width(self, code: int) -> float:
        """Return how wide the sign of a code is."""
        return self.widths.get(code, self.usual)


def font_of(described: pikepdf.Object) -> Font:
    """Return the font that a page names."""
    told = _to_unicode(described.get("/ToUnicode"))
    if described.get("/Subtype") == "/Type0":
        return Font(2, told, *_wide(described))
    if _PICTOGRAMS.search(str(described.get("/BaseFont", ""))):
        return Font(1, told)
    first = int(described.get("/FirstChar", 0))
    widths = described.get("/Widths", pikepdf.Array())
    known = {first + rank: float(one) for rank, one in enumerate(list(widths)[:256])}
    return Font(1, _simple(described.get("/Encoding")) | told, known)


def _wide(described: pikepdf.Object) -> tuple[dict[int, float], float]:
    """Return the widths of a composite font, and the usual one."""
    below = described.DescendantFonts[0]
    rest = list(below.get("/W", pikepdf.Array()))
    found: dict[int, float] = {}
    while len(rest) > 1:
        first, second = int(rest.pop(0)), rest.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + rank: float(one) for rank, one in enumerate(list(second))}
        elif rest:
            last, width = min(int(second), LONGEST_SPAN), float(rest.pop(0))
            found |= dict.fromkeys(range(first, last + 1), width)
    return found, float(below.get("/DW", 1000))


def _simple(encoding: pikepdf.Object | None) -> dict[int, str]:
    """Return the signs of a one-byte encoding with its differences; none when it has no name."""
    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    codec = _CODECS.get(str(base)) if base is not None else None
    found = _named(codec) if codec else {}
    if isinstance(encoding, pikepdf.Dictionary):
        found = found or _named("ascii")
        found |= _differences(list(encoding.get("/Differences", pikepdf.Array())))
    return found


def _named(codec: str) -> dict[int, str]:
    signs = {code: bytes([code]).decode(codec, "ignore") for code in range(32, 256)}
    return {code: sign for code, sign in signs.items() if sign}


def _differences(listed: list[pikepdf.Object]) -> dict[int, str]:
    found: dict[int, str] = {}
    code = 0
    for one in listed:
        if not isinstance(one, pikepdf.Name):
            code = int(one)
            continue
        name = str(one).removeprefix("/")
        found[code] = _glyph(name)
        code += 1
    return found


@cache
def _glyphs() -> Mapping[str, int | tuple[int, ...]]:
    """Return the Adobe glyph list, as reportlab carries it (a module without types)."""
    listed: Mapping[str, int | tuple[int, ...]] = import_module(
        "reportlab.pdfbase._glyphlist"
    )._glyphname2unicode
    return listed


def _glyph(name: str) -> str:
    known = _glyphs().get(name)
    if known is not None:
        return chr(known) if isinstance(known, int) else "".join(map(chr, known))
    direct = _UNI.fullmatch(name)
    return chr(int(direct[1], 16)) if direct else UNREAD


def _to_unicode(stream: pikepdf.Object | None) -> dict[int, str]:
    """Return the signs of a ToUnicode table."""
    found: dict[int, str] = {}
    if not isinstance(stream, pikepdf.Stream):
        return found
    for kind, part in _PART.findall(stream.read_bytes()):
        if kind == b"bfchar":
            found |= {int(code, 16): _text(value) for code, value in _ONE.findall(part)}
        else:
            for first, last, value in _SPAN.findall(part):
                found |= _span(int(first, 16), int(last, 16), value)
    return found


def _span(first: int, last: int, value: bytes) -> dict[int, str]:
    if value.startswith(b"["):
        texts = re.findall(rb"<([0-9A-Fa-f]+)>", value)
        return {first + rank: _text(one) for rank, one in enumerate(texts)}
    start = _text(value.strip(b"<>"))
    last = min(last, first + LONGEST_SPAN)
    if not start:
        return {}
    return {
        code: start[:-1] + chr(ord(start[-1]) + code - first) for code in range(first, last + 1)
    }


def _text(value: bytes) -> str:
    raw = bytes.fromhex(value.decode("ascii").zfill(len(value) + len(value) % 2))
    return raw.decode("utf-16-be", "ignore") if len(raw) > 1 else raw.decode("latin-1")
