"""The stethoscope: where it is put, what it hears, fifteen seconds kept as they were heard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.desk.archive_captures import PlayAsked
from app.encounter.captures import FILTERS, SOUNDS, Aim
from app.encounter.exam_messages import (
    AimChanged,
    HeardThrough,
)
from app.encounter.exam_state import Exam
from hardware.sound_words import AID, quality_of
from ui.capture_page import CapturePage, told
from ui.exam_aim import SIDES, aim_face, body_points, kind_of_key, with_side, with_site
from ui.exam_words import capture_faces, listen_words, samples_of
from ui.format import NO_BREAK
from ui.journey import STEPS, rail_face
from ui.look import Tone
from ui.scene import Scene, Send
from ui.tokens import Colour, TextRole
from ui.widgets.aim_card import AimCard, AimChoices
from ui.widgets.body_map import BodyMap
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.sound_trace import Heard, SoundTrace, Wave
from ui.widgets.text import Text
from ui.widgets.workspace import Workspace

READY = "Posez le pavillon, puis appuyez sur Entrée pour écouter."
KEEP_HOW = "Entrée garde les 15 dernières secondes, sans filtre ni gain."
FILTER_LATER = "Le filtre se choisit avant d’écouter."
FILTER_WORDS = {"bell": "Vue pavillon", "diaphragm": "Vue membrane", "lungs": "Vue poumons"}
MARK = "Repère de placement, pas un diagnostic."


class ListenScreen(CapturePage):
    """The wave in the middle, the chest on the right, what was recorded under it."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._heard = ""
        self._frame = Workspace(STEPS)
        self.trace = SoundTrace(self._tell)
        self._state, self.rate = Chip(), Chip()
        self.rate.hide()
        self._sentence = Text("", TextRole.BODY)
        self._mark = Text(MARK, TextRole.NOTE, Colour.INK_SOFT)
        self._refusal = Text("", TextRole.BODY, Colour.RED, weight=600)
        self._kept = Wave("Onde de l’enregistrement choisi")
        self._kept_words = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._body = BodyMap()
        self._aim = AimCard(AimChoices(self._choose_kind, self._choose_site, self._choose_side))
        self._lay_out()

    def _lay_out(self) -> None:
        middle, side, foot = self._frame.middle, self._frame.side, self._frame.foot
        words = QHBoxLayout()
        words.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        words.addWidget(self._state, 0, top)
        words.addWidget(self.rate, 0, top)
        words.addWidget(self._sentence, 1)
        middle.addWidget(self.trace)
        middle.addLayout(words)
        for piece in (self._mark, self._refusal, self.form, self.taken):
            middle.addWidget(piece)
        middle.addWidget(self._kept)
        middle.addWidget(self._kept_words)
        self._play = Button("Lire", Kind.FRAMED, Height.SMALL, "volume", "L")
        middle.addWidget(self._play.does(self._play_again), 0, Qt.AlignmentFlag.AlignLeft)
        middle.addStretch(1)
        card = Card(margin=14, spacing=6)
        card.column.addWidget(self._body)
        self._through = Button("Filtre", Kind.FRAMED, Height.SMALL, "wave-sine", "F")
        card.column.addWidget(self._through.does(self._turn_filter))
        side.addWidget(card)
        side.addWidget(self._aim)
        side.addStretch(1)
        foot.add_left(Button("Mesures", icon="arrow-left", key="Échap").does(self.leave))
        self._again = Button("Reprendre", icon="refresh", key="R").does(self.retake)
        self._drop = Button("Retirer", icon="x", key="X").does(self.open_form)
        foot.add_left(self._again)
        foot.add_left(self._drop)
        self._take = Button("Écouter", Kind.MAIN, Height.MAIN, "stethoscope", "Entrée")
        foot.add_right(self._take.does(self.main_action))
        self.fill_with(self._frame)

    def render_state(self, scene: Scene) -> None:
        """Show where the stethoscope goes, what is heard and what was kept."""
        if scene.visit is None:
            return
        exam = self.exam = scene.visit.exam
        self._frame.show_rail(rail_face(scene.visit))
        request = exam.pending.request_id if exam.pending is not None else ""
        self.trace.listen_to(scene.live, request)
        self._body.show_points(body_points(exam.sound), exam.sound.words)
        self._aim.show_face(aim_face(exam.sound, SOUNDS))
        self._through.say(FILTER_WORDS[exam.heard_through])
        self._through.forbid(FILTER_LATER if exam.is_listening else "")
        self.taken.show_faces(capture_faces(exam), exam.selected)
        told(self._refusal, exam.sentence)
        self._show_state(exam)
        self._show_kept(exam)
        self._show_foot(exam)

    def _show_state(self, exam: Exam) -> None:
        if not exam.is_listening:
            self._heard = ""
            self.rate.hide()
        word, icon, tone = listen_words(exam)
        self._state.show_fact(word, icon, tone)
        self._sentence.say(self._heard or (READY if not exam.is_listening else KEEP_HOW))

    def _show_kept(self, exam: Exam) -> None:
        chosen = exam.capture(exam.selected)
        content = exam.contents.get(exam.selected, b"") if chosen is not None else b""
        self._kept.setVisible(bool(content))
        self._kept_words.setVisible(bool(content))
        if chosen is not None and content:
            self._kept.show_whole(samples_of(content))
            seconds = chosen.found.seconds.replace(".", ",")
            self._kept_words.say(f"{chosen.aim.words}, {seconds}{NO_BREAK}s, {AID}")

    def _show_foot(self, exam: Exam) -> None:
        chosen = exam.capture(exam.selected) is not None and not exam.is_listening
        self._again.setVisible(chosen)
        self._drop.setVisible(chosen)
        self._play.setVisible(chosen and bool(exam.contents.get(exam.selected)))
        self._take.say("Garder 15 secondes" if exam.is_listening else "Écouter")
        if not chosen:
            self.form.hide()

    def _tell(self, heard: Heard) -> None:
        """Say what is heard; a rate only when it is sure, and never as a measure."""
        self._heard = quality_of(heard.level, heard.rate, heard.confidence)
        self._sentence.say(self._heard)
        self.rate.setVisible(heard.rate is not None)
        if heard.rate is not None:
            self.rate.show_fact(f"{heard.rate}{NO_BREAK}/min", "heartbeat", Tone.NEUTRAL)

    def _choose_kind(self, place: int) -> None:
        self.send(AimChanged(Aim(SOUNDS[place], moment=self.exam.sound.moment)))

    def _choose_site(self, place: int) -> None:
        self.send(AimChanged(with_site(self.exam.sound, place)))

    def _choose_side(self, place: int) -> None:
        self.send(AimChanged(with_side(self.exam.sound, tuple(SIDES.values())[place])))

    def _turn_filter(self) -> None:
        place = FILTERS.index(self.exam.heard_through)
        self.send(HeardThrough(FILTERS[(place + 1) % len(FILTERS)]))

    def _play_again(self) -> None:
        content = self.exam.contents.get(self.exam.selected, b"")
        if content and not self.exam.is_listening:
            self.send(PlayAsked(content))

    def press(self, key: str) -> None:
        """Choose with a digit, G, D, F5 or F6; F, L, R and X do what their buttons do."""
        kind = kind_of_key(key, SOUNDS)
        if kind is not None:
            self._choose_kind(SOUNDS.index(kind))
        elif key in SIDES:
            self.send(AimChanged(with_side(self.exam.sound, SIDES[key])))
        elif key.isdigit() and int(key) > 0:
            self._choose_site(int(key) - 1)
        elif key == "F" and not self.exam.is_listening:
            self._turn_filter()
        elif key == "L":
            self._play_again()
        elif key == "R":
            self.retake()
        elif key == "X":
            self.open_form()
