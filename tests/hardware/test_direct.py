"""The transport without radio keeps the promises of a real one."""

import asyncio
from datetime import datetime

import pytest

from hardware.codecs.characteristics import (
    BLOOD_PRESSURE,
    CUFF_PRESSURE,
    DATE_TIME,
    MODEL,
    decode,
)
from hardware.codecs.timestamp import decode_timestamp, encode_timestamp
from hardware.links.direct import DirectTransport
from hardware.links.gatt import DeviceBusy, LinkLost, NoSuchCharacteristic, NotInRange
from hardware.simulators.cuff import PLATE, Cuff
from hardware.simulators.quick_time import QuickTime
from hardware.simulators.scenario import IN_ORDER, Faults, Vitals

START = datetime.fromisoformat("2026-03-14T08:26:00+00:00")


def run(story, faults: Faults = IN_ORDER):
    """Run a story with one cuff in range; return what the story returns."""
    time = QuickTime(START)
    transport = DirectTransport((Cuff(Vitals(), faults, time.now),))
    with asyncio.Runner(loop_factory=time.loop) as runner:
        return runner.run(story(transport))


def test_a_scan_finds_only_the_services_asked_for():
    async def story(transport):
        found = await transport.scan(frozenset({"1810"}), 1)
        return found, await transport.scan(frozenset({"1809"}), 1)

    cuffs, thermometers = run(story)
    assert [one.address for one in cuffs] == [PLATE.address]
    assert thermometers == ()


def test_a_device_switched_off_is_not_found_and_not_reached():
    async def story(transport):
        assert await transport.scan(frozenset({"1810"}), 1) == ()
        with pytest.raises(NotInRange):
            await transport.connect(PLATE.address, print)

    run(story, Faults(away=True))


def test_an_unknown_address_is_not_reached():
    async def story(transport):
        with pytest.raises(NotInRange):
            await transport.connect("nobody", print)

    run(story)


def test_a_device_has_one_owner_at_a_time():
    async def story(transport):
        link = await transport.connect(PLATE.address, print)
        with pytest.raises(DeviceBusy):
            await transport.connect(PLATE.address, print)
        await link.close()
        await (await transport.connect(PLATE.address, print)).close()

    run(story)


def test_values_are_read_and_unknown_ones_refused():
    async def story(transport):
        link = await transport.connect(PLATE.address, print)
        model = await link.read(MODEL)
        with pytest.raises(NoSuchCharacteristic):
            await link.read("2a99")
        with pytest.raises(NoSuchCharacteristic):
            await link.subscribe("2a99", print)
        with pytest.raises(NoSuchCharacteristic):
            await link.write(BLOOD_PRESSURE, b"")
        await link.close()
        return model

    assert run(story).decode() == "Tensiomètre simulé"


def test_a_command_reaches_the_device():
    wanted = datetime.fromisoformat("2031-05-06T07:08:09")

    async def story(transport):
        link = await transport.connect(PLATE.address, print)
        await link.write(DATE_TIME, encode_timestamp(wanted))
        said = await link.read(DATE_TIME)
        await link.write(DATE_TIME, b"not a clock")
        await link.write(DATE_TIME, encode_timestamp(None))
        assert await link.read(DATE_TIME) == said
        await link.close()
        return decode_timestamp(said)

    assert run(story) == wanted


def test_a_device_without_a_clock_takes_no_time():
    async def story(transport):
        link = await transport.connect(PLATE.address, print)
        with pytest.raises(NoSuchCharacteristic):
            await link.write(DATE_TIME, encode_timestamp(None))
        await link.close()

    run(story, Faults(clock_unreadable=True))


def test_the_packets_are_those_of_a_real_cuff():
    async def story(transport):
        heard = []
        link = await transport.connect(PLATE.address, print)
        await link.subscribe(CUFF_PRESSURE, lambda data: heard.append((CUFF_PRESSURE, data)))
        await link.subscribe(BLOOD_PRESSURE, lambda data: heard.append((BLOOD_PRESSURE, data)))
        await asyncio.sleep(30)
        await link.close()
        return heard

    heard = run(story)
    assert [name for name, _ in heard][-1] == BLOOD_PRESSURE
    last = decode(*heard[-1])
    assert [(one.name, int(one.value)) for one in last.values][:2] == [
        ("systolic", 128),
        ("diastolic", 82),
    ]


def test_nothing_is_heard_and_nothing_works_after_closing():
    async def story(transport):
        heard = []
        link = await transport.connect(PLATE.address, print)
        await link.subscribe(BLOOD_PRESSURE, heard.append)
        await link.close()
        await asyncio.sleep(30)
        for late in (link.read(MODEL), link.subscribe(BLOOD_PRESSURE, print), link.write("", b"")):
            with pytest.raises(LinkLost):
                await late
        return heard

    assert run(story) == []


def test_a_drop_is_told_once_and_closes_the_link():
    async def story(transport):
        lost = []
        link = await transport.connect(PLATE.address, lambda: lost.append("lost"))
        await link.subscribe(BLOOD_PRESSURE, print)
        await asyncio.sleep(30)
        with pytest.raises(LinkLost):
            await link.read(MODEL)
        await link.close()
        return lost

    assert run(story, Faults(drop_after_s=1)) == ["lost"]


def test_time_jumps_to_the_next_timer_and_keeps_the_order():
    time = QuickTime(START)
    order = []

    async def wait(seconds):
        await asyncio.sleep(seconds)
        order.append((seconds, round(time.elapsed_s, 3)))

    async def story():
        await asyncio.gather(wait(3000), wait(1), wait(60))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(10):
                await asyncio.sleep(3600)

    with asyncio.Runner(loop_factory=time.loop) as runner:
        runner.run(story())
    assert order == [(1, 1.0), (60, 60.0), (3000, 3000.0)]
    assert round(time.elapsed_s, 3) == 3010
    assert time.monotonic_ns() // 10**9 == 3010
    assert (time.now() - START).total_seconds() == pytest.approx(3010)
