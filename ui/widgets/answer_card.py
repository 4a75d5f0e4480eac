"""An answer as a card: its digit, its word, what it means, what it adds."""

# ruff: noqa: N802

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.look import look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.typeset import Paragraph, text_width
from ui.widgets.radio import Radio

MIN_TEXT_PX = 90
WIDE_PX = 480


@dataclass(frozen=True, slots=True)
class Size:
    """How large a card is drawn, in pixels of the normal text; ``height`` names a token."""

    digit: int
    padding: int
    gap: int
    margin: int
    height: str
    word: TextRole
    cap: TextRole
    radius: str


LARGE = Size(44, 20, 18, 13, "reponse", TextRole.ANSWER, TextRole.CARD_TITLE, "carte")
SHORT = Size(26, 9, 10, 8, "cible_mini", TextRole.DETAIL, TextRole.LABEL, "bouton")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one card shows; ``adds`` is what the answer brings to a score, in words."""

    digit: str
    word: str
    detail: str = ""
    adds: str = ""


@dataclass(frozen=True, slots=True)
class _Inks:
    frame: Frame
    word: Colour
    detail: Colour
    digit_fill: Colour
    digit: Colour


class AnswerCard(Radio):
    """A radio button drawn as a card; only the state shown decides whether it is chosen."""

    def __init__(self, size: Size = LARGE) -> None:
        super().__init__()
        self._answer, self._size = Answer("", ""), size
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_answer(self, answer: Answer) -> None:
        """Show ``answer``."""
        if answer == self._answer:
            return
        self._answer = answer
        self.setText(answer.word)
        parts = (answer.word, answer.detail, answer.adds)
        self.setAccessibleName(f"{answer.digit}. {'. '.join(part for part in parts if part)}")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that the card is taller when it is narrower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words in ``width``, never under that of the tokens."""
        word, detail = self._paragraphs(self._text_width(width))
        words = word.size.height() + (detail.size.height() if detail else 0)
        return max(look().size(self._size.height), int(words + 2 * self._size.margin + 0.999))

    def sizeHint(self) -> QSize:
        """Return a wide card."""
        width = look().px(WIDE_PX)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest card."""
        size = self._size
        width = 2 * size.padding + size.digit + MIN_TEXT_PX
        return QSize(look().px(width), look().size(size.height))

    def changeEvent(self, event: QEvent) -> None:
        """Take the new sizes when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter, inks = QPainter(self), self._inks()
        draw_frame(painter, QRectF(self.rect()), inks.frame)
        self._draw_digit(painter, inks)
        self._draw_words(painter, inks)
        self._draw_adds(painter, inks)

    def _draw_digit(self, painter: QPainter, inks: _Inks) -> None:
        side = look().px(self._size.digit)
        box = QRectF(look().px(self._size.padding), (self.height() - side) / 2, side, side)
        edge = Colour.BORDER if look().is_contrast and not self.isChecked() else None
        draw_frame(painter, box, Frame(inks.digit_fill, edge, 1.5, 8))
        painter.setFont(look().font(self._size.cap))
        painter.setPen(look().colour(inks.digit))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._answer.digit)

    def _draw_words(self, painter: QPainter, inks: _Inks) -> None:
        word, detail = self._paragraphs(self._text_width(self.width()))
        height = word.size.height() + (detail.size.height() if detail else 0)
        top, left = (self.height() - height) / 2, self._text_left()
        word.draw(painter, left, top, look().colour(inks.word))
        if detail:
            detail.draw(painter, left, top + word.size.height(), look().colour(inks.detail))

    def _draw_adds(self, painter: QPainter, inks: _Inks) -> None:
        painter.setFont(look().font(TextRole.DETAIL, 500))
        painter.setPen(look().colour(inks.detail))
        box = QRectF(self.rect()).adjusted(0, 0, -look().px(self._size.padding), 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, right, self._answer.adds)

    def _paragraphs(self, width: float) -> tuple[Paragraph, Paragraph | None]:
        word = Paragraph((self._answer.word,), look().font(self._size.word), width)
        if not self._answer.detail:
            return word, None
        return word, Paragraph((self._answer.detail,), look().font(TextRole.DETAIL), width)

    def _text_left(self) -> int:
        return look().px(self._size.padding + self._size.digit + self._size.gap)

    def _text_width(self, width: int) -> float:
        adds = text_width(self._answer.adds, look().font(TextRole.DETAIL, 500))
        room = adds + look().px(self._size.gap) if self._answer.adds else 0
        return max(width - self._text_left() - look().px(self._size.padding) - room, 1.0)

    def _inks(self) -> _Inks:
        radius, rest, chosen = (
            look().radius(self._size.radius),
            look().stroke("commande"),
            look().stroke("choisi"),
        )
        if not self.isChecked():
            frame = Frame(Colour.SURFACE, Colour.BORDER, rest, radius)
            return _Inks(frame, Colour.INK, Colour.INK_SOFT, Colour.HOLLOW, Colour.INK)
        if look().is_contrast:
            frame = Frame(Colour.ACCENT, Colour.ACCENT, chosen, radius)
            on = Colour.ON_ACCENT
            return _Inks(frame, on, on, on, Colour.ACCENT)
        frame = Frame(Colour.ACCENT_SOFT, Colour.ACCENT, chosen, radius)
        strong = Colour.ACCENT_STRONG
        return _Inks(frame, strong, Colour.INK_SOFT, Colour.ACCENT, Colour.ON_ACCENT)
