"""The devices of the station, tried before the patient comes; nothing here goes in a sheet."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.live import LiveBoard
from app.office import devices_messages as say
from app.office.devices import Devices
from app.office.devices_wizard import WizardStep
from hardware.bindings import NONE, Bindings, CameraRole
from hardware.media.sentences import NAMES
from hardware.readings import Kind
from ui.device_words import device_face, headline, wizard_rows
from ui.keys import Command
from ui.look import Tone, look
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height
from ui.widgets.button import Kind as Place
from ui.widgets.columns import is_folded
from ui.widgets.device_card import DeviceActions, DeviceCard
from ui.widgets.device_wizard import DeviceWizard, WizardActions
from ui.widgets.field import Refusal
from ui.widgets.flow_row import FlowRow
from ui.widgets.line_list import Line, LineList
from ui.widgets.page import Page
from ui.widgets.picture import LARGE_PX, Picture
from ui.widgets.plug_card import CameraCard, PlugActions, PlugCard, PlugFace, SoundCard
from ui.widgets.said import Said
from ui.widgets.text import Text

ROLES = (CameraRole.OTOSCOPE, CameraRole.DERMATOSCOPE, CameraRole.ROOM)
STETHOSCOPE = "Stéthoscope"
PLUGGED = frozenset({WizardStep.CAMERA, WizardStep.SOUND})
COLUMNS, NARROW = 3, 1200


class DevicesScreen(Screen):
    """How many are ready; then a card for each; in their place, what is being bound."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._devices = Devices()
        self._kinds: tuple[Kind, ...] = ()
        self._looked_at: CameraRole | None = None
        self._cards: dict[Kind, DeviceCard] = {}
        self._icon = Picture("device-heart-monitor", LARGE_PX)
        self._title = Text("", TextRole.PAGE_TITLE)
        self._note = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._add = Button("Ajouter un appareil", icon="plus", key="A").does(self._search)
        self._patient = Button("Fenêtre du patient", icon="screen-share", key="F9")
        self._patient.does(lambda: self.asked(Command.PATIENT))
        self._try = Button("Tout essayer", Place.MAIN, Height.MAIN, "refresh", "Entrée")
        self._done, self._refused = Said(Tone.GREEN, "circle-check"), Refusal()
        self._undo = Button("Annuler le retrait", Place.SOFT, Height.SMALL, "arrow-back-up", "Z")
        self._lacks = LineList()
        self._wizard = DeviceWizard(self._wizard_actions())
        self._grid_place = QWidget()
        self._grid = QGridLayout(self._grid_place)
        self._cameras = {role: CameraCard(role, self._camera_actions(role)) for role in ROLES}
        self._sound = SoundCard(self._sound_actions())
        self._page = Page()
        self._lay_out()

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(14)
        column = self._page.column
        column.addLayout(self._heading())
        done = QHBoxLayout()
        done.setSpacing(10)
        done.addWidget(self._done, 1)
        done.addWidget(self._undo.does(self._give_back))
        column.addLayout(done)
        for piece in (self._refused, self._lacks, self._wizard, self._grid_place):
            column.addWidget(piece)
        column.addStretch(1)
        self.fill_with(self._page)

    def _heading(self) -> QHBoxLayout:
        row, words, buttons = QHBoxLayout(), QVBoxLayout(), FlowRow(10)
        row.setSpacing(16)
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._note)
        buttons.add(self._add)
        buttons.add(self._try.does(self.main_action))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 4)
        row.addWidget(buttons, 5)
        return row

    def render_state(self, scene: Scene) -> None:
        """Show what is bound, what is tried and what is being bound."""
        page = scene.desk.office.devices
        self._devices = page
        title, note = headline(scene.desk)
        self._title.say(title)
        self._note.say(note)
        self._done.say(page.done)
        self._undo.setVisible(page.before is not None)
        self._refused.say(page.refused)
        self._lacks.show_lines(tuple(Line("info-circle", Tone.OCHRE, one) for one in page.lacks))
        self._lacks.setVisible(bool(page.lacks))
        self._show_wizard(page)
        bindings = page.bindings or NONE
        self._place(tuple(one.kind for one in bindings.devices))
        for one in bindings.devices:
            self._cards[one.kind].show_face(device_face(scene.desk, one))
        self._show_plugs(page, bindings, scene.live)

    def _show_wizard(self, page: Devices) -> None:
        self._grid_place.setVisible(page.wizard is None)
        self._add.setVisible(page.wizard is None)
        self._try.setVisible(page.wizard is None and bool((page.bindings or NONE).devices))
        if page.wizard is None:
            self._wizard.hide_away()
        else:
            self._wizard.setVisible(True)
            self._wizard.show_wizard(page.wizard, wizard_rows(page.wizard))

    def _show_plugs(self, page: Devices, bindings: Bindings, board: LiveBoard | None) -> None:
        for role, card in self._cameras.items():
            camera = bindings.camera_of(role)
            name = camera.name if camera is not None else ""
            card.show_face(PlugFace(NAMES[role], "camera", name, page.shown is role))
            card.look_at(board)
        if page.shown is not None and page.shown != self._looked_at:
            shown = self._cameras[page.shown]
            QTimer.singleShot(0, self, partial(self._page.keep_in_view, shown))  # once laid out
        self._looked_at = page.shown
        sound = bindings.stethoscope
        name = (sound.name or sound.device_id) if sound is not None else ""
        self._sound.show_face(PlugFace(STETHOSCOPE, "stethoscope", name, page.listens))
        self._sound.listen_to(board)

    def _place(self, kinds: tuple[Kind, ...]) -> None:
        """Put the cards of ``kinds``, then the cameras and the stethoscope, in the grid."""
        columns = self._columns()
        if (kinds, columns) == (self._kinds, self._grid.property("columns")):
            return
        self._kinds = kinds
        self._grid.setProperty("columns", columns)
        for place, kind in enumerate(kinds):
            if kind not in self._cards:
                self._cards[kind] = DeviceCard(str(place + 1), self._actions(kind))
        plugs: list[PlugCard] = [*self._cameras.values(), self._sound]
        shown: list[QWidget] = [*(self._cards[kind] for kind in kinds), *plugs]
        for place, one in enumerate(shown):
            self._grid.addWidget(one, place // columns, place % columns)
        after, corner = len(shown), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._patient, after // columns, after % columns, corner)
        for kind, card in self._cards.items():  # once placed: a card alone would be a window
            card.setVisible(kind in kinds)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _columns(self) -> int:
        if is_folded(self):
            return 1
        return COLUMNS if self.window().width() >= look().px(NARROW) else COLUMNS - 1

    def _actions(self, kind: Kind) -> DeviceActions:
        return DeviceActions(
            begin=partial(self.send, say.TrialAsked(kind)),
            stop=partial(self.send, say.TrialsStopped()),
            rename=partial(self.send, say.RenameAsked(kind)),
            remove=partial(self.send, say.RemoveAsked(kind)),
        )

    def _camera_actions(self, role: CameraRole) -> PlugActions:
        return PlugActions(
            begin=partial(self.send, say.CameraShown(role)),
            choose=partial(self.send, say.CameraSearchAsked(role)),
            remove=partial(self.send, say.CameraRemoveAsked(role)),
        )

    def _sound_actions(self) -> PlugActions:
        return PlugActions(
            begin=partial(self.send, say.SoundTried()),
            choose=partial(self.send, say.SoundSearchAsked()),
            remove=partial(self.send, say.StethoscopeRemoveAsked()),
        )

    def _wizard_actions(self) -> WizardActions:
        return WizardActions(
            choose=self._choose,
            name=lambda name: self.send(say.NameGiven(name)),
            again=self._search_again,
            leave=partial(self.send, say.WizardLeft()),
        )

    def _search(self) -> None:
        self.send(say.SearchAsked())

    def _search_again(self) -> None:
        wizard = self._devices.wizard
        if wizard is not None and wizard.step is WizardStep.CAMERA and wizard.role is not None:
            self.send(say.CameraSearchAsked(wizard.role))
        elif wizard is not None and wizard.step is WizardStep.SOUND:
            self.send(say.SoundSearchAsked())
        else:
            self._search()

    def _choose(self, place: int) -> None:
        wizard = self._devices.wizard
        if wizard is not None and wizard.step is WizardStep.SEARCH:
            self.send(say.CandidateChosen(place))
        elif wizard is not None and wizard.step in PLUGGED:
            self.send(say.PlugChosen(place))

    def _give_back(self) -> None:
        self.send(say.UndoAsked())

    def press(self, key: str) -> None:
        """Try the device of the digit; A adds one, Z undoes; in the wizard, a digit chooses."""
        if self._devices.wizard is not None:
            if key.isdigit() and key != "0":
                self._choose(int(key) - 1)
            elif key == "R" and self._devices.wizard.is_over:
                self._search_again()
        elif key == "A":
            self._search()
        elif key == "Z" and self._devices.before is not None:
            self._give_back()
        elif key.isdigit() and 0 < int(key) <= len(self._kinds):
            self.send(say.TrialAsked(self._kinds[int(key) - 1]))

    def main_action(self) -> None:
        """Keep the name being typed, else try every device."""
        if self._devices.wizard is not None:
            self._wizard.keep()
        elif self._kinds:
            self.send(say.TrialsAsked())

    def leave(self) -> None:
        """Give up what is being bound, else stop the trials."""
        if self._devices.wizard is not None:
            self.send(say.WizardLeft())
            self.setFocus()
        elif self._devices.running or self._devices.shown or self._devices.listens:
            self.send(say.TrialsStopped())

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Leave the keys to the page, where Enter tries every device, or to the name typed."""
        self.setFocus()
        self._wizard.receive()
