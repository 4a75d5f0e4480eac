"""The request to the doctor: the one thing of the call that names the patient.

It is written beside the mail that holds the link, never inside: the mail names the pharmacy only.
"""

from dataclasses import dataclass

from app.encounter.sheet import OrientationSheet


@dataclass(frozen=True, slots=True)
class WriteRequest:
    """Write the request made of ``sheet``, not sealed yet. Answered by ``RequestWritten``."""

    encounter_id: str
    sheet: OrientationSheet
