"""What the paper can prove of the ledger: the state before the sheet, and its number.

The sheet's own root would be circular: the paper is part of what is sealed under it.
"""

from dataclasses import dataclass

ROOT_DIGITS = 16


@dataclass(frozen=True, slots=True)
class SealProof:
    """The number reserved for the sheet and the tree head before it.

    ``head_size`` counts the ledger entries before the sheet, ``head_root`` is the 32-byte
    root of their RFC 6962 tree.
    """

    number: int
    head_size: int
    head_root: bytes

    @property
    def short_root(self) -> str:
        """The first 16 hexadecimal digits of the root."""
        return self.head_root.hex()[:ROOT_DIGITS]

    @property
    def footer(self) -> str:
        """The proof as both papers print it: number, size, start of the root."""
        return f"N°\u00a0{self.number} · {self.head_size} · {self.short_root}"

    def mark(self, sheet_id: str) -> str:
        """Return the text of the square code: it names the sheet, never the patient."""
        return f"osys:{sheet_id}:{self.number}:{self.short_root}"
