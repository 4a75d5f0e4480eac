"""How the journal names a protocol, and what two people installed according to it.

In the journal a version is 16 bytes: the first 10 of SHA-256("OSyS protocol 1" 00 | id), then the
three numbers of the version, 16 bits each, big endian. The version is read from the journal even
when the file is gone, so that an older one never takes its place.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from app.records.journal.entries import Event
from app.records.sheets.approvals import Approval
from app.records.vault import Vault
from protocols.sign_bytes import version_numbers

_FAMILY = 10
_NUMBERS = struct.Struct(">HHH")


@dataclass(frozen=True, slots=True)
class Installed:
    """What two people installed last for one protocol: hashes of the delivery and its protocol."""

    family: bytes
    numbers: tuple[int, int, int]
    delivery: bytes
    protocol: bytes

    @property
    def version(self) -> str:
        """The version as it is read."""
        return ".".join(str(one) for one in self.numbers)


def family(protocol_id: str) -> bytes:
    """Return what all versions of a protocol share in the journal."""
    return sha256(b"OSyS protocol 1\0" + protocol_id.encode("ascii")).digest()[:_FAMILY]


def mark(protocol_id: str, version: str) -> bytes:
    """Return what stands for one version in the journal, 16 bytes."""
    return family(protocol_id) + _NUMBERS.pack(*version_numbers(version))


def by_two(lines: Iterable[Approval]) -> Iterator[Approval]:
    """Yield each line by which a second person confirmed what a first one approved."""
    people: dict[tuple[bytes, tuple[bytes, ...]], set[bytes]] = {}
    for line in lines:
        seen = people.setdefault((line.about, line.digests), set())
        is_new = line.actor not in seen
        seen.add(line.actor)
        if is_new and len(seen) == 2:  # noqa: PLR2004 - the second person
            yield line


def installed(vault: Vault) -> Mapping[bytes, Installed]:
    """Return, by family, the greatest version that two people installed, the latest delivery of it.

    Raises:
        Tampered: the journal is not sound.
    """
    found: dict[bytes, Installed] = {}
    for line in by_two(vault.approvals.lines(Event.PROTOCOL_IMPORTED)):
        delivery, protocol = line.digests
        numbers = _NUMBERS.unpack(line.about[_FAMILY:])
        name, before = line.about[:_FAMILY], found.get(line.about[:_FAMILY])
        if before is None or numbers >= before.numbers:
            found[name] = Installed(name, numbers, delivery, protocol)
    return found
