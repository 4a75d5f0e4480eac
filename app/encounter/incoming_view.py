"""Documents received are opened to be read; a file on its way is shown, and may be stopped."""

from dataclasses import replace

from app.encounter.incoming_effects import IncomingEffect, ReadIncoming, ReadPages, StopIncoming
from app.encounter.incoming_messages import (
    AttachLeft,
    DocumentChosen,
    DocumentRead,
    DocumentUnread,
    IncomingGoesOn,
    IncomingStopped,
    IncomingUnproven,
    ViewerLeft,
    ViewerOpened,
    ViewMessage,
)
from app.encounter.model import Encounter
from app.encounter.viewer import Unproven, Viewer

Quiet = ViewerLeft | AttachLeft | IncomingUnproven | IncomingGoesOn | DocumentRead | DocumentUnread
NOBODY = ""
"""What is shown is the file that names no patient: it has no place in the vault yet."""
Next = tuple[Encounter, tuple[IncomingEffect, ...]]


def listen(encounter: Encounter, message: ViewMessage) -> Next:
    """Return the consultation after a message of the page of documents."""
    match message:
        case ViewerOpened():
            return _open(encounter)
        case DocumentChosen(capture_id):
            return _choose(encounter, capture_id)
        case IncomingStopped() if encounter.viewer.coming:
            return encounter, (StopIncoming(encounter.encounter_id),)
        case IncomingStopped():
            return encounter, ()
        case DocumentRead(shown=shown) | IncomingUnproven(shown=shown) if shown.papers:
            heard = _with(encounter, _heard(encounter.viewer, message))
            return heard, (ReadPages(encounter.encounter_id, shown),)
        case _:
            return _with(encounter, _heard(encounter.viewer, message)), ()


def _heard(viewer: Viewer, message: Quiet) -> Viewer:
    """Return the page after what asks nothing of the world."""
    match message:
        case ViewerLeft():
            return replace(viewer, is_open=False)
        case AttachLeft():
            return replace(viewer, unproven=None, shown=None)
        case IncomingUnproven(path=path, words=words, why=why, shown=shown):
            waiting = Unproven(path, words, why)
            opened = replace(viewer, coming="", is_open=True, unproven=waiting)
            return replace(opened, selected=NOBODY, shown=shown, refused="")
        case IncomingGoesOn(percent=percent):
            return replace(viewer, percent=percent if viewer.coming else 0)
        case DocumentRead(shown=shown):
            is_wanted = shown.capture_id == viewer.selected
            return replace(viewer, shown=shown, refused="") if is_wanted else viewer
        case DocumentUnread(capture_id=capture_id, sentence=sentence):
            is_wanted = capture_id == viewer.selected
            return replace(viewer, shown=None, refused=sentence) if is_wanted else viewer


def _open(encounter: Encounter) -> Next:
    """Return the page of documents, on the one that was being read, else on the newest."""
    documents = encounter.incoming.documents
    opened = _with(encounter, replace(encounter.viewer, is_open=True))
    known = {one.capture_id for one in documents}
    if not documents or encounter.viewer.selected in known:
        return opened, ()
    return _choose(opened, documents[-1].capture_id)


def _choose(encounter: Encounter, capture_id: str) -> Next:
    if all(one.capture_id != capture_id for one in encounter.incoming.documents):
        return encounter, ()
    chosen = replace(encounter.viewer, selected=capture_id, shown=None, refused="")
    return _with(encounter, chosen), (ReadIncoming(encounter.encounter_id, capture_id),)


def _with(encounter: Encounter, viewer: Viewer) -> Encounter:
    return replace(encounter, viewer=viewer)
