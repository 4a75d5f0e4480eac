"""The design tokens: every colour, size and radius of the station, read from one file.

The names in the file are the designers' own French words; the code has English names for
them. ``resources/style/tokens.json`` is the only place where a value is written.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from resources import files

TOKENS_FILE = "style/tokens.json"


class Theme(StrEnum):
    """The three looks of the station."""

    LIGHT = "clair"
    DARK = "sombre"
    CONTRAST = "contraste"


class Colour(StrEnum):
    """Every colour of a theme; the value is its name in the tokens."""

    GROUND = "fond"
    SURFACE = "surface"
    HOLLOW = "creux"
    LINE = "ligne"
    BORDER = "bord"
    INK = "encre"
    INK_SOFT = "encre2"
    ACCENT = "accent"
    ACCENT_STRONG = "accentfort"
    ACCENT_SOFT = "accentdoux"
    ON_ACCENT = "suraccent"
    NAV = "nav"
    NAV_INK = "navencre"
    NAV_ACTIVE = "navactif"
    NAV_ACTIVE_INK = "navactifencre"
    GREEN = "vert"
    GREEN_SOFT = "vertdoux"
    BLUE = "bleu"
    BLUE_SOFT = "bleudoux"
    OCHRE = "ocre"
    OCHRE_SOFT = "ocredoux"
    RED = "rouge"
    RED_SOFT = "rougedoux"
    RED_SOLID = "rougeplein"
    ON_RED = "surrouge"
    SAMU = "samu"
    VIOLET = "violet"
    VIOLET_SOFT = "violetdoux"
    FOCUS = "focus"
    SUN = "soleil"


class TextRole(StrEnum):
    """Every size of text; the value is its name in the tokens."""

    SMALL = "repere"
    NOTE = "note"
    LABEL = "etiquette"
    DETAIL = "detail"
    BODY = "corps"
    ACTION = "action"
    MAIN_ACTION = "action_principale"
    HELP = "aide"
    CARD_TITLE = "titre_carte"
    ANSWER = "reponse"
    PAGE_TITLE = "titre_page"
    SCREEN_TITLE = "titre_ecran"
    QUESTION = "question"
    ALERT = "alerte"
    READING = "mesure"


BASE_CHOICES = (17, 20, 23, 26)
BASE_NORMAL = 17


@dataclass(frozen=True, slots=True)
class Tokens:
    """The values of the file, in pixels at the normal base of 17."""

    colours: dict[Theme, dict[Colour, str]]
    texts: dict[TextRole, tuple[float, int]]
    radii: dict[str, int]
    strokes: dict[str, float]
    sizes: dict[str, int]
    line_height: float
    icon_stroke: float
    hold_ms: int
    window: tuple[int, int]


@cache
def tokens() -> Tokens:
    """Return the tokens of the station."""
    file = json.loads(files.text(TOKENS_FILE))
    themes = {theme: file["themes"][theme.value]["couleurs"] for theme in Theme}
    scale = file["echelle"]
    sizes = file["tailles"]
    return Tokens(
        colours={
            theme: {colour: named[colour.value] for colour in Colour}
            for theme, named in themes.items()
        },
        texts={role: (scale[role.value][0], scale[role.value][1]) for role in TextRole},
        radii=file["rayons"],
        strokes=file["traits"],
        sizes={name: size for name, size in sizes.items() if isinstance(size, int)},
        line_height=scale["interligne"],
        icon_stroke=sizes["icone_trait"],
        window=(sizes["fenetre_mini"][0], sizes["fenetre_mini"][1]),
        hold_ms=file["mouvement"]["avance_apres_reponse_ms"],
    )
