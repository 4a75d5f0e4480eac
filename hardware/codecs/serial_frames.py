"""Cuts the bytes of a CMS50 serial line into frames. Pure.

A frame begins at the only byte whose bit 7 tells so, and is whole once the next one begins: bytes
lost or added inside make it too short or too long, and it is dropped. The line has no checksum;
this is the one check its form allows.

Source: devices.md §4.2.
"""

import re
from dataclasses import dataclass

from hardware.codecs.cms50 import LIVE_TYPE

NOTICE_TYPE = 0x0D
LONGEST_FRAME = 64
_NOTICE = bytes((NOTICE_TYPE,))
_V7_SIZE, _OLD_SIZE = 9, 5
_V7_FRAME = re.compile(rb"[\x00-\x7f][\x80-\xff]*(?=[\x00-\x7f])")
_V7_BEGUN = re.compile(rb"[\x00-\x7f][\x80-\xff]*\Z")
_OLD_FRAME = re.compile(rb"[\x80-\xff][\x00-\x7f]*(?=[\x80-\xff])")
_OLD_BEGUN = re.compile(rb"[\x80-\xff][\x00-\x7f]*\Z")


@dataclass(frozen=True, slots=True)
class Cut:
    """``frames`` are whole, in order; ``left`` is to be put before the next bytes.

    ``notice``: the device says that it ends the connection.
    """

    frames: tuple[bytes, ...]
    left: bytes
    notice: bool = False


def cut_v7(data: bytes) -> Cut:
    """Return the live frames of 9 bytes in ``data``."""
    found = _V7_FRAME.findall(data)
    frames = tuple(one for one in found if len(one) == _V7_SIZE and one[0] == LIVE_TYPE)
    left = _begun(_V7_BEGUN, data)
    # Nothing follows the last notice, so that it is never whole.
    notice = any(one[:1] == _NOTICE and len(one) > 1 for one in (*found, left))
    return Cut(frames, left, notice)


def cut_old(data: bytes) -> Cut:
    """Return the frames of 5 bytes in ``data``."""
    found = _OLD_FRAME.findall(data)
    return Cut(tuple(one for one in found if len(one) == _OLD_SIZE), _begun(_OLD_BEGUN, data))


def _begun(pattern: re.Pattern[bytes], data: bytes) -> bytes:
    """Return the frame begun at the end of ``data``, none when it is too long to be one."""
    found = pattern.search(data)
    return found[0] if found is not None and len(found[0]) <= LONGEST_FRAME else b""
