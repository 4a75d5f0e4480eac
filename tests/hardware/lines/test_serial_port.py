"""A serial port has one owner, and each fault is a state with its sentence."""

import asyncio
import errno
import os
import sys
from contextlib import suppress

import pytest
import serial

from hardware.links import serial_link
from hardware.links.gatt import DeviceBusy
from hardware.links.serial_link import (
    Line,
    PortDenied,
    SerialNotInstalled,
    Unplugged,
    open_link,
    open_port,
)
from hardware.links.serial_port import (
    PluggedPort,
    PlugIdentity,
    SerialPorts,
    SeveralAlike,
    plugged_ports,
)
from hardware.readings import DeviceState
from hardware.simulators.cms50 import IDENTITY, pseudo_terminal

SPEED = Line(115_200)


@pytest.fixture
def far_end():
    near, far, path = pseudo_terminal()
    yield near, path
    for end in (near, far):
        with suppress(OSError):
            os.close(end)


async def opened(path, lost=lambda: None):
    heard = []
    link = await open_link(path, SPEED, heard.append, lost)
    return link, heard


async def when(true):
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.005)


def test_bytes_go_both_ways(far_end):
    near, path = far_end

    async def story():
        link, heard = await opened(path)
        link.write(b"ask")
        os.write(near, b"answer")
        await when(lambda: b"".join(heard) == b"answer")
        asked = os.read(near, 10)
        link.write(b"last")
        await link.close()
        return asked, os.read(near, 10)

    assert asyncio.run(story()) == (b"ask", b"last")


@pytest.mark.parametrize("parity", ["N", "O"])
def test_a_second_opener_is_told_that_the_port_is_held(far_end, parity):
    _, path = far_end

    async def story():
        link, _ = await opened(path)
        with pytest.raises(DeviceBusy):
            await open_link(path, Line(19_200, parity), print, print)
        await link.close()
        again, _ = await opened(path)
        await again.close()

    asyncio.run(story())


def test_the_far_end_gone_is_told_once_after_the_last_bytes(far_end):
    near, path = far_end
    far = os.open(path, os.O_RDWR | os.O_NOCTTY)

    async def story():
        lost = []
        link, heard = await opened(path, lambda: lost.append("lost"))
        os.write(near, b"last words")
        await when(lambda: b"".join(heard) == b"last words")
        os.close(near)
        await when(lambda: lost)
        link.write(b"too late")
        await link.close()
        return lost

    try:
        assert asyncio.run(story()) == ["lost"]
    finally:
        os.close(far)


def test_nothing_is_heard_after_closing(far_end):
    near, path = far_end

    async def story():
        link, heard = await opened(path)
        await link.close()
        os.write(near, b"late")
        await asyncio.sleep(0)
        return heard

    assert asyncio.run(story()) == []


def test_a_path_that_does_not_exist_is_unplugged(tmp_path):
    with pytest.raises(Unplugged):
        asyncio.run(opened(str(tmp_path / "nothing")))


@pytest.mark.parametrize(
    ("number", "text", "refusal"),
    [
        (errno.EAGAIN, "", DeviceBusy),
        (errno.EBUSY, "", DeviceBusy),
        (errno.EACCES, "", PortDenied),
        (errno.EPERM, "", PortDenied),
        (errno.ENOENT, "", Unplugged),
        (errno.ENODEV, "", Unplugged),
        (None, "could not open port 'COM3': PermissionError(13, 'Accès refusé.', None, 5)", DeviceBusy),
        (None, "could not open port 'COM3': FileNotFoundError(2, '', None, 2)", Unplugged),
    ],
)  # fmt: skip
def test_each_refusal_of_the_system_has_its_error(monkeypatch, number, text, refusal):
    def refuse(*_args, **_options):
        raise serial.SerialException(number, text) if number else serial.SerialException(text)

    monkeypatch.setattr(serial, "Serial", refuse)
    with pytest.raises(refusal) as told:
        open_port("COM3", SPEED)
    assert told.value.sentence.endswith(".")


def test_a_port_that_hangs_at_opening_holds_nobody(monkeypatch):
    monkeypatch.setattr(serial_link, "OPENED_WITHIN_S", 0.05)
    late = []

    async def story():
        loop, may_open = asyncio.get_running_loop(), asyncio.Event()

        def hang(path, line):
            asyncio.run_coroutine_threadsafe(may_open.wait(), loop).result(5)
            late.append(_Port())
            return late[0]

        monkeypatch.setattr(serial_link, "open_port", hang)
        with pytest.raises(Unplugged):
            await opened("anywhere")
        may_open.set()
        await when(lambda: late and late[0].is_closed)

    asyncio.run(story())


class _Port:
    """A port that opened too late: it only has to be released."""

    is_closed = False

    def close(self):
        self.is_closed = True


def test_without_the_library_each_call_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "serial", None)
    monkeypatch.setitem(sys.modules, "serial.tools", None)
    with pytest.raises(SerialNotInstalled) as told:
        open_port("anywhere", SPEED)
    with pytest.raises(SerialNotInstalled):
        plugged_ports()
    assert told.value.state is DeviceState.NOT_INSTALLED


def test_a_device_is_found_by_what_it_is_and_never_by_its_port(far_end):
    _, path = far_end
    other = PluggedPort("/dev/elsewhere", "CMS50", PlugIdentity(0x28E9, 0x028A, "SIM0002"))
    mine = PluggedPort(path, "CMS50", IDENTITY)

    async def story():
        link = await SerialPorts(lambda: (other, mine)).connect(
            IDENTITY.device_id, SPEED, print, print
        )
        await link.close()

    asyncio.run(story())


def test_two_devices_that_nothing_tells_apart_are_refused():
    alike = PlugIdentity(0x10C4, 0xEA60, "")
    ports = SerialPorts(lambda: (PluggedPort("a", "", alike), PluggedPort("b", "", alike)))
    with pytest.raises(SeveralAlike):
        asyncio.run(ports.connect(alike.device_id, SPEED, print, print))


def test_a_device_not_plugged_in_is_unplugged():
    with pytest.raises(Unplugged):
        asyncio.run(SerialPorts(lambda: ()).connect(IDENTITY.device_id, SPEED, print, print))


def test_only_usb_ports_are_listed(monkeypatch):
    from serial.tools import list_ports
    from serial.tools.list_ports_common import ListPortInfo

    usb, board = ListPortInfo("/dev/ttyACM0"), ListPortInfo("/dev/ttyS0")
    usb.vid, usb.pid, usb.serial_number, usb.product = 0x28E9, 0x028A, None, "CMS50"
    monkeypatch.setattr(list_ports, "comports", lambda: [usb, board])
    [seen] = plugged_ports()
    assert seen == PluggedPort("/dev/ttyACM0", "CMS50", PlugIdentity(0x28E9, 0x028A, ""))
    assert seen.identity.device_id == "usb:28e9:028a:"
