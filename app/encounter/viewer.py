"""What is being read of the documents received; nothing of it is kept with the draft."""

from dataclasses import dataclass

from app.encounter.incoming_text import ShownDocument


@dataclass(frozen=True, slots=True)
class Unproven:
    """A file that does not say whose it is; ``words`` says what it is, ``why`` what it lacks."""

    path: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """The page of documents: ``selected`` is being read, ``shown`` once it was.

    ``coming`` is the file that is being taken in, "" when none, and ``percent`` how far it is.
    """

    is_open: bool = False
    selected: str = ""
    shown: ShownDocument | None = None
    refused: str = ""
    coming: str = ""
    percent: int = 0
    unproven: Unproven | None = None


NO_VIEWER = Viewer()
