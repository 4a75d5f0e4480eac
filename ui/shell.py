"""What surrounds every page once the station is open: places, patient, notices, states."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desk.calls import waiting_calls
from app.desk.messages import (
    ArchiveAsked,
    EncounterAsked,
    HomeAsked,
    LibraryAsked,
    LockAsked,
    NoticeClosed,
)
from app.desk.model import Screen as Place
from app.desk.veil import warning
from app.encounter.ask import CallAsked
from app.encounter.call_messages import CallPageLeft, CallPageOpened
from app.office.office import OfficeAsked
from app.office.places import Place as OfficePlace
from ui.around import banner_face, state_face
from ui.call_words import CALLING
from ui.keys import Asked, Command
from ui.look import look
from ui.office_words import PAGES
from ui.open_places import ENCOUNTER, OFFICE, PLACES, is_closed, office_pages, open_places
from ui.page_names import CALL, HELP, SHEET
from ui.pages import make_page
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.widgets.banner import Banner
from ui.widgets.navigation import Navigation
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.office_tabs import OfficeTabs
from ui.widgets.state_bar import StateBar

ASKED: dict[str, type[HomeAsked | ArchiveAsked | LibraryAsked]] = {
    Place.HOME.value: HomeAsked,
    Place.ARCHIVE.value: ArchiveAsked,
    Place.LIBRARY.value: LibraryAsked,
}
NOTICE_SIDE_PX = 24
NOTICE_TOP_PX = 12


class Shell(QWidget):
    """The open station; ``asked`` is what the window does of a key pressed on a page."""

    def __init__(self, send: Send, asked: Asked) -> None:
        super().__init__()
        self._send, self._asked = send, asked
        self._closed_notice = ""
        self._banner = Banner(self.ask_call, self._toggle_navigation)
        self._navigation = Navigation(PLACES, self._go)
        self._notice = NoticeBar(self._close_notice)
        self._notice_place = QWidget()
        self._tabs = OfficeTabs(PAGES, self._go_office)
        self._stack = QStackedWidget()
        self._state = StateBar(lambda: send(LockAsked()))
        self._pages: dict[str, Screen] = {}
        self._office_pages: tuple[str, ...] = ()
        self._shown = ""
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._banner)
        notice = QVBoxLayout(self._notice_place)
        notice.setContentsMargins(NOTICE_SIDE_PX, NOTICE_TOP_PX, NOTICE_SIDE_PX, 0)
        notice.addWidget(self._notice)
        column.addWidget(self._tabs)
        column.addWidget(self._notice_place)
        column.addWidget(self._stack, 1)
        column.addWidget(self._state)
        row.addLayout(column, 1)
        self._navigation.setVisible(not look().is_large)

    def page(self, name: str) -> Screen:
        """Return the page called ``name``, made the first time it is asked."""
        if name not in self._pages:
            self._pages[name] = make_page(name, self._send)
            self._pages[name].asked = self._asked
            self._stack.addWidget(self._pages[name])
        return self._pages[name]

    def render_state(self, scene: Scene, name: str) -> None:
        """Show ``scene`` on the page called ``name``."""
        page = self.page(name)
        page.render_state(scene)
        self._banner.show_face(banner_face(scene, name))
        self._banner.call.setVisible(scene.visit is not None and name != "emergency")
        self._state.show_face(state_face(scene))
        self._navigation.show_place(_place(name), _counts(scene))
        self._navigation.show_only(open_places(scene))
        self._office_pages = office_pages(scene)
        self._tabs.show_pages(self._office_pages, name)
        self._tabs.setVisible(name in self._office_pages and not is_closed(scene))
        self._say(scene, name)
        if name != self._shown:
            self._shown = name
            self._stack.setCurrentWidget(page)
            self._navigation.setVisible(not look().is_large)
            page.arrive()

    def _say(self, scene: Scene, name: str) -> None:
        visit = scene.visit.notice if scene.visit is not None else ""
        told = _calls_pharmacist(scene, name) or scene.desk.notice or visit
        notice = told or warning(scene.desk.veil, scene.visit, scene.still)
        if notice != self._closed_notice:
            self._closed_notice = ""
        shown = "" if notice == self._closed_notice else notice
        self._notice.say(shown)
        self._notice_place.setVisible(bool(shown))

    def _close_notice(self) -> None:
        self._closed_notice = self._notice.sentence
        self._send(NoticeClosed())

    def _go(self, place: str) -> None:
        if place == HELP:
            self._asked(Command.HELP)
        elif place == ENCOUNTER:
            self._leave_call()
        elif place == CALL:
            self.ask_doctor()
        elif place == Place.DEVICES.value:
            self._go_office(place)
        elif place == OFFICE:
            self._go_office(self._office_pages[0])
        else:
            self._send(ASKED[place]())

    def _leave_call(self) -> None:
        """Show the consultation, from under the page of the call too."""
        self._send(EncounterAsked())
        if self._shown == CALL:
            self._send(CallPageLeft())

    def _go_office(self, page: str) -> None:
        self._send(OfficeAsked(OfficePlace(page)))

    def step_office(self, by: int) -> None:
        """Show the page of the back office after (1) or before (-1) the one that is shown."""
        if self._tabs.isVisibleTo(self):
            self._tabs.step(by)

    def ask_call(self) -> None:
        """Show the emergency page of the consultation."""
        self._send(CallAsked())

    def ask_doctor(self) -> None:
        """Show the page of the call with a doctor, from any page."""
        self._send(EncounterAsked())
        self._send(CallPageOpened())

    def _toggle_navigation(self) -> None:
        self._navigation.setVisible(self._navigation.isHidden())


def _calls_pharmacist(scene: Scene, page: str) -> str:
    """Return that the patient, alone with the doctor, calls; its own page says it already."""
    is_calling = scene.visit is not None and scene.visit.call.calling
    return CALLING if is_calling and page != CALL else ""


def _place(name: str) -> str:
    if name == SHEET:
        return Place.ARCHIVE.value
    if name in PAGES:
        return OFFICE
    usual = {*ASKED, HELP, CALL, Place.DEVICES.value}
    return name if name in usual else ENCOUNTER


def _counts(scene: Scene) -> dict[str, int]:
    calls = waiting_calls(scene.desk, scene.visit)
    return {Place.HOME.value: len(scene.desk.drafts), CALL: sum(one.is_open for one in calls)}
