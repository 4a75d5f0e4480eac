"""What a new version changes for patients, said before two people approve it."""

from dataclasses import dataclass

from protocols.model import Protocol
from protocols.package_summary import summary

MOST_PATIENTS = 20
"""Beyond, ``osys protocols compare`` tells them all."""


@dataclass(frozen=True, slots=True)
class Changes:
    """``lines`` are for a person; ``patients`` is None when they could not be compared."""

    lines: tuple[str, ...]
    patients: tuple[str, ...] | None


def changes(before: Protocol | None, after: Protocol | None) -> Changes:
    """Return what ``after`` changes: its files in words, then exactly which patients."""
    if after is None:
        return Changes((), None)
    lines = summary(before, after)
    if before is None:
        return Changes(lines, None)
    # The diagrams are loaded by this command only.
    from protocols.compare import compare
    from protocols.diagram import TooIntricate

    try:
        found = compare(before, after)
    except TooIntricate:
        return Changes((*lines, _NOT_COMPARED), None)
    patients = tuple(one.patient.sentence for one in found.changes)
    return Changes((*lines, *_said(patients)), patients)


_NOT_COMPARED = (
    "Les patients n’ont pas pu être comparés un à un\u00a0: "
    "relisez les changements avec le comité avant d’approuver."
)


def _said(patients: tuple[str, ...]) -> tuple[str, ...]:
    if not patients:
        return ("Aucun patient ne change, sur tous les jeux de réponses.",)
    shown = [f"  {one}" for one in patients[:MOST_PATIENTS]]
    more = len(patients) - len(shown)
    rest = [f"  … et {more} autres changements (osys protocols compare)."] if more else []
    return (f"Changements\u00a0: {len(patients)}, chacun avec son patient.", *shown, *rest)
