"""The part of the draft that keeps a call: what came of it, never what opens it."""

from dataclasses import dataclass
from datetime import datetime

from app.encounter.call_state import LIVE, Call, CallPaper, CallStage, DoctorConclusion

COME_BACK = (
    "L’appel a été interrompu. Rien de la fiche n’est perdu\u00a0: rappelez le médecin avec un "
    "nouveau lien, ou continuez sans lui."
)


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call as the draft keeps it; an open room is ``INTERRUPTED``: its link is not kept."""

    stage: CallStage = CallStage.NONE
    agreed: bool | None = None
    agreed_at: datetime | None = None
    shares_summary: bool | None = None
    opened_at: datetime | None = None
    joined_at: datetime | None = None
    ended_at: datetime | None = None
    doctor: str = ""
    devices: tuple[str, ...] = ()
    conclusion: DoctorConclusion | None = None
    papers: tuple[CallPaper, ...] = ()


NO_STORED_CALL = StoredCall()


def stored(call: Call) -> StoredCall:
    """Return what is kept of ``call``."""
    return StoredCall(
        stage=CallStage.INTERRUPTED if call.stage in LIVE else call.stage,
        agreed=call.agreed,
        agreed_at=call.agreed_at,
        shares_summary=call.shares_summary,
        opened_at=call.opened_at,
        joined_at=call.joined_at,
        ended_at=call.ended_at,
        doctor=call.doctor,
        devices=call.devices,
        conclusion=call.conclusion,
        papers=call.papers,
    )


def restored(kept: StoredCall) -> Call:
    """Return the call as it is taken up again."""
    return Call(
        stage=kept.stage,
        sentence=COME_BACK if kept.stage is CallStage.INTERRUPTED else "",
        agreed=kept.agreed,
        agreed_at=kept.agreed_at,
        shares_summary=kept.shares_summary,
        opened_at=kept.opened_at,
        joined_at=kept.joined_at,
        ended_at=kept.ended_at,
        doctor=kept.doctor,
        devices=kept.devices,
        conclusion=kept.conclusion,
        papers=kept.papers,
    )
