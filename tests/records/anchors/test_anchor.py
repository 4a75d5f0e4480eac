"""An anchor as a line, and as what a footer prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.records.anchors.anchor import anchor_of, is_signed, line_of, printed
from app.records.anchors.verdict import Break, Restoration, printed_breaks
from app.records.journal.entries import SignedHead, TreeHead, sign_head
from app.records.journal.merkle import Tree, leaf_hash
from app.records.station_file import Purpose, StationFile
from tests.records.stations import NOW, STATION_ID

HASHES = some.binary(min_size=32, max_size=32)
ANCHORS = some.builds(
    SignedHead,
    some.builds(TreeHead, some.integers(1, 2**62), HASHES),
    some.integers(0, 2**62),
    some.binary(min_size=64, max_size=64),
)


@given(ANCHORS)
def test_a_line_gives_its_anchor_back(anchor: SignedHead) -> None:
    line = line_of(anchor, STATION_ID)
    assert line.isascii() and "\n" not in line
    assert anchor_of(line, STATION_ID) == anchor
    assert anchor_of(line, bytes(16)) is None


@given(ANCHORS, some.integers(0, 200))
def test_a_line_cut_anywhere_is_never_another_anchor(anchor: SignedHead, kept: int) -> None:
    line = line_of(anchor, STATION_ID)
    found = anchor_of(line[:kept], STATION_ID)
    assert found is None or len(found.signature) < 64


@given(some.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    anchor_of(text, STATION_ID)
    anchor_of(f"osys-anchor 1 {STATION_ID.hex()} {text}", STATION_ID)


def test_only_the_station_signs_its_anchors() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    station = StationFile(STATION_ID, Purpose.REAL, key.public_key().public_bytes_raw(), NOW)
    head = TreeHead(5, bytes(32))
    good = SignedHead(head, 7, sign_head(head, 7, STATION_ID, key))
    assert is_signed(good, station)
    for wrong in (
        SignedHead(TreeHead(6, bytes(32)), 7, good.signature),
        SignedHead(TreeHead(5, b"\1" * 32), 7, good.signature),
        SignedHead(head, 8, good.signature),
        SignedHead(head, 7, bytes(64)),
        SignedHead(TreeHead(2**70, bytes(32)), 7, good.signature),
    ):
        assert not is_signed(wrong, station)


@pytest.mark.parametrize(
    "text",
    [
        *("", "12", ":aabbccdd", "12:", "12:aabbcc", "12:xyzxyzxy", "-1:aabbccdd"),
        *("²:aabbccdd", "1 2:aabbccdd", "12:" + "a" * 65, "12:aabb ccdd"),
    ],
)
def test_a_footer_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - argparse says it
        printed(text)


def test_a_footer_is_compared_with_the_journal() -> None:
    tree = Tree([leaf_hash(b"%d" % at) for at in range(20)])
    good = printed(f"12:{tree.root(12).hex()[:16].upper()}")
    assert list(printed_breaks([good], tree.root, 20)) == []
    [rollback] = printed_breaks([good], tree.root, 11)
    assert (rollback.kind, rollback.attested, rollback.size) == (Break.ROLLBACK, 12, 11)
    [fork] = printed_breaks([printed("12:00112233")], tree.root, 20)
    assert fork.kind is Break.FORK and "12" in fork.place


@given(some.integers(0, 50), some.integers(0, 50), some.integers(1, 60), some.integers(0, 9))
def test_a_restoration_excuses_only_what_it_declared_lost(
    copied: int, lost: int, size: int, at: int
) -> None:
    anchor = SignedHead(TreeHead(size, bytes(32)), at, bytes(64))
    excused = Restoration(copied, lost, 5).excuses(anchor)
    assert excused == (copied < size <= lost and at <= 5)
