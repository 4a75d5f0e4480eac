"""Protocols from files, from the shipped library, or from the bytes kept with an old sheet.

A package is the JSON object ``{"files": {name: text}, "osys": 1, "protocol": id}`` with sorted
keys and no space, in UTF-8: the exact text of every file the evaluation depends on.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from protocols.assemble import assemble
from protocols.fields import Fields
from protocols.model import Protocol
from protocols.read_head import SEMANTICS
from protocols.read_rulebook import Files
from protocols.refusals import ProtocolError
from protocols.yaml_tree import MAXIMUM_BYTES, read_tree

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

__all__ = ["Library", "ProtocolError", "load_library", "load_package", "shipped_library"]

GATE, SCORES, CATALOGUE = "gate.yaml", "news2.yaml", "catalogue.yaml"
SHARED = (GATE, SCORES, CATALOGUE)
MAXIMUM_PACKAGE = 6 * MAXIMUM_BYTES
"""Four files of at most 256 KiB, once their text is written as JSON."""


class Library(Mapping[str, Protocol]):
    """Protocols by id, in the order of their ids."""

    def __init__(self, protocols: Mapping[str, Protocol]) -> None:
        self._protocols = protocols
        self._ids = tuple(sorted(protocols))

    def __getitem__(self, protocol_id: str) -> Protocol:
        return self._protocols[protocol_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class Shelf(Mapping[str, Protocol]):
    """The protocols of one folder, each read when it is first asked.

    Asking raises ``ProtocolError`` when the file of that protocol cannot be used.
    """

    def __init__(self, folder: "Traversable") -> None:
        self._folder = folder
        self._read: dict[str, Protocol] = {}
        own = (one.name for one in folder.iterdir() if one.name not in SHARED)
        self._ids = tuple(name.removesuffix(".yaml") for name in own if name.endswith(".yaml"))

    def __getitem__(self, protocol_id: str) -> Protocol:
        if protocol_id not in self._ids:
            raise KeyError(protocol_id)
        if protocol_id not in self._read:
            self._read[protocol_id] = _load(self._folder, f"{protocol_id}.yaml")
        return self._read[protocol_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def load_library(folder: "Path") -> Library:
    """Return every protocol of ``folder``: one file each, beside the three shared files.

    Raises:
        ProtocolError: a file is missing, unreadable or unsafe; nothing is loaded then.
    """
    for name in SHARED:
        read_tree(name, _read(folder, name))
    return Library(dict(Shelf(folder)))


@lru_cache(maxsize=1)
def shipped_library() -> Library:
    """Return the protocols shipped with the station; each is read when it is first asked."""
    return Library(Shelf(files("protocols") / "library"))


def _load(folder: "Traversable", name: str) -> Protocol:
    data = {one: _read(folder, one) for one in (*SHARED, name)}
    protocol = _build(name, data)
    if name != f"{protocol.id}.yaml":
        raise ProtocolError(name, 0, f"ce fichier doit s’appeler {protocol.id}.yaml.")
    return protocol


def _read(folder: "Traversable", name: str) -> bytes:
    """Return the bytes of one file, never more than the bound and one."""
    try:
        with (folder / name).open("rb") as stream:
            data: bytes = stream.read(MAXIMUM_BYTES + 1)
    except OSError:
        raise ProtocolError(name, 0, "ce fichier manque ou ne s’ouvre pas.") from None
    return data


def load_package(data: bytes) -> Protocol:
    """Return the protocol kept as ``data`` (``Protocol.package``).

    Raises:
        ProtocolError: the bytes are not a package, or its protocol does not load.
    """
    encoded = _unpacked(data)
    own = next(name for name in encoded if name not in SHARED)
    protocol = _build(own, encoded)
    if protocol.package != data or own != f"{protocol.id}.yaml":
        raise _not_package()
    return protocol


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the bytes of each file of a package."""
    if len(data) > MAXIMUM_PACKAGE:
        raise _not_package()
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise _not_package() from None
    if not isinstance(content, dict) or content.get("osys") != SEMANTICS:
        raise _not_package()
    texts = content.get("files")
    if not isinstance(texts, dict) or not all(isinstance(one, str) for one in texts.values()):
        raise _not_package()
    if not set(SHARED) < set(texts) or len(texts) != len(SHARED) + 1:
        raise _not_package()
    try:
        return {name: text.encode("utf-8") for name, text in texts.items()}
    except UnicodeEncodeError:
        raise _not_package() from None


def _not_package() -> ProtocolError:
    return ProtocolError("paquet", 0, "ces octets ne sont pas un protocole de ce format.")


def _build(name: str, data: Mapping[str, bytes]) -> Protocol:
    fields = {one: Fields(read_tree(one, text), one) for one, text in data.items()}
    opened = Files(fields[GATE], fields[SCORES], fields[CATALOGUE], fields[name])
    package = _packed(fields[name].identifier("id"), data)
    return assemble(opened, package, hashlib.sha256(package).hexdigest())


def _packed(protocol_id: str, data: Mapping[str, bytes]) -> bytes:
    """Return the one serialisation of a protocol and of all it depends on."""
    texts = {name: one.decode("utf-8") for name, one in data.items()}
    content = {"files": texts, "osys": SEMANTICS, "protocol": protocol_id}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")
