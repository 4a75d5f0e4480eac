"""Effects of the emergency page: the keys go first, then the evidence, then what to do."""

from collections.abc import Iterable
from pathlib import Path

from app.desk.messages import Exported
from app.effects.access import Access
from app.effects.custody.evidence import EvidenceUnwritten, write_evidence
from app.effects.exports import EXPORTS
from app.office.emergency import AlarmRaised, RaiseAlarm
from app.office.emergency_steps import STEPS
from app.traffic import AnyMessage


class AlarmRoom:
    """What the emergency page asks, and the inquiry of the archive."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def answer(self, effect: RaiseAlarm) -> Iterable[AnyMessage]:
        """Drop the keys, write the evidence, say what to do; the last two never stop the first."""
        self._access.close()
        steps = STEPS[effect.danger]
        try:
            written = self._write(Path(effect.folder))
        except EvidenceUnwritten as refused:
            return [AlarmRaised("", steps, refused.sentence)]
        return [AlarmRaised(str(written), steps)]

    def inquire(self) -> Iterable[AnyMessage]:
        """Write the evidence in the export folder of the station.

        Raises:
            EvidenceUnwritten: the disk refuses it.
        """
        written = self._write(self._access.folder / EXPORTS)
        names = tuple(sorted(one.name for one in written.iterdir()))
        return [Exported("", str(written), names)]

    def _write(self, target: Path) -> Path:
        return write_evidence(self._access.folder, target, self._access.now())
