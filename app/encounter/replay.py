"""The stored answers under the stored protocol: does the station still conclude the same?"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.encounter.sheet import OrientationSheet
from app.encounter.sheet_outcome import proposal
from protocols.evaluate import evaluate
from protocols.model import Answer, Kind, Protocol


@dataclass(frozen=True, slots=True)
class Replay:
    """``differences`` names the parts of the proposal that changed; empty when identical."""

    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        """True when the decision is the very one of the sheet."""
        return not self.differences


def stored_answers(sheet: OrientationSheet, protocol: Protocol) -> Mapping[str, Answer]:
    """Return the answers of the sheet as the engine reads them."""
    return {
        one.id: Decimal(one.answer)
        if protocol.question(one.id).kind is Kind.NUMBER and one.answer != "unknown"
        else one.answer
        for one in sheet.answers
    }


def replay(sheet: OrientationSheet, protocol: Protocol) -> Replay:
    """Return what differs between the sealed proposal and a new evaluation of it."""
    if protocol.sha256 != sheet.protocol.sha256:
        return Replay(("protocol",))
    again = proposal(evaluate(protocol, stored_answers(sheet, protocol)), protocol)
    names = ("level", "route", "teleconsultation", "flags", "points_used", "scores", "rules")
    return Replay(
        tuple(name for name in names if getattr(again, name) != getattr(sheet.proposal, name))
    )
