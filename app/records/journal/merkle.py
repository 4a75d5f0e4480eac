"""The tree of the journal, and its proofs.

Source: RFC 6962 section 2.1 (hash tree), 2.1.1 (inclusion), 2.1.2 (consistency); the checks
of a proof follow RFC 9162 sections 2.1.3.2 and 2.1.4.2, which describe the same tree.
"""

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
_HASH = 32


def leaf_hash(entry: bytes) -> bytes:
    """Return the leaf of one journal entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the node above two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree that answers any root or proof in a logarithm of its size.

    ``_levels[k]`` holds the hashes of the complete subtrees of 2^k leaves, in order.
    """

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray(b"".join(leaves))]
        while len(self._levels[-1]) >= 2 * _HASH:
            self._levels.append(_above(self._levels[-1]))

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0]) // _HASH

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the end."""
        level, node = 0, leaf
        while True:
            hashes = self._levels[level]
            hashes += node
            count = len(hashes) // _HASH
            if count % 2:
                return
            node = node_hash(self._node(level, count - 2), self._node(level, count - 1))
            level += 1
            if level == len(self._levels):
                self._levels.append(bytearray())

    def truncate(self, size: int) -> None:
        """Forget the leaves from ``size`` on: their transaction was not committed."""
        for level, hashes in enumerate(self._levels):
            del hashes[(size >> level) * _HASH :]

    def leaf(self, index: int) -> bytes:
        """Return the leaf hash at ``index``, from 0."""
        return self._node(0, index)

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first ``size`` leaves, of all by default."""
        size = self.size if size is None else size
        return self._subtree(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that leaf ``index`` is under the root of ``size`` leaves."""
        return tuple(self._path(index, 0, size))

    def consistency(self, first: int, second: int) -> tuple[bytes, ...]:
        """Return the proof that the tree of ``second`` leaves extends that of ``first``."""
        if first in {0, second}:
            return ()
        return tuple(self._subproof(first, 0, second, known=True))

    def _node(self, level: int, index: int) -> bytes:
        return bytes(self._levels[level][index * _HASH : (index + 1) * _HASH])

    def _subtree(self, start: int, end: int) -> bytes:
        """Hash leaves start to end; start is always a multiple of the split below it."""
        width = end - start
        if width & (width - 1) == 0:
            level = width.bit_length() - 1
            return self._node(level, start >> level)
        split = _split(width)
        return node_hash(self._subtree(start, start + split), self._subtree(start + split, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._subtree(middle, end)]
        return [*self._path(index, middle, end), self._subtree(start, middle)]

    def _subproof(self, first: int, start: int, end: int, *, known: bool) -> list[bytes]:
        if first == end:
            return [] if known else [self._subtree(start, end)]
        middle = start + _split(end - start)
        if first <= middle:
            right = self._subtree(middle, end)
            return [*self._subproof(first, start, middle, known=known), right]
        left = self._subtree(start, middle)
        return [*self._subproof(first, middle, end, known=False), left]


def inclusion_holds(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether ``proof`` shows ``leaf`` at ``index`` under the ``root`` of ``size``."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            node = node_hash(sibling, node)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_holds(
    sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]
) -> bool:
    """Tell whether ``proof`` shows that the second tree only adds leaves to the first."""
    first, second = sizes
    if not 0 <= first <= second:
        return False
    if first == second:
        return not proof and roots[0] == roots[1]
    if first == 0:
        return not proof and roots[0] == EMPTY
    # A complete first tree is not repeated in its own proof.
    nodes = [roots[0], *proof] if first & (first - 1) == 0 else list(proof)
    return bool(nodes) and _folds(nodes, first - 1, second - 1) == (*roots, 0)


def _folds(nodes: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes, int]:
    """Return the two roots that ``nodes`` fold to, and what is left of the last index."""
    while place % 2:
        place, last = place >> 1, last >> 1
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return old, new, -1
        if place % 2 or place == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, node)
        place, last = place >> 1, last >> 1
    return old, new, last


def _above(level: bytearray) -> bytearray:
    """Return the hashes of the pairs of ``level``; a last one alone waits for its pair."""
    pairs = range(0, len(level) - _HASH, 2 * _HASH)
    return bytearray(
        b"".join(sha256(b"\x01" + level[at : at + 2 * _HASH]).digest() for at in pairs)
    )


def _split(width: int) -> int:
    """Return the largest power of two smaller than ``width``."""
    return 1 << ((width - 1).bit_length() - 1)
