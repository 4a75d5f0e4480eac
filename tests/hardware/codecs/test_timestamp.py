"""The clock written on a device: by hand, and never from a moment that does not exist."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from hardware.codecs.timestamp import decode_clock, encode_current_time

YEARS = st.datetimes(datetime(1582, 10, 15), datetime(9999, 12, 31))


def test_a_current_time_holds_the_day_of_the_week_and_who_set_it():
    saturday = datetime(2026, 3, 14, 9, 26, 53, 500_000)
    assert encode_current_time(saturday).hex() == "ea07030e091a35" + "06" + "80" + "01"


@given(YEARS)
def test_the_clock_written_is_the_clock_read(moment):
    assert decode_clock(encode_current_time(moment)) == moment.replace(microsecond=0)
