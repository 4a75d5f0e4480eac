"""Reads the keys of a file one by one, each as what it must be; nothing is left unread.

Every refusal names the file, the line and what was expected.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from protocols.refusals import ProtocolError, quoted
from protocols.yaml_tree import Entries, Items, Node, Scalar

Word = TypeVar("Word", bound=StrEnum)

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_NOT_TEXT = frozenset({"true", "false", "null", "~", "True", "False", "Null", "TRUE", "FALSE"})
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,3})?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """A text of a file with the place where it stands; ``file`` and ``line`` go in errors."""

    text: str
    file: str
    line: int

    def refuse(self, reason: str) -> ProtocolError:
        """Return the error that points here."""
        return ProtocolError(self.file, self.line, reason)


class Fields:
    """One mapping of a file. Use ``with reading(fields)`` so that unknown keys are refused."""

    def __init__(self, node: Node, file: str) -> None:
        if not isinstance(node, Entries):
            raise ProtocolError(
                file, node.line, "une liste de «\u00a0clé: valeur\u00a0» est attendue ici."
            )
        self.file = file
        self.line = node.line
        self._nodes = {key.text: value for key, value in node.entries}
        self._keys = {key.text: key for key, _ in node.entries}
        self._read: set[str] = set()

    def refuse(self, reason: str, key: str = "") -> ProtocolError:
        """Return the error that points at ``key``, or at the whole mapping."""
        line = self._keys[key].line if key in self._keys else self.line
        return ProtocolError(self.file, line, reason)

    def has(self, key: str) -> bool:
        """True when the key is written."""
        return key in self._nodes

    def is_text(self, key: str) -> bool:
        """True when the key is written and holds a simple text."""
        return isinstance(self._nodes.get(key), Scalar)

    def node(self, key: str) -> Node:
        """Return what stands under ``key``, which must be there."""
        self._read.add(key)
        if key not in self._nodes:
            raise self.refuse(f"la clé {quoted(key)} manque.")
        return self._nodes[key]

    def written(self, key: str) -> Written:
        """Return the text under ``key`` with its place."""
        return _text(self.node(key), self.file, key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return the text under ``key``, or ``default`` when the key is absent."""
        if default is not None and not self.has(key):
            return default
        return self.written(key).text

    def identifier(self, key: str) -> str:
        """Return an id: a lower case letter, then letters, digits and underscores, 40 at most."""
        written = self.written(key)
        if not IDENTIFIER.match(written.text):
            raise written.refuse(
                f"{quoted(written.text[:40])} n’est pas un identifiant (a-z, 0-9, _, 40 signes)."
            )
        return written.text

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """Return one word of a closed list."""
        if default is not None and not self.has(key):
            return default
        written = self.written(key)
        if written.text not in set(words):
            known = ", ".join(words)
            raise written.refuse(f"{quoted(key)} vaut {known}, pas {quoted(written.text)}.")
        return words(written.text)

    def number(self, key: str) -> Decimal:
        """Return a decimal number."""
        return to_number(self.written(key))

    def whole(self, written: Written) -> int:
        """Return a whole number already read as a text."""
        value = to_number(written)
        if value != value.to_integral_value():
            raise written.refuse("un nombre entier est attendu.")
        return int(value)

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        if default is not None and not self.has(key):
            return default
        return self.whole(self.written(key))

    def interval(self, key: str) -> tuple[int, int]:
        """Return two whole numbers, the least first."""
        values = [self.whole(one) for one in self.texts(key)]
        if len(values) != len(("low", "high")) or values[0] > values[1]:
            raise self.refuse(f"{quoted(key)} donne deux nombres, le plus petit d’abord.", key)
        return values[0], values[1]

    def yes(self, key: str) -> bool:
        """Return a mark ``true`` or ``false``; absent is false."""
        if not self.has(key):
            return False
        node = self.node(key)
        if not isinstance(node, Scalar) or node.text not in {"true", "false"}:
            raise self.refuse(f"{quoted(key)} vaut true ou false.", key)
        return node.text == "true"

    def texts(self, key: str) -> tuple[Written, ...]:
        """Return a list of texts; absent is empty."""
        return tuple(_text(node, self.file, key) for node in self._items(key))

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts without their places."""
        return tuple(one.text for one in self.texts(key))

    def every(self, key: str) -> Iterator["Fields"]:
        """Yield the mappings of a list to look at them, without requiring that all is read."""
        for node in self._items(key):
            yield Fields(node, self.file)

    def each(self, key: str) -> Iterator["Fields"]:
        """Yield the mappings of a list, each entirely read by the caller; absent is empty."""
        for fields in self.every(key):
            yield fields
            fields.close()

    def inside(self, key: str) -> "Fields":
        """Return the mapping under ``key``."""
        return Fields(self.node(key), self.file)

    def pairs(self, key: str) -> dict[str, Written]:
        """Return a mapping of texts; absent is empty."""
        if not self.has(key):
            return {}
        inside = self.inside(key)
        return {name: inside.written(name) for name in inside.names()}

    def lists(self, key: str) -> tuple[tuple[Written, ...], ...]:
        """Return a list of lists of texts; absent is empty."""
        rows = self._items(key)
        return tuple(
            tuple(_text(one, self.file, key) for one in _row(node, self.file, key)) for node in rows
        )

    def names(self) -> tuple[str, ...]:
        """Return the keys in the order of the file."""
        return tuple(self._nodes)

    def _items(self, key: str) -> tuple[Node, ...]:
        return _row(self.node(key), self.file, key) if self.has(key) else ()

    def close(self) -> None:
        """Refuse a key that nobody read."""
        for key in self._nodes:
            if key not in self._read:
                raise self.refuse(f"la clé {quoted(key[:40])} est inconnue ici.", key)


@contextmanager
def reading(fields: Fields) -> Iterator[Fields]:
    """Give ``fields`` to the block, then refuse the keys it did not read."""
    yield fields
    fields.close()


def to_number(written: Written) -> Decimal:
    """Return the number written, never through a float."""
    if not _NUMBER.match(written.text):
        raise written.refuse(f"{quoted(written.text[:40])} n’est pas un nombre (point décimal).")
    return Decimal(written.text)


def _row(node: Node, file: str, key: str) -> tuple[Node, ...]:
    if not isinstance(node, Items):
        raise ProtocolError(file, node.line, f"{quoted(key)} est une liste.")
    return node.items


def _text(node: Node, file: str, key: str) -> Written:
    if not isinstance(node, Scalar):
        raise ProtocolError(file, node.line, f"{quoted(key)} est un texte simple.")
    if node.plain and node.text in _NOT_TEXT:
        raise ProtocolError(
            file,
            node.line,
            f"{quoted(key)} est un texte, pas {quoted(node.text)} (yes, no ou guillemets).",
        )
    if not node.text.strip():
        raise ProtocolError(file, node.line, f"{quoted(key)} est vide.")
    return Written(node.text.strip(), file, node.line)
