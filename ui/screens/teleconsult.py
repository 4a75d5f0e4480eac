"""The call with a doctor: consent, one's own picture, the link; then the doctor and the exam."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.encounter import call_messages as say
from app.encounter.call_state import Asked, Call, CallStage, DoctorConclusion
from app.encounter.exam_state import NO_EXAM
from ui.call_doing import CallDoing
from ui.call_vitals import vital_faces
from ui.call_words import (
    PROVIDE,
    PROVIDE_HOW,
    conclusion_face,
    doctor_label,
    lacks_server,
    link_face,
    mail_words,
    place_face,
    why_not_start,
)
from ui.exam_words import pending_words
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.widgets.alone_card import AloneCard
from ui.widgets.beside import Beside
from ui.widgets.button import Button, Height, Kind
from ui.widgets.call_consent import CallConsentCard
from ui.widgets.columns import is_folded
from ui.widgets.conclusion_card import ConclusionCard
from ui.widgets.doctor_view import DoctorView
from ui.widgets.exam_share import ExamActions, ExamFace, ExamShare
from ui.widgets.foot import Foot
from ui.widgets.kept_list import KeptList
from ui.widgets.level_banner import LevelBanner, LevelFace
from ui.widgets.link_card import LinkCard
from ui.widgets.link_line import LinkLine
from ui.widgets.prepare_card import PrepareCard
from ui.widgets.room_card import RoomCard
from ui.widgets.sound_share import SoundShare
from ui.widgets.still_card import StillCard
from ui.widgets.vitals_share import VitalsShare

SIDE_PX = 420
BEFORE = frozenset({CallStage.PREPARING, CallStage.INTERRUPTED, CallStage.REFUSED, CallStage.NONE})
LONG = ("Consultation", "Laisser le patient seul", "Terminer l’appel")
SHORT = ("Retour", "Patient seul", "Terminer")
"""The words of the foot, and those of a narrow window or of large letters."""

STOPPED = frozenset({CallStage.INTERRUPTED, CallStage.REFUSED})

Came = tuple[bool, Asked, DoctorConclusion | None]


class TeleconsultScreen(Screen):
    """The doctor on the left; on the right what is asked, shown, heard and measured."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._doing, self._exam = CallDoing(send), NO_EXAM
        self._consent = CallConsentCard(self._answer)
        self._stopped, self._room = LevelBanner(), RoomCard()
        self._view, self._line = DoctorView(), LinkLine()
        self._still = StillCard(self._doing.take_photo)
        self._conclusion = ConclusionCard(self._doing.read_papers)
        self._prepare = PrepareCard()
        self._link = LinkCard(self._doing.mail)
        self._alone = AloneCard(self._doing.turn_alone)
        self._shown = ExamShare(ExamActions(self._doing.share, self._doing.take_photo))
        self._heard = SoundShare(self._doing.turn_sound)
        self._kept = KeptList(lambda capture_id: send(say.RecordingSent(capture_id)))
        self._vitals = VitalsShare()
        self._frame, self._foot = Beside(SIDE_PX), Foot()
        self._urgent = (self._alone, self._still, self._conclusion)
        self._came: Came = (False, Asked.NOTHING, None)
        self._lay_out()

    def _lay_out(self) -> None:
        for piece in (self._stopped, self._consent, self._room, self._view, self._line):
            self._frame.main.addWidget(piece, int(piece is self._view))
        self._frame.main.addStretch(0)
        beside = (
            self._alone,
            self._still,
            self._conclusion,
            self._prepare,
            self._link,
            self._shown,
            self._heard,
            self._vitals,
            self._kept,
        )
        for one in beside:
            self._frame.side.addWidget(one)
        self._frame.side.addStretch(1)
        self._place_buttons()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._frame, 1)
        column.addWidget(self._foot)
        self.fill_with(holder)

    def _place_buttons(self) -> None:
        foot = self._foot
        self._back = Button(LONG[0], icon="arrow-left", key="Retour arrière").does(self.go_back)
        self._mute = Button("Micro", icon="microphone", key="M").does(self._doing.turn_mute)
        self._leave_alone = Button(LONG[1], icon="door-exit", key="S")
        foot.add_left(self._back)
        foot.add_left(self._mute)
        foot.add_left(self._leave_alone.does(self._doing.turn_alone))
        self._end = Button(LONG[2], Kind.RED, Height.MAIN, "phone-off", "Ctrl Entrée")
        self._begin = Button("", Kind.MAIN, Height.MAIN, "video", "Entrée")
        foot.add_right(self._end.does(self.strong_action))
        foot.add_right(self._begin.does(self.main_action))

    def render_state(self, scene: Scene) -> None:
        """Show where the call is, and what the doctor sees and hears of this patient."""
        visit = scene.visit
        if visit is None:
            return
        call = self._doing.call = visit.call
        self._exam = visit.exam
        is_before, alone = call.stage in BEFORE, call.patient_alone
        self._consent.setVisible(is_before)
        told = call.sentence if call.stage is CallStage.PREPARING else ""
        self._consent.show_answers((call.agreed, call.shares_summary), told)
        self._room.setVisible(is_before)
        self._room.show_call(call, scene.live)
        place = place_face(call, scene.now)
        self._stopped.setVisible(call.stage in STOPPED)
        self._stopped.show_level(LevelFace(place.title, place.note, place.icon, Tone.OCHRE))
        self._view.setVisible(not is_before)
        self._line.setVisible(call.is_linked)
        self._line.show_face(link_face(call, scene.now))
        self._view.show_place(place, doctor_label(call), is_lost=call.stage is CallStage.LOST)
        self._view.look_at(scene.live, shows_doctor=call.is_linked, shows_own=call.is_live)
        self._show_side(scene, call, alone=alone)
        self._vitals.setVisible(call.is_live and not alone)
        self._vitals.show_faces(vital_faces(visit))
        self._show_foot(scene, call)
        self._bring_in_view(call)

    def _bring_in_view(self, call: Call) -> None:
        """Scroll to what just came from the doctor or the patient, and asks for a look."""
        came = (call.calling, call.still_asked, call.conclusion)
        if came == self._came:
            return
        former, self._came = self._came, came
        for piece, now, was in zip(self._urgent, came, former, strict=True):
            if now and now != was:
                QTimer.singleShot(0, partial(self._frame.page.keep_in_view, piece))

    def _show_side(self, scene: Scene, call: Call, *, alone: bool) -> None:
        exam, shows_exam = self._exam, call.is_linked and not alone
        self._prepare.setVisible(call.stage in BEFORE and call.conclusion is None)
        lacks = lacks_server(scene.desk.station)
        self._prepare.show_server(*((PROVIDE, PROVIDE_HOW) if lacks else ("", "")))
        self._alone.setVisible(alone)
        self._alone.show_calling(is_calling=call.calling)
        self._still.show_asked(Asked.NOTHING if alone else call.still_asked, self._doing.refusal)
        said = None if alone else call.conclusion
        self._conclusion.show_face(conclusion_face(call, said) if said is not None else None)
        self._link.setVisible(bool(call.link) and not alone)
        self._link.show_link(call.link, call.spoken_code, mail_words(call))
        pending = exam.pending
        waits = pending_words(pending) if pending is not None and not pending.aim.is_sound else ""
        self._shown.setVisible(shows_exam)
        self._shown.show_face(ExamFace(call.shared_camera, waits), scene.live)
        self._heard.setVisible(shows_exam)
        request = pending.request_id if pending is not None else ""
        self._heard.show_heard(scene.live, request, is_heard=call.is_listening)
        self._kept.show_captures(exam if shows_exam else NO_EXAM)

    def _show_foot(self, scene: Scene, call: Call) -> None:
        live, linked = call.is_live, call.is_linked
        buttons = (self._back, self._leave_alone, self._end)
        for button, words, whole in zip(buttons, self._words(), LONG, strict=True):
            button.say(words)
            button.setAccessibleName(whole)
        self._mute.setVisible(live and not call.patient_alone)
        self._mute.say("Micro coupé" if call.is_muted else "Micro")
        self._mute.set_kind(Kind.SOFT if call.is_muted else Kind.FRAMED)
        self._leave_alone.setVisible(linked and not call.patient_alone)
        self._end.setVisible(live)
        self._begin.setVisible(not live)
        wanting = "" if call.stage is CallStage.OVER else why_not_start(call, scene.desk.station)
        self._begin.say(_begin_words(call))
        self._begin.forbid(wanting)
        self._foot.say(wanting)

    def _words(self) -> tuple[str, str, str]:
        return SHORT if is_folded(self) else LONG

    def _answer(self, place: int, agreed: bool) -> None:  # noqa: FBT001 - what was answered
        self.send(say.SummaryChoice(agreed) if place else say.CallConsent(agreed))

    def press(self, key: str) -> None:
        """Do what the button of the key does; 1 and 2 answer a consent, then send a capture."""
        if self._doing.press(key):
            return
        if self._doing.call.stage in BEFORE:
            self._consent.press(key)
        elif key.isdigit():
            self._kept.press(key)

    def main_action(self) -> None:
        """Take the photo that is asked, else call the doctor, else go back once it is over."""
        if self._doing.call.is_live:
            if self._doing.call.still_asked is not Asked.NOTHING:
                self._doing.take_photo()
        elif self._doing.call.stage is CallStage.OVER:
            self.go_back()
        elif self._begin.isEnabled():
            self.send(say.CallStarted())

    def strong_action(self) -> None:
        """End the call for both."""
        if self._doing.call.is_live:
            self.send(say.CallEnded())

    def go_back(self) -> None:
        """Go back to the consultation; a call under way goes on."""
        self.send(say.CallPageLeft())

    def leave(self) -> None:
        """Come back to the patient, stop what is shared, else go back to the consultation."""
        if not self._doing.leave():
            self.go_back()

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._frame.page.read_on(by)

    def arrive(self) -> None:
        """Leave the keys to the page."""
        self.setFocus()


def _begin_words(call: Call) -> str:
    if call.stage is CallStage.OVER:
        return "Revenir à la consultation"
    return "Rappeler le médecin" if call.stage in {CallStage.INTERRUPTED} else "Appeler le médecin"
