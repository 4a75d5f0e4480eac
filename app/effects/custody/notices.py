"""What the station is made of, and under which licences: read where its parts are installed.

The list is the station's own (CycloneDX, ``resources/notices``); the words of each licence are
those that came with the very part, or were kept for the few that bring none.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path
from types import MappingProxyType

import resources.files
from app.errors import StationError
from app.office.notices import LoadNotices, Notice, NoticeRead, NoticesEffect, NoticesLoaded
from app.traffic import AnyMessage

COMPONENTS = "notices/sbom.cdx.json"
INTENDED_USE = "texts/intended_use.toml"
_LICENCE = re.compile(r"licen[cs]e|copying|notice|copyright|authors", re.IGNORECASE)
_NO_WORDS = frozenset({".py", ".pyc", ".pyi", ".so", ".pyd"})
# These bring no licence: its words are kept in resources/notices. The LGPL completes the GPL.
_KEPT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pyserial": ("notices/texts/pyserial.txt",),
        "pyside6-essentials": ("notices/texts/lgpl-3.0.txt", "notices/texts/gpl-3.0.txt"),
        "shiboken6": ("notices/texts/lgpl-3.0.txt", "notices/texts/gpl-3.0.txt"),
    }
)
# What is in the station and in no package: its interpreter, its fonts, its icons.
_OTHERS: Mapping[Notice, str] = MappingProxyType(
    {
        Notice("Atkinson Hyperlegible Next", "", "OFL-1.1"): (
            "fonts/AtkinsonHyperlegibleNext-OFL.txt"
        ),
        Notice("Inter", "", "OFL-1.1"): "fonts/Inter-OFL.txt",
        Notice("Python", "", "PSF-2.0"): "notices/texts/python.txt",
        Notice("Tabler Icons", "", "MIT"): "icons/LICENSE",
    }
)


class NoSuchPart(StationError):
    """The station has no part of this name."""


def components() -> str:
    """Return the list of the components, CycloneDX 1.6 in JSON, as it was shipped."""
    return resources.files.text(COMPONENTS)


def intended_use() -> tuple[str, tuple[str, ...]]:
    """Return what the station is for and is not: a title, then its sentences."""
    told = tomllib.loads(resources.files.text(INTENDED_USE))
    return str(told["title"]), tuple(map(str, told["paragraphs"]))


def notices() -> tuple[Notice, ...]:
    """Return the parts that this station has, in the order of their names."""
    found = [*_OTHERS, *(one for one in _listed() if _installed(one.name) is not None)]
    return tuple(sorted(found, key=lambda one: one.name.lower()))


def words_of(name: str) -> str:
    """Return the licence of the part ``name``, whole.

    Raises:
        NoSuchPart: the station has none of this name, or not on this system.
    """
    for other, file in _OTHERS.items():
        if other.name == name:
            return resources.files.text(file)
    known = _installed(name) if name in {one.name for one in _listed()} else None
    if known is None:
        raise NoSuchPart(
            f"Ce poste n’a pas de logiciel nommé {name}. Lisez «\u00a0osys notices\u00a0»."
        )
    texts = [*map(resources.files.text, _KEPT.get(name, ())), *_texts(known)]
    return "\n\n".join(text.strip() for text in texts)


def answer(effect: NoticesEffect) -> Iterable[AnyMessage]:
    """Read what the page of the notices asks."""
    if isinstance(effect, LoadNotices):
        return [NoticesLoaded(*intended_use(), notices())]
    return [NoticeRead(effect.name, words_of(effect.name))]


def _listed() -> Iterator[Notice]:
    for one in json.loads(components())["components"]:
        yield Notice(one["name"], one["version"], one["licenses"][0]["expression"])


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def licence_files(known: Distribution) -> Iterator[PackagePath]:
    """Yield the files of a package that say under which licence it comes."""
    for file in sorted(known.files or (), key=str):
        if _LICENCE.search(str(file)) and file.suffix not in _NO_WORDS:
            yield file


def _texts(known: Distribution) -> Iterator[str]:
    """Yield each licence of a package once: the same words in two files are one licence."""
    seen: set[str] = set()
    for path in (Path(str(file.locate())) for file in licence_files(known)):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if text not in seen:
                seen.add(text)
                yield text
