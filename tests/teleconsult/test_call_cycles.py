"""The short version of ``./run bench call_cycles``: three calls leave nothing behind."""

import asyncio

import pytest

from tests.bench.call_cycles import live


@pytest.mark.needs("chromium")
def test_calls_one_after_the_other_leave_neither_threads_nor_descriptors():
    left, processes = asyncio.run(asyncio.wait_for(live(3), 240))
    assert processes == 1
    assert left[2].threads <= left[1].threads
    assert left[2].descriptors <= left[1].descriptors
