"""The pages of the window, each imported the first time it is shown."""

from app.desk.model import Screen as Place
from ui.page_names import CALL, DOCUMENTS, HELP, OVERVIEW, PALETTE, SHEET, VEIL
from ui.scene import Send
from ui.screen import Screen


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
        documents,
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
        DOCUMENTS: documents.DocumentsScreen,
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
        mail,
        notices,
        outbox,
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
        Place.OUTBOX.value: outbox.OutboxScreen,
        Place.MAIL.value: mail.MailScreen,
        Place.BACKUP.value: backup.BackupScreen,
        Place.DEVICES.value: devices.DevicesScreen,
        Place.EMERGENCY_OFFICE.value: emergency_office.EmergencyOfficeScreen,
        Place.DIAGNOSTICS.value: diagnostics.DiagnosticsScreen,
        Place.NOTICES.value: notices.NoticesScreen,
        SHEET: sheet_view.SheetViewScreen,
        PALETTE: palette.PaletteScreen,
        HELP: help_keys.HelpScreen,
    }
