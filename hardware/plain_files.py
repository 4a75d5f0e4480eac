"""Pictures and sounds without anything that tells more than what is seen and heard.

A JPEG keeps its picture and what decodes it; positions, dates, names of devices, thumbnails and
what follows the end of the picture are left out. A WAV keeps its format and its samples. What is
not whole is refused: nothing of unknown shape is kept for ten years.

Source: ITU-T T.81 annex B (segments), JFIF 1.02 (APP0); Adobe technical note 5116 (APP14, which
tells the colours); Microsoft RIFF, WAVE form (chunks "fmt " and "data").
"""

from hardware.readings import DecodeError

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_KEPT_APPLICATIONS = frozenset({0xE0, 0xEE})
_APPLICATIONS = range(0xE0, 0xF0)
_COMMENT = 0xFE
_RESTARTS = range(0xD0, 0xD8)
_MARK = 0xFF
_CHUNK_HEAD = 8
_RIFF_HEAD = 12
UNREADABLE = "L’image ou le son reçu n’est pas entier. Recommencez."


def plain_jpeg(data: bytes) -> bytes:
    """Return the same picture without its metadata, its coded pixels untouched.

    Raises:
        DecodeError: not a whole JPEG file.
    """
    if data[:2] != bytes((_MARK, _START)):
        raise DecodeError("no JPEG", UNREADABLE)
    kept, at = [data[:2]], 2
    while True:
        marker, at = _marker(data, at)
        if marker == _END:
            return b"".join((*kept, bytes((_MARK, _END))))
        end = at + _length(data, at)
        is_told = marker in _APPLICATIONS and marker not in _KEPT_APPLICATIONS
        if not is_told and marker != _COMMENT:
            kept.append(bytes((_MARK, marker)) + data[at:end])
        at = end
        if marker == _SCAN:
            after = _after_scan(data, at)
            kept.append(data[at:after])
            at = after


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Return the marker at ``at``, fill bytes passed over, and what follows it."""
    if at >= len(data) or data[at] != _MARK:
        raise DecodeError("JPEG without marker", UNREADABLE)
    while at < len(data) and data[at] == _MARK:
        at += 1
    if at >= len(data):
        raise DecodeError("JPEG cut short", UNREADABLE)
    return data[at], at + 1


def _length(data: bytes, at: int) -> int:
    """Return the length of a segment, its own two bytes included."""
    length = int.from_bytes(data[at : at + 2], "big")
    if at + length > len(data) or length < 2:  # noqa: PLR2004 - the two bytes themselves
        raise DecodeError("JPEG cut short", UNREADABLE)
    return length


def _after_scan(data: bytes, at: int) -> int:
    """Return where the coded pixels end: at the first marker that is no part of them."""
    while True:
        at = data.find(_MARK, at)
        if at < 0 or at + 1 >= len(data):
            raise DecodeError("JPEG cut short", UNREADABLE)
        following = data[at + 1]
        if following != 0 and following not in _RESTARTS and following != _MARK:
            return at
        at += 1 if following == _MARK else 2


def plain_wav(data: bytes) -> bytes:
    """Return the same sound with its format and its samples alone.

    Raises:
        DecodeError: not a whole WAV file.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise DecodeError("no WAV", UNREADABLE)
    found: dict[bytes, bytes] = {}
    at = _RIFF_HEAD
    while at + _CHUNK_HEAD <= len(data):
        name = data[at : at + 4]
        length = int.from_bytes(data[at + 4 : at + _CHUNK_HEAD], "little")
        body = data[at + _CHUNK_HEAD : at + _CHUNK_HEAD + length]
        if len(body) != length:
            raise DecodeError("WAV cut short", UNREADABLE)
        found.setdefault(name, body)
        at += _CHUNK_HEAD + length + length % 2
    if b"fmt " not in found or not found.get(b"data"):
        raise DecodeError("WAV without sound", UNREADABLE)
    chunks = b"".join(_chunk(name, found[name]) for name in (b"fmt ", b"data"))
    return b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WAVE" + chunks


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)
