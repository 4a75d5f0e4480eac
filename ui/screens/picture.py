"""A picture of this patient: what the camera sees, what is wrong with it, where it is taken."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.encounter.captures import PICTURES, Aim, Moment, missing
from app.encounter.exam_messages import (
    AimChanged,
    CameraChosen,
    EarlierAsked,
)
from app.encounter.exam_state import Exam
from app.encounter.model import Consent
from hardware.bindings import CameraRole
from ui.capture_page import CapturePage, told
from ui.capture_words import CAMERA_WORDS
from ui.exam_aim import SIDES, aim_face, kind_of_key, with_side, with_site
from ui.exam_words import capture_faces, pending_words, series_faces
from ui.journey import STEPS, rail_face
from ui.look import Tone
from ui.scene import Scene, Send
from ui.tokens import Colour, TextRole
from ui.widgets.aim_card import AimCard, AimChoices
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.preview import Preview, PreviewFace
from ui.widgets.text import Text
from ui.widgets.thumbnail_strip import Strip
from ui.widgets.workspace import Workspace

NO_CONSENT = "Le patient n’a pas accepté la photo\u00a0: rien ne se prend."
ROLES = tuple(CameraRole)


class PictureScreen(CapturePage):
    """The camera in the middle, the place on the right, what was taken under it."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._frame = Workspace(STEPS)
        self.preview = Preview(self._tell)
        self._chip, self._camera = Chip(), Chip()
        self._sentence = Text("", TextRole.BODY)
        self._refusal = Text("", TextRole.BODY, Colour.RED, weight=600)
        self._series = Strip(self.select)
        self._told = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._aim = AimCard(AimChoices(self._choose_kind, self._choose_site, self._choose_side))
        self._consent = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._lay_out()

    def _lay_out(self) -> None:
        middle, side, foot = self._frame.middle, self._frame.side, self._frame.foot
        words = QHBoxLayout()
        words.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        words.addWidget(self._camera, 0, top)
        words.addWidget(self._chip, 0, top)
        words.addWidget(self._sentence, 1)
        middle.addWidget(self.preview)
        middle.addLayout(words)
        for piece in (self._refusal, self.form, self._series, self.taken, self._told):
            middle.addWidget(piece)
        middle.addStretch(1)
        side.addWidget(self._aim)
        side.addWidget(self._more())
        side.addWidget(self._consent)
        side.addStretch(1)
        foot.add_left(Button("Mesures", icon="arrow-left", key="Échap").does(self.leave))
        self._again = Button("Reprendre", icon="refresh", key="R").does(self.retake)
        self._drop = Button("Retirer", icon="x", key="X").does(self.open_form)
        foot.add_left(self._again)
        foot.add_left(self._drop)
        self._take = Button("Capturer", Kind.MAIN, Height.MAIN, "camera", "Entrée")
        foot.add_right(self._take.does(self.main_action))
        self.fill_with(self._frame)

    def _more(self) -> Card:
        card = Card(margin=14, spacing=8)
        row = QVBoxLayout()
        row.setSpacing(8)
        camera = Button("Autre caméra", Kind.FRAMED, Height.SMALL, "camera", "C")
        self._moment = Button("Jour J0", Kind.FRAMED, Height.SMALL, "calendar-event", "J")
        before = Button("Photos d’avant", Kind.FRAMED, Height.SMALL, "history", "P")
        row.addWidget(camera.does(self._turn_camera))
        row.addWidget(self._moment.does(self._turn_moment))
        row.addWidget(before.does(self._ask_earlier))
        card.column.addLayout(row)
        return card

    def render_state(self, scene: Scene) -> None:
        """Show what is aimed at, what was taken, and what forbids to take."""
        if scene.visit is None:
            return
        exam = self.exam = scene.visit.exam
        self._frame.show_rail(rail_face(scene.visit))
        self.preview.look_at(scene.live, exam.camera)
        self._camera.show_fact(CAMERA_WORDS[exam.camera], "camera", Tone.NEUTRAL)
        self._tell(self.preview.face)
        told(self._refusal, exam.sentence)
        self._series.show_faces(series_faces(exam), exam.selected)
        self.taken.show_faces(capture_faces(exam), exam.selected)
        told(self._told, exam.told)
        self._aim.show_face(aim_face(exam.picture, PICTURES))
        self._moment.say(f"Jour {exam.picture.moment}")
        agreed = scene.visit.consents.get(Consent.PHOTO, False)
        told(self._consent, "" if agreed else NO_CONSENT)
        self._show_foot(exam, agreed=agreed)

    def _show_foot(self, exam: Exam, *, agreed: bool) -> None:
        chosen = self.has_chosen
        self._again.setVisible(chosen)
        self._drop.setVisible(chosen)
        wanting = "" if agreed else NO_CONSENT
        self._take.forbid(pending_words(exam.pending) or wanting or missing(exam.picture))
        self._frame.foot.say(pending_words(exam.pending) or missing(exam.picture))
        if not chosen:
            self.form.hide()

    def _tell(self, face: PreviewFace) -> None:
        self._chip.show_fact(face.word, face.icon, face.tone)
        self._sentence.say(face.sentence)

    def _aim_at(self, aim: Aim) -> None:
        self.send(AimChanged(aim))

    def _choose_kind(self, place: int) -> None:
        self._aim_at(Aim(PICTURES[place], moment=self.exam.picture.moment))

    def _choose_site(self, place: int) -> None:
        self._aim_at(with_site(self.exam.picture, place))

    def _choose_side(self, place: int) -> None:
        self._aim_at(with_side(self.exam.picture, tuple(SIDES.values())[place]))

    def _turn_camera(self) -> None:
        place = ROLES.index(self.exam.camera)
        self.send(CameraChosen(ROLES[(place + 1) % len(ROLES)]))

    def _turn_moment(self) -> None:
        days = tuple(Moment)
        following = days[(days.index(self.exam.picture.moment) + 1) % len(days)]
        self._aim_at(replace(self.exam.picture, moment=following))

    def _ask_earlier(self) -> None:
        self.send(EarlierAsked())

    def press(self, key: str) -> None:
        """Choose with a digit, G, D or F5 to F8; C, J, P, R and X do what their buttons do."""
        others = {
            "C": self._turn_camera,
            "J": self._turn_moment,
            "P": self._ask_earlier,
            "R": self.retake,
            "X": self.open_form,
        }
        kind = kind_of_key(key, PICTURES)
        if kind is not None:
            self._choose_kind(PICTURES.index(kind))
        elif key in SIDES:
            self._aim_at(with_side(self.exam.picture, SIDES[key]))
        elif key.isdigit() and int(key) > 0:
            self._choose_site(int(key) - 1)
        elif key in others:
            others[key]()
