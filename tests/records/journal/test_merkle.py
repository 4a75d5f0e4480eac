"""The tree of RFC 6962: published roots, and every proof for every size from 1 to 39."""

from hashlib import sha256
from itertools import pairwise

import pytest

from app.records.journal.merkle import (
    EMPTY,
    Tree,
    consistency_holds,
    inclusion_holds,
    leaf_hash,
    node_hash,
)

# Inputs and roots published with the reference log of RFC 6962 (merkle_tree_test.cc).
INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = range(1, 40)
LEAVES = [leaf_hash(str(number).encode()) for number in range(39)]
TREE = Tree(LEAVES)


def naive_root(leaves: list[bytes]) -> bytes:
    """The definition of section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    tree = Tree([leaf_hash(bytes.fromhex(text)) for text in INPUTS])
    assert tree.root(size).hex() == ROOTS[size - 1]


def test_an_empty_tree_has_the_root_of_nothing() -> None:
    assert Tree().root() == EMPTY == sha256(b"").digest()


@pytest.mark.parametrize("size", SIZES)
def test_roots_are_those_of_the_definition(size: int) -> None:
    assert Tree(LEAVES[:size]).root() == naive_root(LEAVES[:size]) == TREE.root(size)


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proven_in_every_tree(size: int) -> None:
    root = TREE.root(size)
    for index in range(size):
        proof = TREE.inclusion(index, size)
        assert inclusion_holds(LEAVES[index], index, size, proof, root)
        assert not inclusion_holds(LEAVES[index], index + 1, size, proof, root)
        assert not inclusion_holds(LEAVES[index], index, size, proof, TREE.root(size - 1))
        assert not inclusion_holds(LEAVES[index], index, size, (*proof, root), root)
        assert not inclusion_holds(LEAVES[(index + 1) % 39], index, size, proof, root)
        if proof:
            assert not inclusion_holds(LEAVES[index], index, size, proof[:-1], root)


@pytest.mark.parametrize("second", SIZES)
def test_every_tree_is_proven_to_extend_every_smaller_one(second: int) -> None:
    for first in range(1, second + 1):
        roots = (TREE.root(first), TREE.root(second))
        proof = TREE.consistency(first, second)
        assert consistency_holds((first, second), roots, proof)
        assert not consistency_holds((first, second), (roots[0], EMPTY[::-1]), proof)
        assert not consistency_holds((first, second), (EMPTY[::-1], roots[1]), proof)
        assert not consistency_holds((first, second), roots, (*proof, EMPTY))
        assert not consistency_holds((second + 1, second), roots, proof)
        if proof:
            assert not consistency_holds((first, second), roots, proof[:-1])


def test_every_tree_extends_the_empty_one() -> None:
    assert TREE.consistency(0, 39) == ()
    assert consistency_holds((0, 39), (EMPTY, TREE.root()), ())
    assert not consistency_holds((0, 39), (TREE.root(), TREE.root()), ())
    assert not consistency_holds((0, 39), (EMPTY, TREE.root()), (EMPTY,))


def test_a_rewritten_history_is_not_consistent() -> None:
    forked = Tree([*LEAVES[:5], leaf_hash(b"rewritten"), *LEAVES[6:]])
    for first in range(6, 39):
        roots = (TREE.root(first), forked.root())
        assert not consistency_holds((first, 39), roots, forked.consistency(first, 39))


def test_a_truncated_tree_is_the_tree_before() -> None:
    for size in SIZES:
        tree = Tree(LEAVES[:size])
        for leaf in LEAVES[size:]:
            tree.append(leaf)
        assert tree.root() == TREE.root()
        tree.truncate(size)
        assert (tree.size, tree.root()) == (size, TREE.root(size))
        tree.append(LEAVES[0])
        assert tree.root() == naive_root([*LEAVES[:size], LEAVES[0]])


def test_roots_differ_from_size_to_size() -> None:
    assert all(one != two for one, two in pairwise(TREE.root(size) for size in SIZES))
