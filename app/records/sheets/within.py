"""What only the sealed sheet knows: it stands before the body, inside the sealed bytes."""

import struct
from dataclasses import dataclass
from typing import Self

from app.records.refusals import Tampered
from app.records.sheets.pieces import ID_BYTES

BLIND_BYTES = 32
_SECRETS = struct.Struct(f">{ID_BYTES}s32s{ID_BYTES}s{BLIND_BYTES}s")


@dataclass(frozen=True, slots=True)
class SheetSecrets:
    """What only the sealed sheet knows: its protocol package, its fact, and the blind.

    ``package_digest`` is the SHA-256 of the protocol bytes the sheet was decided with.
    """

    package_id: bytes
    package_digest: bytes
    fact_id: bytes
    blind: bytes

    def packed(self) -> bytes:
        """Return the 96 bytes that stand before the body inside the sealed sheet."""
        return _SECRETS.pack(self.package_id, self.package_digest, self.fact_id, self.blind)

    @classmethod
    def unpacked(cls, content: bytes) -> tuple[Self, bytes]:
        """Return the secrets and the body of an opened sheet."""
        if len(content) < _SECRETS.size:
            raise Tampered
        return cls(*_SECRETS.unpack_from(content)), content[_SECRETS.size :]
