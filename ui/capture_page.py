"""What the page of pictures and the page of sounds share: captures chosen, retaken, put away."""

from app.encounter.exam_messages import (
    CaptureAsked,
    CaptureRemoved,
    CaptureSelected,
    CaptureStopped,
    ExamLeft,
)
from app.encounter.exam_state import NO_EXAM, Exam
from ui.scene import Send
from ui.screen import Screen
from ui.widgets.remove_form import RemoveForm
from ui.widgets.text import Text
from ui.widgets.thumbnail_strip import Strip


class CapturePage(Screen):
    """A page over the measures that takes something and keeps it; ``exam`` is what it shows."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self.exam: Exam = NO_EXAM
        self.taken = Strip(self.select)
        self.form = RemoveForm(self._remove, self._put_form_away)

    @property
    def has_chosen(self) -> bool:
        """True when a capture is pointed at."""
        return self.exam.capture(self.exam.selected) is not None

    def select(self, capture_id: str) -> None:
        """Point at one capture; a picture of an earlier sheet has no name and is not chosen."""
        if capture_id:
            self.send(CaptureSelected(capture_id))

    def retake(self) -> None:
        """Take the capture that is chosen again."""
        if self.has_chosen:
            self.send(CaptureAsked(self.exam.selected))

    def open_form(self) -> None:
        """Ask why the capture that is chosen is taken away."""
        if self.has_chosen:
            self.form.open()

    def _put_form_away(self) -> None:
        self.form.hide()
        self.setFocus()

    def _remove(self, reason: str) -> None:
        self.send(CaptureRemoved(self.exam.selected, reason))
        if not self.has_chosen:
            self._put_form_away()

    def main_action(self) -> None:
        """Write the reason when the form is open, else take, or keep, what is there."""
        if self.form.isVisible() and self.form.has_keys():
            self.form.give()
        else:
            self.send(CaptureAsked())

    def step(self, by: int) -> None:
        """Point at the next capture, or at the one before."""
        shown = [one.capture_id for one in self.exam.shown]
        if shown:
            here = self.exam.selected
            place = shown.index(here) + by if here in shown else (0 if by > 0 else -1)
            self.send(CaptureSelected(shown[place % len(shown)]))

    def go_back(self) -> None:
        """Go back to the measures."""
        self.leave()

    def leave(self) -> None:
        """Put the form away, give up what is on its way, else go back to the measures."""
        if self.form.isVisible():
            self._put_form_away()
        elif self.exam.pending is not None:
            self.send(CaptureStopped())
        else:
            self.send(ExamLeft())

    def arrive(self) -> None:
        """Leave the keys to the page."""
        self.setFocus()


def told(text: Text, words: str) -> None:
    """Show ``words``; the text takes no place when there are none."""
    text.say(words)
    text.setVisible(bool(words))
