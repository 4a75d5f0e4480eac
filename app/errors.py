"""The errors a person can act on.

Every error that reaches the screen, the paper or the command line carries one French
sentence that says what to do. The exception text itself is for the log and never holds
an identity, an answer or a key.
"""


class StationError(Exception):
    """Something was refused; ``sentence`` says what to do, in French."""

    def __init__(self, sentence: str) -> None:
        super().__init__(type(self).__name__)
        self.sentence = sentence


class RefusedIdentity(StationError):
    """A trait of identity cannot be accepted as it was given."""


class RefusedSetting(StationError):
    """The settings file cannot be used."""


class RefusedExport(StationError):
    """A document must not leave the station; the sentence holds the reason."""
