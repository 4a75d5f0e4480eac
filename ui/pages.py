"""Which page shows a scene, and the pages themselves, each imported the first time it is shown."""

from typing import TYPE_CHECKING

from app.desk.model import Screen as Place
from ui.scene import Scene, Send
from ui.screen import Screen

if TYPE_CHECKING:  # the consultation is imported after the login window is painted
    from app.encounter.model import Encounter

HELP = "help"
OVERVIEW = "overview"
PALETTE = "palette"
VEIL = "veil"
ALONE = frozenset({VEIL, Place.FIRST_RUN.value, Place.RESCUE.value})
"""Pages that take the whole window: nothing of the station is around them."""
SHEET = "sheet_view"
MEASURES = "measure"
CALL = "teleconsult"
EMERGENCY = "emergency"
QUESTIONS = frozenset({"signs", "ask", "measure", "decide"})


def page_of(scene: Scene) -> str:
    """Return the name of the page of ``scene``: the step of the consultation when one is shown."""
    if scene.desk.veil.is_down:
        return VEIL
    if scene.desk.screen is Place.ARCHIVE and scene.desk.archive.is_reading:
        return SHEET
    if scene.desk.screen is Place.ENCOUNTER:
        return _step_page(scene.visit) if scene.visit is not None else Place.HOME.value
    return scene.desk.screen.value


def _step_page(visit: "Encounter") -> str:
    """Return the page of the step, or what covers it: the call, the exam over the measures.

    Nothing covers an emergency.
    """
    step = visit.step.value
    if visit.call.page and step != EMERGENCY:
        return CALL
    return (visit.exam.page.value if step == MEASURES else "") or step


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
    visit = _visit_pages()
    makers = visit if name in visit else _station_pages()
    return makers[name](send)


def _visit_pages() -> "dict[str, type[Screen]]":
    """Return the pages of the consultation."""
    # imported here: the login page is painted before any of them is read
    from app.encounter.exam_state import ExamPage
    from app.encounter.model import Step
    from ui.screens import (
        ask,
        ask_signs,
        choose,
        decide,
        emergency,
        identify,
        listen,
        measure,
        overview,
        picture,
        seal,
        teleconsult,
    )

    return {
        Step.IDENTIFY.value: identify.IdentifyScreen,
        Step.CHOOSE.value: choose.ChooseScreen,
        Step.SIGNS.value: ask_signs.SignsScreen,
        Step.ASK.value: ask.AskScreen,
        Step.EMERGENCY.value: emergency.EmergencyScreen,
        Step.MEASURE.value: measure.MeasureScreen,
        ExamPage.PICTURE.value: picture.PictureScreen,
        ExamPage.LISTEN.value: listen.ListenScreen,
        Step.DECIDE.value: decide.DecideScreen,
        Step.SEAL.value: seal.SealScreen,
        CALL: teleconsult.TeleconsultScreen,
        OVERVIEW: overview.OverviewScreen,
    }


def _station_pages() -> "dict[str, type[Screen]]":
    """Return the pages around the consultation."""
    from ui.screens import (
        access_log,
        archive,
        backup,
        devices,
        diagnostics,
        emergency_office,
        help_keys,
        home,
        library,
        notices,
        palette,
        people,
        recovery,
        relay,
        retention,
        sheet_view,
    )

    return {
        Place.HOME.value: home.HomeScreen,
        Place.ARCHIVE.value: archive.ArchiveScreen,
        Place.LIBRARY.value: library.LibraryScreen,
        Place.PEOPLE.value: people.PeopleScreen,
        Place.RECOVERY.value: recovery.RecoveryScreen,
        Place.ACCESS_LOG.value: access_log.AccessLogScreen,
        Place.RETENTION.value: retention.RetentionScreen,
        Place.RELAY.value: relay.RelayScreen,
        Place.BACKUP.value: backup.BackupScreen,
        Place.DEVICES.value: devices.DevicesScreen,
        Place.EMERGENCY_OFFICE.value: emergency_office.EmergencyOfficeScreen,
        Place.DIAGNOSTICS.value: diagnostics.DiagnosticsScreen,
        Place.NOTICES.value: notices.NoticesScreen,
        SHEET: sheet_view.SheetViewScreen,
        PALETTE: palette.PaletteScreen,
        HELP: help_keys.HelpScreen,
    }
