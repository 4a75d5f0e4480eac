"""Why a sheet has a newer version: what was changed, by whom, after which version.

The change is sealed with the body of the version it made, before it::

    length u32 | JSON
"""

import json
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from app.records.refusals import Tampered

_LENGTH = struct.Struct(">I")


class ChangeKind(StrEnum):
    """A correction replaces what was wrong; an addendum adds what came later."""

    CORRECTION = "correction"
    ADDENDUM = "addendum"


@dataclass(frozen=True, slots=True)
class Change:
    """What made a version: ``follows`` and ``number`` name the version it replaces.

    ``author`` is the label of who wrote it. ``request`` is the identifier of the patient's
    request that led to it, empty when there was none.
    """

    kind: ChangeKind
    reason: str
    author: str
    follows: int
    number: int
    request: bytes = b""

    def packed(self) -> bytes:
        """Return the bytes that stand before the body."""
        fields = {
            "kind": self.kind.value,
            "reason": self.reason,
            "author": self.author,
            "follows": self.follows,
            "number": self.number,
            "request": self.request.hex(),
        }
        written = json.dumps(fields, ensure_ascii=False).encode()
        return _LENGTH.pack(len(written)) + written

    @classmethod
    def unpacked(cls, content: bytes) -> tuple[Self, bytes]:
        """Return the change and the body that follows it."""
        try:
            (length,) = _LENGTH.unpack_from(content)
            end = _LENGTH.size + length
            fields = json.loads(content[_LENGTH.size : end])
            change = cls(
                kind=ChangeKind(fields["kind"]),
                reason=str(fields["reason"]),
                author=str(fields["author"]),
                follows=int(fields["follows"]),
                number=int(fields["number"]),
                request=bytes.fromhex(fields["request"]),
            )
        except (struct.error, ValueError, KeyError, TypeError) as error:
            raise Tampered from error
        return change, content[end:]
