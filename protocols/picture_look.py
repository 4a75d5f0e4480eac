"""The colours, icons and letters of the station, as the picture of a protocol needs them."""

import json
import math
import re
import struct
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from protocols.picture_letters import Letters
from protocols.picture_style import PLAIN, STRONG, Style
from protocols.terms import Level
from resources.files import content, text

LIGHT = "clair"
"""The theme for paper and white pages; ``sombre`` and ``contraste`` are the two others."""

_LEVELS = {
    "SAMU_15": Level.SAMU_15,
    "URGENCES": Level.EMERGENCY,
    "MEDECIN_JOUR": Level.DOCTOR_SAME_DAY,
    "MEDECIN_48H": Level.DOCTOR_48H,
    "OFFICINE": Level.PHARMACY,
}
"""How the identity of the station names the levels."""

FALLBACKS = "Arial, sans-serif"
"""Fonts where the station's own is not installed; both are narrower, so that lines still fit."""


def file_style() -> Style:
    """Return the light style for a file opened elsewhere, with other fonts where ours is missing.

    Qt reads a single font name: the window uses ``shipped_style``.
    """
    style = shipped_style()
    return replace(style, fonts=f"{style.fonts}, {FALLBACKS}")


@lru_cache(maxsize=3)
def shipped_style(theme: str = LIGHT) -> Style:
    """Return the style of ``theme``: clair, sombre or contraste.

    Raises:
        KeyError: the station has no such theme.
    """
    tokens = json.loads(text("style/tokens.json"))
    colours: dict[str, str] = tokens["themes"][theme]["couleurs"]
    levels = {_LEVELS[one["niveau"]]: one for one in tokens["orientations"]}
    fills = {level: colours[one["couleur"]] for level, one in levels.items()}
    return Style(
        colours=MappingProxyType(colours),
        fills=MappingProxyType(fills),
        inks=MappingProxyType({level: _ink(fill, colours) for level, fill in fills.items()}),
        icons=MappingProxyType({level: _strokes(one["icone"]) for level, one in levels.items()}),
        fonts=tokens["polices"]["interface"],
        letters=MappingProxyType({weight: _letters(weight) for weight in (PLAIN, STRONG)}),
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours ``#RRGGBB``, from 1 to 21. Source: WCAG 2.2, 1.4.3."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _ink(fill: str, colours: Mapping[str, str]) -> str:
    """Return the letters that read best on ``fill``."""
    return max((colours["surface"], colours["encre"]), key=lambda one: contrast(one, fill))


def _luminance(colour: str) -> float:
    parts: list[float] = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else math.pow((one + 0.055) / 1.055, 2.4)  # noqa: PLR2004 - WCAG
        for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _strokes(icon: str) -> tuple[str, ...]:
    """Return the strokes of an icon in its 24 by 24 box, without the empty box itself."""
    paths = re.findall(r"<path\b([^>]*)/>", text(f"icons/{icon}.svg"))
    drawn = [one for one in paths if 'stroke="none"' not in one]
    return tuple(found[1] for one in drawn if (found := re.search(r'\bd="([^"]+)"', one)))


def _letters(weight: int) -> Letters:
    """Return the widths of a font file.

    Source: OpenType 1.9, tables head, hhea, hmtx, and cmap format 4.
    """
    data = content(f"fonts/Inter-{weight}.ttf")
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {
        data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0]
        for at in range(12, 12 + 16 * count, 16)
    }
    unit = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    measured = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]

    def advance(glyph: int) -> float:
        place = tables[b"hmtx"] + 4 * min(glyph, measured - 1)
        width: int = struct.unpack_from(">H", data, place)[0]
        return width / int(unit)

    return Letters({chr(code): advance(one) for code, one in _glyphs(data, tables[b"cmap"])})


def _glyphs(data: bytes, cmap: int) -> list[tuple[int, int]]:
    """Return the pairs (code, glyph) of the font."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    starts = [
        cmap + struct.unpack_from(">I", data, at + 4)[0]
        for at in range(cmap + 4, cmap + 4 + 8 * count, 8)
    ]
    table = next(one for one in starts if struct.unpack_from(">H", data, one)[0] == 4)  # noqa: PLR2004 - format 4
    half = struct.unpack_from(">H", data, table + 6)[0]
    numbers = [
        struct.unpack_from(f">{half // 2}H", data, table + offset)
        for offset in (14, 16 + half, 16 + 2 * half, 16 + 3 * half)
    ]
    found = []
    for rank, (last, first, shift, offset) in enumerate(zip(*numbers, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = table + 16 + 3 * half + 2 * rank + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, place)[0]
            found.append((code, (glyph + shift) & 0xFFFF))
    return found
