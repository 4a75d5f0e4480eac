"""A device tried before the patient comes: the whole chain, and nothing kept.

The trial runs through the same driver, session and guard as a measure. The guard remembers what
it saw: a device that sends the same reading again to a patient's session sends a duplicate.
"""

from collections.abc import Callable
from dataclasses import replace

from hardware import sentences
from hardware.intake import Ports
from hardware.messages import DeviceSeen, Failed, HubMessage, Live, NeedsConfirmation, Taken
from hardware.readings import Kind
from hardware.setup_messages import SetupMessage, TrialEnded, TrialShown

SESSION_ID = "trial"
WHOLE = 100


class Trial:
    """Turns what a session posts into what a trial shows."""

    def __init__(self, kind: Kind, ports: Ports, tell: Callable[[SetupMessage], None]) -> None:
        self._kind = kind
        self._tell = tell
        self._post = ports.post
        self._has_ended = False
        self.ports = replace(ports, post=self._hear)

    def end(self) -> None:
        """Say that the trial was stopped, unless it has ended by itself."""
        self._finish(sentences.trial_stopped(self._kind), works=False)

    def refuse(self, sentence: str) -> None:
        """Say why the trial cannot be made."""
        self._finish(sentence, works=False)

    def _hear(self, message: HubMessage) -> None:
        match message:
            case Live(_, kind, quantities, progress, quality):
                self._tell(TrialShown(kind, quantities, progress, quality))
            case Taken(_, kind, reading) | NeedsConfirmation(_, kind, reading):
                self._tell(TrialShown(kind, reading.values, WHOLE, reading.quality))
                self._finish(sentences.works(kind), works=True)
            case Failed(_, _, sentence):
                self._finish(sentence, works=False)
            case DeviceSeen():
                self._post(message)

    def _finish(self, sentence: str, *, works: bool) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._tell(TrialEnded(self._kind, works, sentence))
