"""The MSSanté account of the pharmacy: its address, its servers, its certificate, a trial."""

from PySide6.QtWidgets import QLineEdit

from app.office.mail import MailForm, MailPage, MailTold, MailTrialAsked
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.flow_row import FlowRow
from ui.widgets.line_list import Line, LineList
from ui.widgets.page import Page
from ui.widgets.said import Said
from ui.widgets.server_fields import ServerFields
from ui.widgets.stack import stacked
from ui.widgets.text import Text

SIDE_PX = 420
SMTP_PORT, IMAP_PORT = "465", "993"
PASSWORD_KEPT = "Mot de passe, déjà donné\u00a0: laissez vide pour le garder"  # noqa: S105 - a label
PASSWORD_WANTED = "Mot de passe de ce nom"  # noqa: S105 - a label
EMPTY = "Une adresse vide retire la messagerie de ce poste."
DEMONSTRATION = "Ce poste est une démonstration\u00a0: rien n’est jamais transmis."
READING = "Serveur des accusés et réponses (IMAP), facultatif"
SAVE_FIRST = "Enregistrez d’abord le compte."
TOLD = (
    Line("send", Tone.ACCENT, "La fiche part au médecin traitant", "S’il a une adresse MSSanté."),
    Line("shield-lock", Tone.ACCENT, "Toujours chiffré", "Avec le certificat de la pharmacie."),
    Line(
        "refresh",
        Tone.ACCENT,
        "Ce qui attend part de lui-même",
        "Après le scellement, puis toutes les cinq minutes, poste ouvert.",
    ),
    Line("alert-triangle", Tone.OCHRE, "Un envoi incertain n’est jamais répété sans vous"),
    Line("check", Tone.ACCENT, "L’essai n’envoie rien", "Le poste se présente, puis s’en va."),
)
TEXTS = {
    "sender": "Adresse MSSanté de la pharmacie, vide pour aucune",
    "certificate": "Fichier du certificat (PEM)",
    "key": "Fichier de sa clé (PEM)",
    "authority": "Fichier de l’autorité (PEM), vide pour celles du système",
    "user": "Nom d’utilisateur, vide si le certificat suffit",
}


class MailScreen(Screen):
    """The form on the left, what the account does on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._shown = MailPage()
        self._fields = {name: Field(words, lambda _: None) for name, words in TEXTS.items()}
        self._sending = ServerFields("Serveur d’envoi (SMTP)", port=SMTP_PORT)
        self._reading = ServerFields(READING, port=IMAP_PORT)
        self._password = Field(PASSWORD_WANTED, lambda _: None)
        self._password.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._note = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._done, self._refused = Said(Tone.GREEN, "circle-check"), Refusal()
        self._keep = Button("Enregistrer", Kind.MAIN, Height.USUAL, "check", "Entrée")
        self._try = Button("Essayer la liaison", Kind.FRAMED, Height.USUAL, "refresh", "E")
        self._page = Page()
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card(margin=18, spacing=10)
        card.column.addWidget(Text("Messagerie MSSanté", TextRole.CARD_TITLE))
        fields = self._fields
        for piece in (
            fields["sender"],
            self._sending,
            self._reading,
            *(fields[name] for name in ("certificate", "key", "authority", "user")),
            self._password,
        ):
            card.column.addWidget(piece)
        side, lines, columns = Card(margin=18, spacing=10), LineList(), Columns()
        lines.show_lines(TOLD)
        side.column.addWidget(Text("Ce que fait la messagerie", TextRole.CARD_TITLE))
        side.column.addWidget(lines)
        columns.add(stacked(card))
        columns.add(stacked(self._acts(), side), SIDE_PX)
        self._page.column.addWidget(columns, 1)
        self.fill_with(self._page)

    def _acts(self) -> Card:
        """Return what is done with the form, in view beside it whatever its length."""
        acts, row = Card(margin=18, spacing=10), FlowRow()
        row.add(self._keep.does(self.main_action))
        row.add(self._try.does(self._ask_trial))
        for piece in (row, self._done, self._refused, self._note):
            acts.column.addWidget(piece)
        return acts

    def render_state(self, scene: Scene) -> None:
        """Show the account that is kept; what is being typed stays."""
        page, is_demonstration = scene.desk.office.mail, scene.desk.station.demonstration
        if page.form != self._shown.form or (page.is_known and not self._shown.is_known):
            self._fill(page.form)
        if page.done and page.done != self._shown.done:
            self._password.show_value("", Provenance.TYPED, "")
        self._shown = page
        self._password.name(PASSWORD_KEPT if page.has_password else PASSWORD_WANTED)
        self._note.say(DEMONSTRATION if is_demonstration else EMPTY)
        closed = DEMONSTRATION if is_demonstration else page.busy
        self._keep.forbid(closed)
        self._try.forbid(closed or ("" if page.form.sender else SAVE_FIRST))
        self._done.say(page.done)
        self._refused.say(page.refused)

    def _fill(self, form: MailForm) -> None:
        for name, field in self._fields.items():
            field.show_value(str(getattr(form, name)), Provenance.TYPED, "")
        self._sending.show_server(form.sending)
        self._reading.show_server(form.reading)

    def main_action(self) -> None:
        """Keep what is typed."""
        if self._keep.isEnabled():
            texts = {name: field.line.text().strip() for name, field in self._fields.items()}
            form = MailForm(sending=self._sending.server, reading=self._reading.server, **texts)
            self.send(MailTold(form, self._password.line.text()))

    def _ask_trial(self) -> None:
        if self._try.isEnabled():
            self.send(MailTrialAsked())

    def press(self, key: str) -> None:
        """Try the link with E."""
        if key == "E":
            self._ask_trial()

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def arrive(self) -> None:
        """Give the keys to the address where there is none, else leave them to the page."""
        sender = self._fields["sender"].line
        if sender.text():
            self.setFocus()
        else:
            sender.setFocus()
