"""Every component in every state, laid on one page: looked at by people, measured by tests."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.typeset import Strong
from ui.widgets.answer_card import Answer, AnswerCard
from ui.widgets.banner import Banner, BannerFace, Fact
from ui.widgets.big_number import BigNumber
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.chip import Chip, FilterChip
from ui.widgets.consent_row import ConsentRow
from ui.widgets.entry_row import Entry
from ui.widgets.field import Field, Provenance, SearchField
from ui.widgets.foot import Foot
from ui.widgets.key_cap import KeyCap
from ui.widgets.level_banner import LevelBanner, LevelFace
from ui.widgets.level_scale import LevelScale, Part
from ui.widgets.measure_card import (
    Heading,
    MeasureActions,
    MeasureCard,
    MeasureFace,
    MeasureState,
)
from ui.widgets.navigation import Navigation, Place
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rail import Rail, RailFace, RailState, RailStep
from ui.widgets.red_block import RedBlock, RedFace
from ui.widgets.row import Cell, TableRow
from ui.widgets.sign_row import Sign, SignRow
from ui.widgets.state_bar import StateBar, StateFace, StateFact
from ui.widgets.text import Text
from ui.widgets.tile import Tile, TileFace


def nothing(*_: object) -> None:
    """Stand for an action of a screen."""


def page(*widgets: QWidget) -> QWidget:
    """Return the widgets one under the other on the ground of the station."""
    ground = QWidget()
    column = QVBoxLayout(ground)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(14)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return ground


def line(*widgets: QWidget) -> QWidget:
    """Return the widgets side by side."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


def buttons() -> QWidget:
    main = Button("Suivant", Kind.MAIN, Height.MAIN, key="Entrée").end_with("arrow-right")
    waiting = Button("Suivant", Kind.MAIN, Height.MAIN, key="Entrée").end_with("arrow-right")
    waiting.forbid("Encore 5 signes.")
    small = [Button("Reprendre", kind, Height.SMALL, "refresh") for kind in Kind]
    usual = [Button("Retour", kind, icon="arrow-left", key="Échap") for kind in Kind]
    chips = [Chip("INS qualifiée", "shield-check", tone) for tone in Tone]
    chosen = FilterChip("Novembre 2026", "calendar-event")
    chosen.setChecked(True)
    return page(
        line(main, waiting),
        line(*usual),
        line(*small),
        line(*chips),
        line(FilterChip("Toutes les situations", "clipboard-text"), chosen, KeyCap("V")),
        *[Text("Portez ce vieux whisky, 0123 " + role.name, role) for role in TextRole],
    )


def answers() -> QWidget:
    cards = []
    for place, answer in enumerate(
        (
            Answer("1", "Oui", "Une toux est présente", "0 point Mac Isaac"),
            Answer("2", "Non", "Pas de toux", "1 point Mac Isaac"),
            Answer("3", "Ne sait pas", "Ne rassure jamais\u00a0: le score garde ses deux valeurs"),
            Answer("4", "Un mot de réponse beaucoup plus long que les autres " * 3, "détail " * 30),
        )
    ):
        card = AnswerCard()
        card.show_answer(answer)
        card.setChecked(place == 1)
        cards.append(card)
    signs = Card(margin=8, spacing=0)
    for number, value in enumerate(("no", "yes", "unknown", "", ""), 1):
        row = SignRow(nothing)
        name = "Bouche bloquée, cou gonflé" if number != 5 else "Un signe très long à dire " * 4
        row.show_sign(Sign(number, name, value, number == 4, number == 5))
        signs.column.addWidget(row)
    return page(*cards, signs)


def identity() -> QWidget:
    read = Field("Nom de naissance", nothing)
    read.show_value("DORVAL", Provenance.READ, "")
    refused = Field("Né(e) le", nothing)
    refused.show_value("31/02/1988", Provenance.TYPED, "Date de naissance\u00a0: relisez-la.")
    weight = Field("Poids", nothing, "kg")
    consents = Card()
    for number, value in enumerate(("yes", "no", ""), 1):
        row = ConsentRow(number, "Médecin traitant", "Envoyer le compte rendu.", nothing)
        row.show_answer(value, "Envoyer le compte rendu.")
        row.mark_current(current=value == "")
        consents.column.addWidget(row)
    search = SearchField("Scanner une carte ou un code INS, ou taper un nom", "scan", "F4")
    rows = Card()
    for number in range(3):
        row = TableRow((0.2, 0.25, 0.15, 0.2, 0.2))
        cells = (
            Cell("23 nov. 12:02"),
            Cell("DORVAL Camille"),
            Cell("Gorge"),
            Cell("Pharmacie", Tone.GREEN, "pill", chip=True),
            Cell("Intègre", Tone.GREEN, "circle-check"),
        )
        row.show_cells(cells, chosen=number == 1)
        rows.column.addWidget(row)
    return page(search, line(read, refused, weight), consents, rows)


def measures() -> QWidget:
    actions = MeasureActions(nothing, nothing, nothing, nothing)
    faces = (
        MeasureFace(
            MeasureState.TAKEN,
            "Prise à 11:47",
            (BigNumber("38,4", "°C"),),
            "Fièvre",
            "Mesurée sur cette patiente",
            aside="Une lecture mise de côté\u00a0: autre patient possible.",
        ),
        MeasureFace(
            MeasureState.LIVE,
            numbers=(BigNumber("142", "mmHg"),),
            line="Le brassard gonfle",
            advice="Bras posé, pieds à plat, silence.",
            percent=60,
        ),
        MeasureFace(
            MeasureState.LOST,
            numbers=(BigNumber("142", "mmHg", "Perdu à 142"),),
            line="Perdu à 142, rien n’est gardé.",
        ),
        MeasureFace(
            MeasureState.ABSENT, "Balance absente", line="La balance ne répond pas depuis 9:03."
        ),
        MeasureFace(
            MeasureState.CONFIRM, numbers=(BigNumber("98", "% SpO2"), BigNumber("92", "/min"))
        ),
        MeasureFace(MeasureState.WAITING, line="Allumez le thermomètre."),
    )
    holder = QWidget()
    grid = QGridLayout(holder)
    for place, face in enumerate(faces):
        card = MeasureCard(
            Heading("Température", "thermometer", str(place + 1), (Entry("Température", "°C"),)),
            actions,
        )
        card.show_face(face)
        grid.addWidget(card, place // 2, place % 2)
    return page(holder)


def orientation() -> QWidget:
    banners = []
    for tone in (Tone.GREEN, Tone.BLUE, Tone.OCHRE, Tone.RED, Tone.SAMU):
        banner = LevelBanner()
        face = LevelFace(
            "Traitement et conseil en pharmacie", "« Voici ce qui aide. »", "pill", tone
        )
        banner.show_level(face)
        banners.append(banner)
    red = RedBlock()
    red.show_order(
        RedFace("Appelez le 15 maintenant", "Signe présent\u00a0: la patiente respire mal.", "15")
    )
    red.show_timer("depuis le signe", "0:42")
    scale = LevelScale()
    parts = (
        Part(0.25, Tone.GREEN, "0"),
        Part(0.45, Tone.BLUE, "10 · 48 h"),
        Part(0.3, Tone.OCHRE, "30 · ce jour"),
    )
    scale.show_parts(parts, (0.1, 0.4))
    notice = NoticeBar(nothing)
    notice.say("Encore 2 accords attendent une réponse\u00a0: oui ou non.")
    spoken = Text("", TextRole.HELP)
    spoken.say("« Bonjour, ", Strong("Hélène Marchetti"), ", pharmacienne. »")
    return page(red, *banners, scale, notice, spoken)


def shell() -> QWidget:
    banner = Banner(nothing, nothing)
    facts = (
        Fact("INS qualifiée", "shield-check", Tone.GREEN),
        Fact("Aucune allergie connue", "vaccine", Tone.NEUTRAL),
    )
    banner.show_face(
        BannerFace("DORVAL Camille", "Femme, 38 ans · née le 12 avril 1988", "CD", facts=facts)
    )
    bar = StateBar(nothing)
    states = (
        StateFact("device-heart-monitor", "5 appareils prêts sur 6"),
        StateFact("shield-lock", "Chiffré"),
        StateFact("send", "2 à envoyer", Tone.OCHRE),
    )
    bar.show_face(StateFace(states, "11:46", "Hélène Marchetti", True))
    navigation = Navigation(
        (Place("home", "Accueil", "home"), Place("archive", "Archives", "archive")), nothing
    )
    navigation.show_place("home", {"archive": 2})
    rail = Rail(3)
    steps = (
        RailStep("Signes d’alerte", "10 signes absents", RailState.DONE),
        RailStep("Symptômes", "3 réponses sur 5", RailState.CURRENT),
        RailStep("Mesures", "Thermomètre", RailState.TO_COME),
    )
    rail.show_face(RailFace("Douleur de gorge", "Version 2.1, démonstration", steps))
    tiles = QWidget()
    row = QHBoxLayout(tiles)
    for face in (
        TileFace("1", "Douleur de gorge", "mood-sick"),
        TileFace("9", "Diarrhée", "toilet-paper", locked="Attestation expirée"),
    ):
        tile = Tile()
        tile.show_face(face)
        row.addWidget(tile)
    foot = Foot()
    foot.add_left(Button("Retour", icon="arrow-left", key="Retour arrière"))
    main = Button("Suivant", Kind.MAIN, Height.MAIN, key="Entrée").end_with("arrow-right")
    foot.add_right(main).forbid("Encore 5 signes.")
    foot.say("Encore 5 signes. Chaque signe a sa réponse.")
    middle = QWidget()
    beside = QHBoxLayout(middle)
    for widget in (navigation, rail, tiles):
        beside.addWidget(widget)
    navigation.setMinimumHeight(300)
    whole = page(banner, middle, foot, bar)
    whole.layout().setContentsMargins(0, 0, 0, 0)
    return whole


PAGES: dict[str, Callable[[], QWidget]] = {
    "buttons": buttons,
    "answers": answers,
    "identity": identity,
    "measures": measures,
    "orientation": orientation,
    "shell": shell,
}
GROUND = Colour.GROUND
