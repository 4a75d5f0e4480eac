"""What the palette proposes: the places, the protocols, the drafts and the gestures of now."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.desk.archive_messages import SearchTyped
from app.desk.messages import (
    ArchiveAsked,
    DraftChosen,
    EncounterAsked,
    HomeAsked,
    LibraryAsked,
    PatientAsked,
    ProtocolAsked,
)
from app.desk.model import Screen, fold
from app.encounter.call_messages import CallPageLeft
from app.encounter.model import Step
from app.office.office import OfficeAsked
from app.office.places import Place as OfficePlace
from app.traffic import AnyMessage
from ui.keys import Command
from ui.office_words import PAGES
from ui.open_places import ENCOUNTER, OFFICE, PLACES, office_pages, open_places
from ui.page_names import CALL, HELP, has_overview
from ui.scene import Scene

SHOWN = 8
LEAST_SEARCHED = 2
_MESSAGES: dict[str, tuple[AnyMessage, ...]] = {
    Screen.HOME.value: (HomeAsked(),),
    Screen.ARCHIVE.value: (ArchiveAsked(),),
    Screen.LIBRARY.value: (LibraryAsked(),),
    Screen.DEVICES.value: (OfficeAsked(OfficePlace.DEVICES),),
    ENCOUNTER: (EncounterAsked(), CallPageLeft()),
}
_COMMANDS = {CALL: Command.DOCTOR, HELP: Command.HELP}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do: messages to send or a command of the window; ``locked`` says why not."""

    words: str = field(repr=False)
    icon: str
    note: str = ""
    messages: tuple[AnyMessage, ...] = ()
    command: Command | None = None
    locked: str = ""


def found(scene: Scene, typed: str) -> tuple[Entry, ...]:
    """Return what answers to ``typed``, the first ones when nothing is typed.

    Each word typed begins a word of the entry; accents and capitals do not count.
    """
    asked = fold(typed).split()
    proposed = (*_usual(scene), *_entries(scene))
    if asked:  # a new patient's reason never stands under somebody else's draft
        proposed = (*_entries(scene), *_usual(scene))
    matching = [one for one in proposed if _answers(one, asked)]
    if len(typed.strip()) >= LEAST_SEARCHED and Screen.ARCHIVE.value in open_places(scene):
        matching = [*matching[: SHOWN - 1], _search(typed.strip())]
    return tuple(matching[:SHOWN])


def _answers(entry: Entry, asked: list[str]) -> bool:
    words = fold(f"{entry.words} {entry.note}").split()
    return all(any(word.startswith(one) for word in words) for one in asked)


def _usual(scene: Scene) -> Iterator[Entry]:
    """Yield what is taken up again, and the places."""
    places = open_places(scene)
    if Screen.HOME.value in places:
        yield from _drafts(scene)
    for place in PLACES:
        if place.id in places - {OFFICE}:
            command = _COMMANDS.get(place.id)
            yield Entry(place.word, place.icon, "Page", _MESSAGES.get(place.id, ()), command)


def _entries(scene: Scene) -> Iterator[Entry]:
    """Yield the protocols, the pages of the office, and the gestures of the window."""
    places = open_places(scene)
    if Screen.HOME.value in places:
        yield from _protocols(scene)
    if OFFICE in places:
        for name in office_pages(scene):
            words, icon = PAGES[name]
            yield Entry(words, icon, "Bureau", (OfficeAsked(OfficePlace(name)),))
    yield from _gestures(scene)


def _drafts(scene: Scene) -> Iterator[Entry]:
    for draft in scene.desk.drafts:
        words = f"{draft.initials} · {draft.title.lower()}"
        yield Entry(words, "pencil", "À reprendre", (DraftChosen(draft.draft_id),))


def _protocols(scene: Scene) -> Iterator[Entry]:
    chooses = scene.visit is not None and scene.visit.step is Step.CHOOSE
    asked = ProtocolAsked if chooses and scene.desk.screen is Screen.ENCOUNTER else PatientAsked
    for tile in scene.desk.tiles:
        key = f" · touche {tile.digit}" if tile.digit else ""
        note = tile.locked or f"Protocole{key}"
        yield Entry(tile.title, tile.icon, note, (asked(tile.protocol_id),), None, tile.locked)


def _gestures(scene: Scene) -> Iterator[Entry]:
    if scene.visit is not None and scene.desk.screen is Screen.ENCOUNTER:
        yield Entry("Appeler le 15", "phone-call", "F12", command=Command.CALL)
    if has_overview(scene):
        yield Entry("Toutes les réponses", "list-check", "F2", command=Command.OVERVIEW)
    yield Entry("Fenêtre du patient", "screen-share", "F9", command=Command.PATIENT)
    yield Entry("Verrouiller le poste", "lock", "Ctrl L", command=Command.LOCK)


def _search(typed: str) -> Entry:
    words = f"Chercher «\u00a0{typed}\u00a0» dans les archives"
    return Entry(words, "search", "Archives", (ArchiveAsked(), SearchTyped(typed)))
