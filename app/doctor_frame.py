"""Where the newest picture of the doctor lies, for the window that draws it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DoctorFrame:
    """One picture in shared memory, as ``FrameShown`` says of a preview; no message of the flow."""

    memory: str
    slot: int
    sequence: int
    width: int
    height: int
