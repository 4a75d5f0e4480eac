"""The doctor's picture, large; in its place, while there is none, the reason and the time.

A picture that the link no longer brings is frozen and greyed, with the sentence over it.
"""

# ruff: noqa: N802

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from app.live import LiveBoard
from hardware.bindings import CameraRole
from ui.call_words import PlaceFace
from ui.icons import draw_icon
from ui.look import full, look
from ui.paint import Frame, draw_frame
from ui.reading import reading_font
from ui.tokens import Colour, TextRole
from ui.typeset import Paragraph, draw_line, text_width
from ui.widgets.live_picture import STALE_MS, InMemory, LivePicture
from ui.widgets.preview import Preview, PreviewFace

LEAST_PX = (320, 240)
INSET_SHARE, INSET_MOST, INSET_EDGE = 4, 200, 14
ICON_PX, GAP_PX, PAD_PX = 44, 8, 20
TAG_SHARE = 9
FROZEN = "Image figée"
NOWHERE = PlaceFace("", "", "video")


class OwnPicture(Preview):
    """What the doctor sees of the room, small: nothing is judged, a loss is said."""

    words_role, words_margin = TextRole.NOTE, 6

    tag = ""

    def __init__(self) -> None:
        super().__init__(_unsaid)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, then whose it is where that is said."""
        super().paintEvent(event)
        if self.tag:
            size = self.height() // TAG_SHARE
            corner = QPoint(size // 2, self.height() - size * 5 // 2)
            _draw_tag(QPainter(self), self.tag, corner, reading_font(size, 700), self.width())

    @property
    def sentence(self) -> str:
        """Say what lacks in a word: the place is small."""
        return self.face.word

    @property
    def edge(self) -> tuple[Colour, float]:
        """A light line, to stand out of the large picture."""
        return Colour.SURFACE, 2.0


class DoctorView(LivePicture):
    """The doctor, and the room in a corner, ``most_inset`` pixels wide at most."""

    most_inset = INSET_MOST

    def __init__(self) -> None:
        super().__init__()
        self._board: LiveBoard | None = None
        self._face = NOWHERE
        self._tag, self._is_lost = "", False
        self.own = OwnPicture()
        self.own.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def look_at(self, board: LiveBoard | None, *, shows_doctor: bool, shows_own: bool) -> None:
        """Show the doctor of ``board``, and what its camera of the room sees."""
        self._board = board if shows_doctor else None
        if not shows_doctor and self.image is not None:
            self.drop()
        self.own.look_at(board, CameraRole.ROOM)
        self.own.setVisible(shows_own)

    def show_place(self, face: PlaceFace, tag: str, *, is_lost: bool) -> None:
        """Say what stands in the doctor's place, who is shown, and whether the link is cut."""
        if (face, tag, is_lost) == (self._face, self._tag, self._is_lost):
            return
        self._face, self._tag, self._is_lost = face, tag, is_lost
        shown = self.image is not None and not is_lost
        self.setAccessibleName(tag if shown and tag else f"{face.title}. {face.note}")
        self.update()

    @property
    def place(self) -> PlaceFace:
        """What stands in the doctor's place."""
        return self._face

    def newest(self) -> InMemory | None:
        """Return the newest picture of the doctor."""
        return self._board.doctor() if self._board is not None else None

    @property
    def is_still(self) -> bool:
        """True when the link is cut, or brings no picture any more."""
        return self._is_lost or (self.image is not None and self.since.hasExpired(STALE_MS))

    @property
    def sentence(self) -> str:
        """What is said over the frozen picture."""
        return self._face.title if self._is_lost else FROZEN

    def missed(self) -> None:
        """Grey a picture that no other follows."""
        if self.image is not None and self.since.hasExpired(STALE_MS):
            self.update()

    def sizeHint(self) -> QSize:
        """Return the usual place of the picture."""
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        """Return the least place: a face is not read in less."""
        return QSize(*LEAST_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the room in the lower right corner."""
        super().resizeEvent(event)
        self._place_own()

    def changeEvent(self, event: QEvent) -> None:
        """Place the room again when the look changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place_own()

    def _place_own(self) -> None:
        width = min(self.width() // INSET_SHARE, self.most_inset)
        size = QSize(width, self.own.heightForWidth(width))
        corner = QPoint(self.width() - width, self.height() - size.height())
        self.own.setGeometry(QRect(corner - QPoint(INSET_EDGE, INSET_EDGE), size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, then who it is."""
        super().paintEvent(event)
        if self.image is not None and self._tag:
            corner, font = QPoint(INSET_EDGE, INSET_EDGE), look().font(TextRole.LABEL)
            _draw_tag(QPainter(self), self._tag, corner, font, self.width() - INSET_EDGE)

    def draw_words(self, painter: QPainter, box: QRect) -> None:
        """Write the reason and the time on paper, in the middle."""
        title = self._face.title if self._is_lost or self.image is None else FROZEN
        pad, gap, side = look().px(PAD_PX), look().px(GAP_PX), look().px(ICON_PX)
        room = max(box.width() - 4 * pad, 1)
        first = Paragraph((title,), look().font(TextRole.CARD_TITLE), room)
        second = Paragraph((self._face.note,), look().font(TextRole.BODY), room)
        texts = first.size.height() + (second.size.height() if self._face.note else 0)
        width = max(first.size.width(), second.size.width(), side) + 2 * pad
        paper = QRectF(0, 0, width, side + gap + texts + 2 * pad)
        paper.moveCenter(QRectF(box).center())
        draw_frame(painter, paper, Frame(Colour.SURFACE, None, 0, look().radius("carte")))
        ink, soft = look().colour(Colour.INK), look().colour(Colour.INK_SOFT)
        middle, top = paper.center().x(), paper.top() + pad
        icon = QRectF(middle - side / 2, top, side, side)
        draw_icon(painter, self._face.icon, icon, look().colour(full(self._face.tone)))
        top += side + gap
        first.draw(painter, middle - first.size.width() / 2, top, ink)
        below = top + first.size.height()
        second.draw(painter, middle - second.size.width() / 2, below, soft)


def _draw_tag(painter: QPainter, words: str, corner: QPoint, font: QFont, right: int) -> None:
    """Draw ``words`` on a dark label, as far as ``right`` at most."""
    pad = font.pixelSize() * 0.7
    width = min(text_width(words, font) + 2 * pad, right - corner.x())
    box = QRectF(corner.x(), corner.y(), width, font.pixelSize() * 2)
    draw_frame(painter, box, Frame(Colour.NAV, None, 0, 8))
    ink = look().colour(Colour.NAV_INK)
    draw_line(painter, words, font, ink, box.adjusted(pad, 0, -pad, 0))


def _unsaid(_: PreviewFace) -> None:
    """Say nothing of the room: its picture is enough."""
