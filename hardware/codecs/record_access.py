"""Record Access Control Point (0x2A52): asking a device for the records it keeps.

Request: ``op code u8 | operator u8``. Answer, by indication: a number ``05 00 nn nn`` (u16), or a
response ``06 00 op value`` where ``op`` is the request answered. The station only ever asks how
many records there are and for the last one: nothing is deleted, no former record is fetched.

Source: Bluetooth GATT Specification Supplement, Record Access Control Point; devices.md §1.3.
"""

from dataclasses import dataclass
from enum import IntEnum

from hardware.codecs.cursor import Cursor
from hardware.readings import DecodeError

CHARACTERISTIC = "2a52"
REPORT_RECORDS, REPORT_NUMBER, NUMBER, RESPONSE = 0x01, 0x04, 0x05, 0x06
NO_OPERATOR, EVERY_RECORD, LAST_RECORD = 0x00, 0x01, 0x06
ASK_LAST = bytes((REPORT_RECORDS, LAST_RECORD))
ASK_NUMBER = bytes((REPORT_NUMBER, EVERY_RECORD))


class Outcome(IntEnum):
    """How a device answered a request."""

    SUCCESS = 1
    REQUEST_NOT_SUPPORTED = 2
    OPERATOR_INVALID = 3
    OPERATOR_NOT_SUPPORTED = 4
    OPERAND_INVALID = 5
    NO_RECORD = 6
    ABORT_FAILED = 7
    NOT_COMPLETED = 8
    OPERAND_NOT_SUPPORTED = 9


@dataclass(frozen=True, slots=True)
class RecordNumber:
    """How many records the device keeps."""

    count: int


@dataclass(frozen=True, slots=True)
class Response:
    """The end of the request ``asked`` (its op code)."""

    asked: int
    outcome: Outcome


Answer = RecordNumber | Response


def decode_answer(data: bytes) -> Answer:
    """Return what the device answers.

    Raises:
        DecodeError: neither of the two answers, or a value that the norm does not have.
    """
    cursor = Cursor(data)
    code, operator = cursor.unsigned(1), cursor.unsigned(1)
    if operator != NO_OPERATOR:
        raise DecodeError("an answer with an operator")
    if code == NUMBER:
        count = cursor.unsigned(2)
        cursor.finish()
        return RecordNumber(count)
    if code != RESPONSE:
        raise DecodeError("not an answer of the record access control point")
    asked, value = cursor.unsigned(1), cursor.unsigned(1)
    cursor.finish()
    if value not in set(Outcome):
        raise DecodeError("an outcome that the norm does not have")
    return Response(asked, Outcome(value))


def encode_answer(answer: Answer) -> bytes:
    """Return the bytes of ``answer``."""
    if isinstance(answer, RecordNumber):
        return bytes((NUMBER, NO_OPERATOR)) + answer.count.to_bytes(2, "little")
    return bytes((RESPONSE, NO_OPERATOR, answer.asked, answer.outcome))
