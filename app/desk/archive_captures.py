"""A picture or a sound of the sheet that is open: each opening is an access, written down."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ShownCapture:
    """The capture being shown; no ``content`` while it is on its way or was refused.

    ``refused`` says why it does not open and what to do.
    """

    capture_id: str
    content: bytes = field(default=b"", repr=False)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class CaptureWanted:
    """Open one capture of the sheet that is open."""

    capture_id: str


@dataclass(frozen=True, slots=True)
class CaptureOpened:
    """The bytes of the capture, those that the sheet names."""

    sheet_id: str
    capture_id: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaptureRefused:
    """The capture does not open."""

    sheet_id: str
    capture_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CapturePutAway:
    """Show the sheet without any capture."""


@dataclass(frozen=True, slots=True)
class PlayAsked:
    """Let a recording be heard again, that of a sealed sheet or of the open consultation."""

    wav: bytes = field(repr=False)


CaptureMessage = CaptureWanted | CaptureOpened | CaptureRefused | CapturePutAway


@dataclass(frozen=True, slots=True)
class PlaySound:
    """Play a recording. Answered by ``Refused`` when no output answers, else by nothing."""

    wav: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenCapture:
    """Read one capture and write the access. Answered by ``CaptureOpened`` or a refusal."""

    sheet_id: str
    capture_id: str
