"""What the patient is asked before a doctor is called: aloud, one by one, never filled."""

from collections.abc import Callable
from functools import partial

from ui.call_words import CALL_ASKED, SUMMARY_ASKED
from ui.format import aloud
from ui.tokens import Colour, TextRole
from ui.widgets.card import Card, Rule
from ui.widgets.consent_row import ConsentRow
from ui.widgets.text import Text

ASKED = (
    (
        "Téléconsultation",
        "Image et voix. La vidéo n’est pas enregistrée.",
        CALL_ASKED,
    ),
    (
        "Synthèse pour le médecin",
        "Réponses, points et mesures, dans la demande et pendant l’appel.",
        SUMMARY_ASKED,
    ),
)
ANSWERS = {"1": True, "2": False}


class CallConsentCard(Card):
    """Two consents; ``answered`` is called with which one and what was said."""

    def __init__(self, answered: Callable[[int, bool], None]) -> None:
        super().__init__(margin=18, spacing=4)
        self._answered = answered
        self._values: tuple[bool | None, bool | None] = (None, None)
        self._aloud = Text("", TextRole.HELP, Colour.ACCENT_STRONG)
        self.column.addWidget(Text("Accords du patient", TextRole.CARD_TITLE))
        self.column.addWidget(self._aloud)
        self._rows = tuple(
            ConsentRow(place + 1, title, purpose, partial(self._give, place))
            for place, (title, purpose, _) in enumerate(ASKED)
        )
        for row in self._rows:
            self.column.addWidget(Rule())
            self.column.addWidget(row)
        self._told = Text("", TextRole.DETAIL, Colour.OCHRE)
        self.column.addWidget(self._told)

    @property
    def current(self) -> int | None:
        """The first consent without an answer; the second is not asked after a refusal."""
        if self._values[0] is False:
            return None
        return next((place for place, one in enumerate(self._values) if one is None), None)

    def show_answers(self, values: tuple[bool | None, bool | None], told: str) -> None:
        """Show what was answered, what to ask next, and what follows from it."""
        self._values = values
        self._told.say(told)
        self._told.setVisible(bool(told))
        for place, row in enumerate(self._rows):
            given = values[place]
            row.show_answer("" if given is None else ("yes" if given else "no"), ASKED[place][1])
            row.mark_current(current=place == self.current)
        asked = "" if self.current is None else aloud(ASKED[self.current][2])
        self._aloud.say(asked)
        self._aloud.setVisible(bool(asked))

    def _give(self, place: int, value: str) -> None:
        self._answered(place, value == "yes")

    def press(self, key: str) -> None:
        """Answer the consent that is asked: 1 yes, 2 no."""
        if self.current is not None and key in ANSWERS:
            self._answered(self.current, ANSWERS[key])
