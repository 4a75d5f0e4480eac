"""The fixed words of the two papers, read from their versioned file."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from app.exchange.french import NBSP
from resources.files import text


@dataclass(frozen=True, slots=True)
class Words:
    """One part of the file; asking for a word that is not there is a fault of the programme."""

    words: dict[str, str]
    lists: dict[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> str:
        return self.words[name]


@cache
def patient_words() -> Words:
    """Return the words of the patient page; levels are named ``levels.PHARMACY``."""
    return _read("patient")


@cache
def professional_words() -> Words:
    """Return the words of the professional page."""
    return _read("professional")


@cache
def words_version() -> str:
    """Return the version of the words, printed on the sheet."""
    return str(tomllib.loads(text("texts/papers.toml"))["version"])


def _read(part: str) -> Words:
    words: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    table = tomllib.loads(text("texts/papers.toml"))[part]
    flat = {
        **{name: value for name, value in table.items() if not isinstance(value, dict)},
        **{
            f"{name}.{key}": value
            for name, inner in table.items()
            if isinstance(inner, dict)
            for key, value in inner.items()
        },
    }
    for name, value in flat.items():
        if isinstance(value, list):
            lists[name] = tuple(typeset(one) for one in value)
        else:
            words[name] = typeset(value)
    return Words(words, lists)


def typeset(text: str) -> str:
    """Return ``text`` with a no-break space before the high punctuation of French."""
    return re.sub(r" (?=[:;!?»])|(?<=«) ", NBSP, text)
