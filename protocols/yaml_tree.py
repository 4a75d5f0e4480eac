"""Bytes of a YAML 1.2 file -> a tree of texts with their lines.

Only mappings, sequences and scalars are accepted: no anchor, no alias, no tag, no directive, no
second document, no key twice, bounded size and depth. Nothing is guessed from the look of a
scalar: ``no`` stays the text "no", numbers are read later, by the field that expects one.

Source: YAML 1.2.2, chapter 10.3 (core schema); docs/protocols.md, "The file".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from protocols.refusals import ProtocolError, quoted

if TYPE_CHECKING:
    from ruamel.yaml.events import Event, ScalarEvent

MAXIMUM_BYTES = 256 * 1024
MAXIMUM_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; ``plain`` when it has no quotes."""

    text: str
    line: int
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping; keys are unique, in the order of the file."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int


Node = Scalar | Items | Entries


@lru_cache(maxsize=16)
def read_tree(file: str, data: bytes) -> Entries:
    """Return the mapping written in ``data``; ``file`` is the name put in errors.

    Raises:
        ProtocolError: too big, not UTF-8, not YAML, or a construction that is not accepted.
    """
    if len(data) > MAXIMUM_BYTES:
        raise ProtocolError(
            file, 0, f"le fichier dépasse {MAXIMUM_BYTES // 1024}\u00a0Kio. Il n’est pas lu."
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ProtocolError(file, line, "le texte n’est pas en UTF-8.") from None
    root = _Builder(file, _events(file, text)).document()
    if not isinstance(root, Entries):
        raise ProtocolError(
            file, root.line, "le fichier doit commencer par «\u00a0clé: valeur\u00a0»."
        )
    return root


def _events(file: str, text: str) -> Iterator["Event"]:
    # ruamel.yaml is loaded by the first protocol read, not by every import of this package
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise ProtocolError(
            file, line, "l’écriture YAML n’est pas correcte (guillemets, retrait ou virgule)."
        ) from None
    except YAMLError:
        raise ProtocolError(file, 0, "un caractère du fichier est interdit en YAML.") from None


class _Builder:
    """Turns events into nodes; one event is read ahead of nothing."""

    def __init__(self, file: str, events: Iterator["Event"]) -> None:
        self._file = file
        self._events = events

    def document(self) -> Node:
        """Return the only document of the stream."""
        self._next()
        start = self._next()
        if type(start).__name__ == "StreamEndEvent":
            raise ProtocolError(self._file, 0, "le fichier est vide.")
        if getattr(start, "version", None) or getattr(start, "tags", None):
            raise self._refusal(start, "une directive «\u00a0%\u00a0» n’est pas acceptée.")
        root = self._node(self._next(), 1)
        self._next()
        after = self._next()
        if type(after).__name__ != "StreamEndEvent":
            raise self._refusal(after, "un seul document par fichier («\u00a0---\u00a0» en trop).")
        return root

    def _next(self) -> "Event":
        return next(self._events)

    def _refusal(self, event: "Event", reason: str) -> ProtocolError:
        return ProtocolError(self._file, event.start_mark.line + 1, reason)

    def _node(self, event: "Event", depth: int) -> Node:
        if depth > MAXIMUM_DEPTH:
            raise self._refusal(event, f"plus de {MAXIMUM_DEPTH} niveaux imbriqués.")
        kind = type(event).__name__
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            raise self._refusal(
                event, "les ancres «\u00a0&\u00a0» et «\u00a0*\u00a0» ne sont pas acceptées."
            )
        if getattr(event, "tag", None):
            raise self._refusal(event, "les étiquettes «\u00a0!\u00a0» ne sont pas acceptées.")
        line = event.start_mark.line + 1
        if kind == "ScalarEvent":
            scalar = cast("ScalarEvent", event)
            return Scalar(str(scalar.value), line, bool(scalar.implicit[0]))
        if kind == "SequenceStartEvent":
            return Items(tuple(self._sequence(depth)), line)
        return Entries(tuple(self._mapping(depth)), line)

    def _sequence(self, depth: int) -> Iterator[Node]:
        while type(event := self._next()).__name__ != "SequenceEndEvent":
            yield self._node(event, depth + 1)

    def _mapping(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: set[str] = set()
        while type(event := self._next()).__name__ != "MappingEndEvent":
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self._refusal(event, "une clé doit être un mot.")
            if key.text in seen:
                raise self._refusal(event, f"la clé {quoted(key.text)} est écrite deux fois.")
            seen.add(key.text)
            yield key, self._node(self._next(), depth + 1)
