"""The bytes a card signs: one layout, each field in its place, nothing else read back."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from app.records.cards.statement import Signed, Statement
from app.records.refusals import Tampered
from hardware.links.token_words import Scheme

DIGEST = st.binary(min_size=32, max_size=32)
STATEMENTS = st.builds(
    Statement,
    station_id=st.binary(min_size=16, max_size=16),
    sheet_id=st.binary(min_size=16, max_size=16),
    version=st.integers(1, 255),
    number=st.integers(1, 2**63),
    leaf=DIGEST,
    sheet_digest=DIGEST,
    certificate_digest=DIGEST,
    time_ms=st.integers(0, 2**63),
    rpps=st.text("0123456789", min_size=11, max_size=11),
)
SIGNED = st.builds(
    Signed, STATEMENTS, st.binary(max_size=99), st.sampled_from(Scheme), st.binary(max_size=99)
)
ONE = Statement(
    bytes(range(16)), b"\1" * 16, 2, 7, b"\2" * 32, b"\3" * 32, b"\4" * 32, 1_700_000_000_000,
    "10001234567",
)  # fmt: skip
VECTOR = (
    "4f5379532063617264207369676e6174757265203100"
    "000102030405060708090a0b0c0d0e0f"
    + "01" * 16
    + "02"
    + "0000000000000007"
    + "02" * 32
    + "03" * 32
    + "04" * 32
    + "0000018bcfe56800"
    + "3130303031323334353637"
    + "00"
)


def test_the_layout_is_final() -> None:
    assert ONE.packed().hex() == VECTOR
    assert len(ONE.packed()) == 179
    assert Statement.unpacked(bytes.fromhex(VECTOR)) == ONE


@given(SIGNED)
def test_what_is_kept_reads_back(signed: Signed) -> None:
    assert Signed.unpacked(signed.packed()) == signed


@given(STATEMENTS, STATEMENTS)
def test_two_statements_never_share_their_bytes(one: Statement, other: Statement) -> None:
    assert (one == other) == (one.packed() == other.packed())


@given(SIGNED, st.data())
def test_a_record_cut_lengthened_or_marked_otherwise_is_refused(
    signed: Signed, data: st.DataObject
) -> None:
    whole = signed.packed()
    cut = data.draw(st.integers(0, len(whole) - 1))
    for changed in (
        whole[:cut],
        whole + b"\0",
        b"\0" + whole[1:],
        whole[:178] + b"1" + whole[179:],
    ):
        with pytest.raises(Tampered):
            Signed.unpacked(changed)


def test_a_number_that_is_no_rpps_is_never_cut_to_fit() -> None:
    for wrong in ("", "1234567890", "123456789012", "1000123456a"):
        with pytest.raises(ValueError, match="11 digits"):
            Statement(*(b"",) * 2, 1, 1, *(b"",) * 3, 0, wrong)
