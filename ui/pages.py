"""Which page shows a scene, and the pages themselves, each imported the first time it is shown."""

from app.desk.model import Screen as Place
from ui.scene import Scene, Send
from ui.screen import Screen

HELP = "help"
OVERVIEW = "overview"
VEIL = "veil"
ALONE = frozenset({VEIL, Place.FIRST_RUN.value, Place.RESCUE.value})
"""Pages that take the whole window: nothing of the station is around them."""
SHEET = "sheet_view"
QUESTIONS = frozenset({"signs", "ask", "measure", "decide"})


def page_of(scene: Scene) -> str:
    """Return the name of the page of ``scene``: the step of the consultation when one is shown."""
    if scene.desk.veil.is_down:
        return VEIL
    if scene.desk.screen is Place.ARCHIVE and scene.desk.archive.is_reading:
        return SHEET
    if scene.desk.screen is Place.ENCOUNTER:
        return scene.visit.step.value if scene.visit is not None else Place.HOME.value
    return scene.desk.screen.value


def has_overview(scene: Scene) -> bool:
    """True when there are answers to look at."""
    return scene.visit is not None and scene.visit.step.value in QUESTIONS


def make_alone(name: str, send: Send) -> Screen:
    """Return one page of ``ALONE``, new."""
    # imported here: the login page is painted before any of them is read
    from ui.screens import first_run, rescue, veil

    makers: dict[str, type[Screen]] = {
        VEIL: veil.VeilScreen,
        Place.FIRST_RUN.value: first_run.FirstRunScreen,
        Place.RESCUE.value: rescue.RescueScreen,
    }
    return makers[name](send)


def make_page(name: str, send: Send) -> Screen:
    """Return the page called ``name``, new."""
    # imported here: the login page is painted before any of them is read
    from app.encounter.model import Step
    from ui.screens import (
        access_log,
        archive,
        ask,
        ask_signs,
        backup,
        choose,
        decide,
        emergency,
        emergency_office,
        help_keys,
        home,
        identify,
        library,
        measure,
        overview,
        people,
        recovery,
        retention,
        seal,
        sheet_view,
    )

    makers: dict[str, type[Screen]] = {
        Place.HOME.value: home.HomeScreen,
        Place.ARCHIVE.value: archive.ArchiveScreen,
        Place.LIBRARY.value: library.LibraryScreen,
        Place.PEOPLE.value: people.PeopleScreen,
        Place.RECOVERY.value: recovery.RecoveryScreen,
        Place.ACCESS_LOG.value: access_log.AccessLogScreen,
        Place.RETENTION.value: retention.RetentionScreen,
        Place.BACKUP.value: backup.BackupScreen,
        Place.EMERGENCY_OFFICE.value: emergency_office.EmergencyOfficeScreen,
        SHEET: sheet_view.SheetViewScreen,
        Step.IDENTIFY.value: identify.IdentifyScreen,
        Step.CHOOSE.value: choose.ChooseScreen,
        Step.SIGNS.value: ask_signs.SignsScreen,
        Step.ASK.value: ask.AskScreen,
        Step.EMERGENCY.value: emergency.EmergencyScreen,
        Step.MEASURE.value: measure.MeasureScreen,
        Step.DECIDE.value: decide.DecideScreen,
        Step.SEAL.value: seal.SealScreen,
        HELP: help_keys.HelpScreen,
        OVERVIEW: overview.OverviewScreen,
    }
    return makers[name](send)
