"""A picture read from shared memory is whole and is the one that was announced, or is not read."""

import subprocess
import sys
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.media import ring
from hardware.media.ring import SLOTS, RingReader, RingWriter, discard

SHARED = Path("/dev/shm")  # noqa: S108 - where Linux keeps shared memory
WRITES = """
import sys, numpy
from hardware.media.ring import RingWriter
writer = RingWriter(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    writer.write(numpy.full((720, 1280, 3), (number + 1) % 251, numpy.uint8))
    if number % 3 == 0:
        print(number + 1, flush=True)
print("done", flush=True)
sys.stdin.readline()
writer.close()
"""


@pytest.fixture
def writer(request):
    made = RingWriter(f"osys-test-{abs(hash(request.node.nodeid)) % 10**8}")
    yield made
    made.close()


def plain(number: int, width: int = 64, height: int = 36) -> numpy.ndarray:
    return numpy.full((height, width, 3), number % 251, numpy.uint8)


def test_a_picture_is_read_as_it_was_written(writer):
    picture = numpy.random.default_rng(1).integers(0, 256, (720, 1280, 3), numpy.uint8)
    slot, sequence = writer.write(picture)
    reader = RingReader(writer.name)
    frame = reader.read(slot, sequence)
    assert (frame.width, frame.height, frame.stride) == (1280, 720, 3840)
    assert frame.pixels == picture.tobytes()
    reader.close()


@settings(max_examples=20)
@given(st.integers(0, 9), st.integers(0, 9))
def test_a_picture_is_there_until_its_slot_is_taken_again(before, after):
    made = RingWriter(f"osys-prop-{before}-{after}")
    try:
        for number in range(before):
            made.write(plain(number))
        slot, sequence = made.write(plain(200))
        for number in range(after):
            made.write(plain(number))
        reader = RingReader(made.name)
        frame = reader.read(slot, sequence)
        reader.close()
        if after < SLOTS:
            assert set(frame.pixels) == {200}
        else:
            assert frame is None
    finally:
        made.close()


def test_a_picture_being_written_is_not_read(writer, monkeypatch):
    slot, sequence = writer.write(plain(1))
    reader = RingReader(writer.name)
    caught = []

    def halfway(target, picture):
        target[: len(target) // 2] = picture[: len(target) // 2]
        caught.append(reader.read(slot, sequence))
        caught.append(reader.read(slot, sequence + SLOTS))

    for number in range(SLOTS - 1):
        writer.write(plain(number))
    monkeypatch.setattr(numpy, "copyto", halfway)
    writer.write(plain(9))
    assert caught == [None, None]
    reader.close()


def test_a_picture_overwritten_during_the_copy_is_dropped(writer, monkeypatch):
    slot, sequence = writer.write(plain(1))
    reader = RingReader(writer.name)
    unpack = ring._SIZE.unpack_from

    class Meanwhile:
        """Reads a size; a whole turn of the ring is written before the pixels are copied."""

        def unpack_from(self, memory, start):
            size = unpack(memory, start)
            monkeypatch.undo()
            for number in range(SLOTS):
                writer.write(plain(number + 50))
            return size

    monkeypatch.setattr(ring, "_SIZE", Meanwhile())
    assert reader.read(slot, sequence) is None
    reader.close()


def test_no_picture_is_torn_between_two_processes():
    name, count = "osys-test-two-processes", 300
    child = subprocess.Popen(
        [sys.executable, "-c", WRITES, name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout.readline() == "ready\n"
        reader = RingReader(name)
        child.stdin.write("go\n")
        child.stdin.flush()
        whole = missed = 0
        while (said := child.stdout.readline().strip()) != "done":
            sequence = int(said)
            frame = reader.read(sequence % SLOTS, sequence)
            if frame is None:
                missed += 1
                continue
            whole += 1
            assert frame.pixels == bytes([sequence % 251]) * len(frame.pixels)
        reader.close()
        child.stdin.write("leave\n")
    assert whole + missed == count // 3
    assert whole > 0
    assert not (SHARED / name).exists()


def test_reading_leaves_the_memory_to_its_owner(writer):
    slot, sequence = writer.write(plain(7))
    reads = (
        "import sys\nfrom hardware.media.ring import RingReader\n"
        "print(len(RingReader(sys.argv[1]).read(int(sys.argv[2]), int(sys.argv[3])).pixels))"
    )
    said = subprocess.run(
        [sys.executable, "-c", reads, writer.name, str(slot), str(sequence)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (said.stdout, said.stderr) == (f"{64 * 36 * 3}\n", "")
    reader = RingReader(writer.name)
    assert reader.read(slot, sequence) is not None
    reader.close()


def test_memory_that_is_gone_is_said_and_given_back_twice_without_harm():
    made = RingWriter("osys-test-gone")
    made.close()
    with pytest.raises(FileNotFoundError):
        RingReader("osys-test-gone")
    discard("osys-test-gone")


def test_memory_left_by_a_killed_process_is_given_back(writer):
    left = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os\nfrom multiprocessing import resource_tracker\n"
            "from hardware.media.ring import RingWriter\n"
            "made = RingWriter('osys-test-left')\n"
            "resource_tracker.unregister('/osys-test-left', 'shared_memory')\nos._exit(9)",
        ],
        check=False,
    )
    assert left.returncode == 9
    assert (SHARED / "osys-test-left").exists()
    discard("osys-test-left")
    assert not (SHARED / "osys-test-left").exists()


def test_a_size_that_does_not_fit_its_slot_is_not_read(writer):
    slot, sequence = writer.write(plain(7))
    ring._SIZE.pack_into(writer._memory.buf, slot * ring._SLOT + 16, 60000, 60000)
    reader = RingReader(writer.name)
    assert reader.read(slot, sequence) is None
    reader.close()
