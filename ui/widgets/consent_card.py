"""The five consents, each asked aloud; then what the patient would have done otherwise."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.encounter.model import Alternative, Consent
from app.encounter.wording import ALTERNATIVES
from app.station import ConsentText
from ui.format import aloud
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Rule, Tinted
from ui.widgets.consent_row import ConsentRow
from ui.widgets.text import Text

DIGITS = "1234"


class ConsentCard(Card):
    """The right side of the identity page; keys 1 and 2 answer the current consent."""

    def __init__(
        self,
        answered: Callable[[Consent, bool], None],
        said: Callable[[Alternative], None],
    ) -> None:
        super().__init__(margin=22, spacing=0)
        self._answered, self._said = answered, said
        self._rows: dict[Consent, ConsentRow] = {}
        self._aloud = Text("", TextRole.DETAIL, Colour.ACCENT_STRONG)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._choices = tuple(
            Button(words, Kind.FRAMED, Height.LINE) for words in ALTERNATIVES.values()
        )
        self._without = Text("Sans ce service, la personne aurait…", TextRole.LABEL)
        self._consents: Mapping[Consent, bool] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.addWidget(Text("Cinq accords séparés", TextRole.CARD_TITLE))
        self.column.addSpacing(8)
        self.column.addLayout(self._list)
        self.column.addSpacing(6)
        self.column.addWidget(self._aloud)
        self.column.addStretch(1)
        block = Tinted(Tone.NEUTRAL)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self._without)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, alternative in zip(self._choices, ALTERNATIVES, strict=True):
            row.addWidget(button.does(partial(self._said, alternative)))
        row.addStretch(1)
        words.addLayout(row)
        block.row.addLayout(words)
        self.column.addWidget(block)

    @property
    def current(self) -> Consent | None:
        """The first consent without an answer, ``None`` when all five have one."""
        return next((one for one in Consent if one not in self._consents), None)

    def show_consents(
        self,
        texts: tuple[ConsentText, ...],
        consents: Mapping[Consent, bool],
        alternative: Alternative | None,
    ) -> None:
        """Show the words in force, the answers given, and the alternative said."""
        self._consents = consents
        if not self._rows:
            self._make_rows(texts)
        for text in texts:
            consent = Consent(text.id)
            given = consents.get(consent)
            value = "" if given is None else ("yes" if given else "no")
            self._rows[consent].show_answer(value, text.summary)
            self._rows[consent].mark_current(current=consent is self.current)
        spoken = next((one.text for one in texts if one.id == self.current), "")
        refused = "Un refus n’arrête que son étape. Accords datés et scellés."
        self._aloud.say(aloud(spoken) if spoken else refused)
        for button, one in zip(self._choices, ALTERNATIVES, strict=True):
            button.set_kind(Kind.SOFT if one is alternative else Kind.FRAMED)
            button.setAccessibleDescription("choisi" if one is alternative else "")

    def _make_rows(self, texts: tuple[ConsentText, ...]) -> None:
        for number, text in enumerate(texts, 1):
            consent = Consent(text.id)
            row = ConsentRow(number, text.title, text.summary, partial(self._give, consent))
            self._rows[consent] = row
            self._list.addWidget(Rule())
            self._list.addWidget(row)

    def _give(self, consent: Consent, value: str) -> None:
        self._answered(consent, value == "yes")

    def press(self, key: str) -> None:
        """Answer the current consent with 1 or 2; then say the alternative with 1 to 4."""
        current = self.current
        if current is not None and key in DIGITS[:2]:
            self._answered(current, key == "1")
        elif current is None and key in DIGITS:
            self._said(tuple(ALTERNATIVES)[DIGITS.index(key)])
