"""Random bytes for each codec: some of any length, most of the right form, so as to go deep."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from hardware.codecs import cms50, ieee11073, nonin, record_access, timestamp
from hardware.codecs.characteristics import DECODERS
from hardware.codecs.ins_datamatrix import parse_ins
from hardware.codecs.measured import Measured
from hardware.codecs.serial_frames import cut_old, cut_v7
from hardware.readings import DecodeError

TIME = 7
EPOCH = datetime.fromisoformat("2020-01-01T00:00:00")
INS = (
    "IS01" + "0" * 22 + "S1275057801234590S21.2.250.1.213.1.4.10S3ALIX MARIE\x1dS4TEST-OSYS\x1dS5F"
    "S614-05-1975S778012"
)


@dataclass(frozen=True)
class Form:
    """A packet of a Bluetooth profile: sizes always there, then one for each bit of its flags."""

    always: tuple[int, ...]
    by_bit: Mapping[int, int]


FORMS: Mapping[str, Form] = {
    "2a35": Form((2, 2, 2), {1: TIME, 2: 2, 3: 1, 4: 2}),
    "2a36": Form((2, 2, 2), {1: TIME, 2: 2, 3: 1, 4: 2}),
    "2a1c": Form((4,), {1: TIME, 2: 1}),
    "2a1e": Form((4,), {1: TIME, 2: 1}),
    "2a5e": Form((2, 2), {0: TIME, 1: 2, 2: 3, 3: 2}),
    "2a5f": Form((2, 2), {0: 4, 1: 4, 2: 2, 3: 3, 4: 2}),
    "2a9d": Form((2,), {1: TIME, 2: 1, 3: 4}),
    "2a18": Form((2, TIME), {0: 2, 1: 3, 3: 2}),
    "2a37": Form((1,), {0: 1, 3: 2, 4: 4}),
}


def formed(form: Form, random: Random) -> bytes:
    """A packet whose length agrees with its flags; its time is a real one two times in three."""
    flags = random.getrandbits(8)
    sizes = (*form.always, *(size for bit, size in form.by_bit.items() if flags >> bit & 1))
    return bytes((flags,)) + b"".join(_field(size, random) for size in sizes)


def _field(size: int, random: Random) -> bytes:
    if size == TIME and random.getrandbits(2):
        return timestamp.encode_timestamp(EPOCH + timedelta(minutes=random.getrandbits(22)))
    return random.randbytes(size)


def _anything(random: Random) -> bytes:
    return random.randbytes(random.getrandbits(5))


def _nonin(random: Random) -> bytes:
    return b"\x0a" + random.randbytes(9)


def _v7(random: Random) -> bytes:
    return b"\x01" + bytes(byte | 0x80 for byte in random.randbytes(8))


def _old(random: Random) -> bytes:
    first, *rest = random.randbytes(5)
    return bytes((first | 0x80, *(byte & 0x7F for byte in rest)))


def _answer(random: Random) -> bytes:
    return bytes((random.choice((5, 6)), random.getrandbits(1), *random.randbytes(2)))


def _line(random: Random) -> bytes:
    return b"".join(random.choice((_v7, _old, _anything))(random) for _ in range(3))


def _ins(random: Random) -> bytes:
    """The code of an invented patient, up to three of its characters changed."""
    code = bytearray(INS.encode("latin-1"))
    for _ in range(random.getrandbits(2)):
        code[random.randrange(len(code))] = random.getrandbits(8)
    return bytes(code)


def _sure(number: ieee11073.Number) -> None:
    assert not isinstance(number, Decimal) or number.is_finite()


def _measured(measure: Callable[[bytes], Measured]) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        assert all(one.value.is_finite() for one in measure(data).values)

    return check


def _cut(data: bytes) -> None:
    for frame in cut_v7(data).frames:
        cms50.measure_v7(frame)
    for frame in cut_old(data).frames:
        cms50.measure_old(frame)


CODECS: Mapping[str, tuple[Callable[[bytes], object], Callable[[Random], bytes]]] = {
    **{
        name: (_measured(DECODERS[name]), lambda random, form=form: formed(form, random))
        for name, form in FORMS.items()
    },
    "nonin": (_measured(DECODERS[nonin.CHARACTERISTIC]), _nonin),
    "cms50_v7": (_measured(cms50.measure_v7), _v7),
    "cms50_old": (_measured(cms50.measure_old), _old),
    "serial_line": (_cut, _line),
    "record_access": (record_access.decode_answer, _answer),
    "sfloat": (lambda data: _sure(ieee11073.decode_sfloat(data)), lambda random: random.randbytes(2)),
    "float": (lambda data: _sure(ieee11073.decode_float(data)), lambda random: random.randbytes(4)),
    "clock": (timestamp.decode_clock, lambda random: _field(TIME, random)),
    "ins": (lambda data: parse_ins(data.decode("latin-1")), _ins),
}  # fmt: skip


def escaped(name: str, count: int, seed: int) -> tuple[int, list[str]]:
    """Return how many of ``count`` random messages were read, and what escaped but DecodeError."""
    read, faults = 0, []
    check, make = CODECS[name]
    for data in _messages(make, count, Random(seed)):  # noqa: S311 - the same at each run
        try:
            check(data)
        except DecodeError:
            continue
        except Exception as fault:  # noqa: BLE001 - what the bench looks for
            faults.append(f"{name} {data.hex()}: {type(fault).__name__}")
        else:
            read += 1
    return read, faults


def _messages(make: Callable[[Random], bytes], count: int, random: Random) -> Iterator[bytes]:
    """One in eight of any length, one in eight cut or lengthened, the others of the right form."""
    for rank in range(count):
        if rank % 8 == 0:
            yield _anything(random)
        elif rank % 8 == 1:
            yield make(random)[:-1] if random.getrandbits(1) else make(random) + b"\x00"
        else:
            yield make(random)
