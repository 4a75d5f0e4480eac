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

DIGIT_PX = 44
PADDING_PX = 20
GAP_PX = 18
MARGIN_PX = 13
MIN_TEXT_PX = 160


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

    def __init__(self) -> None:
        super().__init__()
        self._answer = Answer("", "")
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
        return max(look().size("reponse"), int(words + 2 * MARGIN_PX + 0.999))

    def sizeHint(self) -> QSize:
        """Return a wide card."""
        width = look().px(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest card."""
        return QSize(look().px(PADDING_PX * 2 + DIGIT_PX + MIN_TEXT_PX), look().size("reponse"))

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
        side = look().px(DIGIT_PX)
        box = QRectF(look().px(PADDING_PX), (self.height() - side) / 2, side, side)
        edge = Colour.BORDER if look().is_contrast and not self.isChecked() else None
        draw_frame(painter, box, Frame(inks.digit_fill, edge, 1.5, 8))
        painter.setFont(look().font(TextRole.CARD_TITLE))
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
        box = QRectF(self.rect()).adjusted(0, 0, -look().px(PADDING_PX), 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, right, self._answer.adds)

    def _paragraphs(self, width: float) -> tuple[Paragraph, Paragraph | None]:
        word = Paragraph((self._answer.word,), look().font(TextRole.ANSWER), width)
        if not self._answer.detail:
            return word, None
        return word, Paragraph((self._answer.detail,), look().font(TextRole.DETAIL), width)

    def _text_left(self) -> int:
        return look().px(PADDING_PX + DIGIT_PX + GAP_PX)

    def _text_width(self, width: int) -> float:
        adds = text_width(self._answer.adds, look().font(TextRole.DETAIL, 500))
        room = adds + look().px(GAP_PX) if self._answer.adds else 0
        return max(width - self._text_left() - look().px(PADDING_PX) - room, 1.0)

    def _inks(self) -> _Inks:
        radius, rest, chosen = (
            look().radius("carte"),
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
