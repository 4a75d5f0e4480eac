"""The keys of the station, on one page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ui.keys import Command
from ui.scene import Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.key_cap import KeyCap
from ui.widgets.page import Page
from ui.widgets.text import Text

KEYS = (
    ("1 à 9", "Répondre, ou ouvrir un protocole"),
    ("0", "Tous les protocoles, à l’accueil et au choix du motif"),
    ("Entrée", "L’action principale de la page"),
    ("Retour arrière", "Revenir à la question d’avant"),
    ("Échap", "Quitter un champ, ou arrêter une mesure"),
    ("V", "Vérifier une question plus tard"),
    ("?", "Répondre «\u00a0ne sait pas\u00a0»"),
    ("F1", "Cette page"),
    ("F2", "Toutes les réponses, et y revenir"),
    ("F3", "Les documents reçus du patient, et en revenir"),
    ("F6", "Lire le code INS avec la caméra"),
    ("F5, C, A", "À l’identité\u00a0: lire un fichier, coller, dire qui accompagne"),
    ("F5", "Aux questions, joindre un document reçu (synthèse, courrier, archive)"),
    ("F5, F6, F7", "Aux mesures, les images, le stéthoscope, la glycémie"),
    ("F5 à F8", "Aux archives, les filtres\u00a0: un chiffre choisit, 0 retire"),
    ("F9", "Montrer ou ranger la fenêtre du patient"),
    ("F10", "Aller à l’appel avec le médecin"),
    ("F12", "Appeler le 15"),
    ("F4", "Aller à la recherche de la page"),
    ("Ctrl K", "Aller partout\u00a0: un patient, un motif, une page, une action"),
    ("Ctrl Page", "La page suivante, ou précédente, du bureau"),
    ("Ctrl Entrée", "Signer et sceller la fiche"),
    ("Ctrl L", "Verrouiller le poste"),
)


class HelpScreen(Screen):
    """What each key does."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        page = Page()
        card = Card(margin=24, spacing=14)
        card.column.addWidget(Text("Les touches du poste", TextRole.PAGE_TITLE))
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        for line, (key, words) in enumerate(KEYS):
            grid.addWidget(KeyCap(key, Colour.INK), line, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Text(words), line, 1)
        grid.setColumnStretch(1, 1)
        card.column.addLayout(grid)
        back = Button("Revenir à la page", icon="arrow-left", key="Échap")
        card.column.addWidget(back.does(lambda: self.asked(Command.HELP)))
        page.column.addWidget(card)
        page.column.addStretch(1)
        self.fill_with(page)

    def main_action(self) -> None:
        """Go back to the page."""
        self.asked(Command.HELP)
