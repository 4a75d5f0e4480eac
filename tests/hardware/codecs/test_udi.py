"""The UDI of a device: printed, scanned, scanned by a keyboard that drops its separators."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.codecs.udi import GS, Udi, as_printed, is_udi, parse_udi
from hardware.readings import DecodeError

PRINTED = "(01)03612345678904(17)251231(10)B987654"
WHOLE = Udi(PRINTED, "03612345678904", lot="B987654", expires=date(2025, 12, 31))
LOTS = st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/."), min_size=1, max_size=20)


@pytest.mark.parametrize(
    "text",
    [
        PRINTED,
        f" {PRINTED} ",
        "(01) 03612345678904 (17) 251231 (10) B987654",
        "010361234567890417251231" + "10B987654",
        "]d2010361234567890417251231" + "10B987654",
        f"0103612345678904{GS}17251231{GS}10B987654{GS}",
        f"{GS}010361234567890417251231" + "10B987654",
    ],
)
def test_one_device_is_read_however_it_is_written(text: str) -> None:
    assert parse_udi(text) == WHOLE


def test_a_lot_before_a_serial_number_needs_its_separator() -> None:
    read = parse_udi(f"010361234567890410B98{GS}21S77")
    assert (read.lot, read.serial) == ("B98", "S77")
    assert read.text == "(01)03612345678904(10)B98(21)S77"
    with pytest.raises(DecodeError):
        parse_udi("010361234567890410B9821S77")


def test_a_day_zero_is_the_last_of_its_month() -> None:
    assert parse_udi("(01)03612345678904(17)280200(10)A").expires == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "B987654",
        "(10)B987654",
        "(01)03612345678905(10)B987654",
        "(01)0361234567890(10)B987654",
        "(01)03612345678904(01)03612345678904(10)B",
        "(01)03612345678904(17)251331(10)B",
        "(01)03612345678904(17)250230(10)B",
        "(01)03612345678904(10)" + "B" * 21,
        "(01)03612345678904(99)X",
        "(01)03612345678904(10)B et autre (",
        "010361234567890499X",
        "0103612345678904(10)",
    ],
)
def test_what_is_not_whole_is_refused(text: str) -> None:
    with pytest.raises(DecodeError) as refused:
        parse_udi(text)
    assert "UDI" in refused.value.sentence


@given(LOTS, LOTS)
def test_what_was_scanned_reads_back_as_it_is_printed(lot: str, serial: str) -> None:
    scanned = f"010361234567890410{lot}{GS}21{serial}"
    printed = as_printed(scanned)
    assert (parse_udi(printed).lot, parse_udi(printed).serial) == (lot, serial)
    assert as_printed(printed) == printed


@given(st.text(max_size=60))
def test_any_text_is_read_whole_or_refused(text: str) -> None:
    try:
        assert parse_udi(text).gtin
    except DecodeError:
        assert as_printed(text) == text


def test_a_plain_lot_is_not_taken_for_a_udi() -> None:
    assert not is_udi("L2611")
    assert not is_udi("01 LOT")
    assert as_printed("L2611") == "L2611"
