"""The clock written on a device: it is the one read back, with its day of the week."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from hardware.codecs.timestamp import decode_clock, encode_current_time

FIRST = datetime.fromisoformat("1582-10-15")


def test_a_current_time_holds_the_day_of_the_week_and_who_set_it():
    saturday = datetime.fromisoformat("2026-03-14T09:26:53.500000")
    assert encode_current_time(saturday).hex() == "ea07030e091a35" + "06" + "80" + "01"


@given(st.datetimes(FIRST))
def test_the_clock_written_is_the_clock_read(moment):
    assert decode_clock(encode_current_time(moment)) == moment.replace(microsecond=0)
