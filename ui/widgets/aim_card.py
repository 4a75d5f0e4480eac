"""What is taken and where: the kind, the place of the body, the side where there are two."""

from collections.abc import Callable
from dataclasses import dataclass

from ui.tokens import Colour, TextRole
from ui.widgets.card import Card
from ui.widgets.chip_row import ChipRow
from ui.widgets.text import Text

SIDES = ("G Gauche", "D Droite")


@dataclass(frozen=True, slots=True)
class AimFace:
    """The choices, each with its key before its words, and the place of the one made or -1."""

    kinds: tuple[str, ...]
    kind: int
    sites: tuple[str, ...]
    site: int
    side: int
    sided: bool


@dataclass(frozen=True, slots=True)
class AimChoices:
    """What is called with the place of what was pressed."""

    kind: Callable[[int], None]
    site: Callable[[int], None]
    side: Callable[[int], None]


class AimCard(Card):
    """Three rows of chips."""

    def __init__(self, choices: AimChoices) -> None:
        super().__init__(margin=14, spacing=6)
        self._kinds = ChipRow(choices.kind)
        self._sites = ChipRow(choices.site)
        self._sides = ChipRow(choices.side)
        self._side_title = _title("Côté du patient")
        for title, row in (("Ce qui est pris", self._kinds), ("Endroit", self._sites)):
            self.column.addWidget(_title(title))
            self.column.addWidget(row)
        self.column.addWidget(self._side_title)
        self.column.addWidget(self._sides)

    def show_face(self, face: AimFace) -> None:
        """Show the choices; the sides only where there are two."""
        self._kinds.show_choices(face.kinds, face.kind, "Ce qui est pris")
        self._sites.show_choices(face.sites, face.site, "Endroit")
        self._sides.show_choices(SIDES if face.sided else (), face.side, "Côté du patient")
        self._side_title.setVisible(face.sided)


def _title(words: str) -> Text:
    return Text(words, TextRole.LABEL, Colour.INK_SOFT)
