"""Which places of the station this person may go to at this moment."""

from app.desk.model import Screen as Place
from app.encounter.call import why_not
from app.encounter.model import Encounter
from app.office.places import Place as OfficePlace
from app.office.places import places_of, sees_patients
from ui.office_words import PAGES
from ui.page_names import CALL, HELP
from ui.scene import Scene
from ui.widgets.navigation import Place as NavigationPlace

ENCOUNTER, OFFICE = "encounter", "office"
PLACES = (
    NavigationPlace(Place.HOME.value, "Accueil", "home"),
    NavigationPlace(ENCOUNTER, "Patient", "user"),
    NavigationPlace(CALL, "Visio", "video"),
    NavigationPlace(Place.ARCHIVE.value, "Archives", "archive"),
    NavigationPlace(Place.LIBRARY.value, "Protocoles", "books"),
    NavigationPlace(Place.DEVICES.value, "Appareils", "device-heart-monitor"),
    NavigationPlace(OFFICE, "Bureau", "settings"),
    NavigationPlace(HELP, "Touches", "keyboard"),
)


def open_places(scene: Scene) -> frozenset[str]:
    """Return the pages this person may open now; an alarm leaves none but the keys."""
    places = {place.id for place in PLACES}
    role = scene.desk.person.role if scene.desk.person is not None else ""
    if is_closed(scene):
        return frozenset({HELP})
    if OfficePlace.DEVICES not in places_of(role):
        places.remove(Place.DEVICES.value)
    if not sees_patients(role):
        return frozenset(places & {OFFICE, HELP, Place.DEVICES.value})
    if scene.visit is None:
        places.discard(ENCOUNTER)
    if scene.visit is None or not _has_call(scene.visit):
        places.discard(CALL)
    return frozenset(places)


def _has_call(visit: Encounter) -> bool:
    """Return whether the page of the call has something to show, or may begin one."""
    return visit.call.is_live or not why_not(visit)


def office_pages(scene: Scene) -> tuple[str, ...]:
    """Return the pages of the back office, in the order of the tabs."""
    role = scene.desk.person.role if scene.desk.person is not None else ""
    allowed = {place.value for place in places_of(role)}
    return tuple(name for name in PAGES if name in allowed)


def is_closed(scene: Scene) -> bool:
    """Return whether an alarm closed the station."""
    return scene.desk.office.emergency.is_closed
