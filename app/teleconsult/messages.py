"""What the two ends say once linked, version 1. Pure; told in ``docs/call-schema.md``.

Every message is a JSON object of at most 16 KiB: ``t`` its type, ``v`` 1, ``id`` an id of its own,
``ts`` milliseconds since 1970 on the clock of whoever sends. A type nobody knows is ignored, so
that a newer page talks to an older station; a known type with wrong contents is refused.
Source: video.md, section 5.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

LARGEST = 16 * 1024
VERSION = 1

Id = Annotated[str, Meta(pattern=r"^[0-9a-f-]{32,36}$")]
Line = Annotated[str, Meta(max_length=200)]
Paragraph = Annotated[str, Meta(max_length=4000)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Rpps = Annotated[str, Meta(pattern=r"^(|[0-9]{11})$")]
Name = Annotated[str, Meta(max_length=80)]
Size = Annotated[int, Meta(ge=1, le=10 * 1024 * 1024)]
FileName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,64}$")]


class BadMessage(ValueError):
    """A message that cannot be read; nothing of it is in the text of the error."""


class _Said(Struct, frozen=True, tag_field="t", kw_only=True):
    v: Annotated[int, Meta(ge=1)] = VERSION
    id: Id
    ts: Annotated[int, Meta(ge=0)]


class Hello(_Said, frozen=True, tag="hello", kw_only=True):
    """Who is there and what it can do.

    ``pharmacy``, ``person`` and ``simulated`` are said by the station; nothing of the patient is.
    """

    app: Line
    pharmacy: Line = ""
    person: Line = ""
    simulated: bool = False
    caps: Annotated[tuple[Name, ...], Meta(max_length=32)] = ()


class Section(_Said, frozen=True, tag="section", kw_only=True):
    """One part of the summary of the consultation, sent only if the patient agreed.

    ``number`` of ``total`` parts; ``rows`` are a name and a value, ready to read.
    """

    number: Annotated[int, Meta(ge=1, le=64)]
    total: Annotated[int, Meta(ge=1, le=64)]
    title: Line
    rows: Annotated[tuple[tuple[Line, Paragraph], ...], Meta(max_length=40)]


class Vital(_Said, frozen=True, tag="vit", kw_only=True):
    """One measured value.

    ``code`` is LOINC, ``unit`` UCUM, ``val`` a decimal text so that nothing is rounded on the way;
    ``q`` the quality of the signal; ``how`` where the value comes from; ``seq`` grows.
    """

    code: Annotated[str, Meta(pattern=r"^[0-9]{1,7}-[0-9]$")]
    val: Annotated[str, Meta(pattern=r"^-?[0-9]{1,7}(\.[0-9]{1,4})?$")]
    unit: Annotated[str, Meta(max_length=16)]
    q: Annotated[str, Meta(pattern=r"^(ok|weak|off)$")]
    how: Annotated[str, Meta(pattern=r"^(live|final|typed|simulated)$")]
    site: Name = ""
    dev: Name = ""
    seq: Annotated[int, Meta(ge=0)] = 0


class Exam(_Said, frozen=True, tag="exam", kw_only=True):
    """An exam device is shown, or no longer."""

    device: Annotated[str, Meta(pattern=r"^(otoscope|dermatoscope|stethoscope)$")]
    on: bool


class StillAsked(_Said, frozen=True, tag="still.req", kw_only=True):
    """The doctor wants a photo of what is shown, at full resolution."""

    track: Annotated[str, Meta(pattern=r"^(room|exam)$")]


class Conclusion(_Said, frozen=True, tag="concl", kw_only=True):
    """What the doctor concludes: it returns to the consultation and is sealed with the sheet.

    ``outcome``: advice here, prescription, referral to somebody, emergency service, call to 15.
    ``papers`` are the SHA-256 of the PDF sent on the file channel, already received.
    """

    doctor: Annotated[str, Meta(min_length=2, max_length=80)]
    rpps: Rpps = ""
    diagnosis: Annotated[str, Meta(min_length=2, max_length=400)]
    advice: Paragraph = ""
    follow_up: Annotated[str, Meta(max_length=400)] = ""
    outcome: Annotated[str, Meta(pattern=r"^(advice|prescription|referral|emergency|samu_15)$")]
    papers: Annotated[tuple[Hash, ...], Meta(max_length=4)] = ()


class Ack(_Said, frozen=True, tag="ack", kw_only=True):
    """The message whose id is ``of`` was kept."""

    of: Id


class Bye(_Said, frozen=True, tag="bye", kw_only=True):
    """This end leaves for good."""

    why: Annotated[str, Meta(pattern=r"^(done|left|lost)$")]


class Ping(_Said, frozen=True, tag="ping", kw_only=True):
    """Is the other end there?"""


class Pong(_Said, frozen=True, tag="pong", kw_only=True):
    """It is; ``of`` is the ping."""

    of: Id


class Begin(_Said, frozen=True, tag="begin", kw_only=True):
    """A file follows in binary chunks on the file channel."""

    name: FileName
    mime: Annotated[str, Meta(pattern=r"^(image/(jpeg|png)|audio/wav|application/pdf)$")]
    size: Size
    sha256: Hash


class End(_Said, frozen=True, tag="end", kw_only=True):
    """All the chunks of the file were sent."""

    sha256: Hash


class Received(_Said, frozen=True, tag="got", kw_only=True):
    """The file arrived whole and was kept."""

    sha256: Hash


class NotReceived(_Said, frozen=True, tag="not", kw_only=True):
    """The file is refused; ``why`` is size, kind, hash or full."""

    sha256: Hash
    why: Annotated[str, Meta(pattern=r"^(size|kind|hash|full)$")]


Message = (
    Hello
    | Section
    | Vital
    | Exam
    | StillAsked
    | Conclusion
    | Ack
    | Bye
    | Ping
    | Pong
    | Begin
    | End
    | Received
    | NotReceived
)
_KINDS: tuple[type[Message], ...] = Message.__args__
KNOWN = frozenset(str(one.__struct_config__.tag) for one in _KINDS)
_decoder = msgspec.json.Decoder(Message)


class _Kind(Struct, frozen=True):
    t: str


def checked(message: Message) -> Message:
    """Return ``message``, which the other end will take.

    Raises:
        BadMessage: it would not.
    """
    encode(message)
    return message


def encode(message: Message) -> str:
    """Return the text of a message.

    Raises:
        BadMessage: it is longer than ``LARGEST``, or would be refused at the other end.
    """
    data = msgspec.json.encode(message)
    decode(data)
    return data.decode()


def decode(data: str | bytes) -> Message | None:
    """Return the message, None for a type that is not known.

    Raises:
        BadMessage: it is too long, is not JSON, or a known type with wrong contents.
    """
    if len(data) > LARGEST:
        raise BadMessage("too long")
    try:
        raw = data.encode() if isinstance(data, str) else data
        kind = msgspec.json.decode(raw, type=_Kind).t
        return _decoder.decode(raw) if kind in KNOWN else None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise BadMessage("not a message of this version") from None
