"""The calls of the home page: the one that is open, then those to take up again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.identity import initials

if TYPE_CHECKING:  # the consultation is imported after the login window is painted
    from datetime import datetime

    from app.desk.model import Desk
    from app.encounter.model import Encounter

INTERRUPTED = "interrupted"
TO_TAKE_UP = "Appel interrompu\u00a0: à reprendre"


@dataclass(frozen=True, slots=True)
class CallLine:
    """A patient for whom a doctor is awaited, in line, or to call again: initials only.

    ``stage`` is the value of ``CallStage``; ``since`` when the call was opened, ``None`` when it
    is not known; ``is_open`` when its consultation is open behind the home page.
    """

    draft_id: str
    initials: str
    title: str
    stage: str
    sentence: str
    since: datetime | None
    is_open: bool


def waiting_calls(desk: Desk, visit: Encounter | None) -> tuple[CallLine, ...]:
    """Return the call that is open, then the interrupted ones, the latest first."""
    mine = () if visit is None or not visit.call.is_live else (_open_line(visit),)
    known = {one.draft_id for one in mine}
    others = tuple(
        CallLine(
            one.draft_id,
            one.initials,
            one.title,
            one.call,
            TO_TAKE_UP,
            one.called_at,
            is_open=False,
        )
        for one in desk.drafts
        if one.call == INTERRUPTED and one.draft_id not in known
    )
    return (*mine, *others)


def _open_line(visit: Encounter) -> CallLine:
    patient, protocol, call = visit.patient, visit.protocol, visit.call
    return CallLine(
        draft_id=visit.encounter_id,
        initials=initials(patient.birth_family, patient.first_given) if patient else "Sans nom",
        title=protocol.short_title if protocol else "Motif à choisir",
        stage=call.stage.value,
        sentence=call.sentence,
        since=call.opened_at,
        is_open=True,
    )
