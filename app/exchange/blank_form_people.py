"""Who, when and with whose agreement: the head of the paper form, the consents, the signature."""

from collections.abc import Sequence

from app.exchange.blank_form_blocks import BOXES, Section, answer_row, answer_titles, blanks
from app.exchange.blank_form_letters import BOLD, INSIDE, body, heading, said
from app.exchange.french import NBSP, short_date
from app.exchange.paper.blocks import Block, Panel, beside, column, icon, panel, paragraph, row
from app.exchange.paper.canvas import Letters
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Run
from protocols.model import Protocol
from protocols.picture import STATUSES
from protocols.terms import Block as Part
from protocols.terms import ProtocolStatus, Severity

CODE = 50.0
"""Side of the square code, in points."""

USE = (
    "À remplir quand le poste ne fonctionne pas. Une case par ligne\u00a0; «\u00a0?\u00a0» veut "
    "dire «\u00a0ne sait pas\u00a0» et ne rassure jamais. Dès que le poste revient\u00a0: saisie "
    "différée, avec l’heure réelle de l’acte et votre nom."
)
LEVELS = "Orientation retenue, à entourer\u00a0: 15 · Urgences · Ce jour · 48\u00a0h · Pharmacie"
CONCLUSION = (
    ("Motif si elle diffère", "Qui voit le patient, quand", "Sans ce service, aurait"),
    ("15 appelé à", "Régulateur, consigne", "Rappel le, au numéro"),
    ("Signature du pharmacien", "Signature du patient, ou refus", "Saisi au poste le, à, par"),
)


def opening(protocol: Protocol, absent: Sequence[str]) -> tuple[Block, ...]:
    """Return the band of a protocol not validated, the title, what is absent, who is here."""
    made = (_band(protocol), _title(protocol, absent), _people())
    return tuple(block for block in made if block is not None)


def mark(protocol: Protocol) -> str:
    """Return what the square code says: which exact protocol this paper is."""
    return f"osys:form:{protocol.id}:{protocol.version}:{protocol.sha256}"


def consents(protocol: Protocol) -> Section:
    """Return the agreements asked, in the words of the protocol."""
    width = INSIDE - BOXES - 6.0
    rows = [
        answer_row(said(one.text, width, body(kind="TD")))
        for one in protocol.questions
        if one.block is Part.IDENTITY and one.severity is Severity.A
    ]
    return Section(answer_titles("Accords", "Lire chaque phrase au patient."), rows)


def closing() -> Block:
    """Return the orientation kept, the signatures, and the late entry."""
    title = heading("Conclusion et signature", LEVELS)
    return column([title, *(blanks(labels) for labels in CONCLUSION)])


def _band(protocol: Protocol) -> Block | None:
    if protocol.status is ProtocolStatus.VALID:
        return None
    shown = protocol.status is ProtocolStatus.DEMONSTRATION
    colour = "violet" if shown else "rouge"
    told = f"{STATUSES[protocol.status]}. Protocole non validé{NBSP}: ne pas utiliser pour soigner."
    words = paragraph([Run(told, BOLD)], INSIDE - 40, Letters(8.8, 11.8, ink(colour)))
    content = beside(icon("flask", 12, ink(colour)), (18.0, words))
    frame = Panel(INSIDE, fill=ink(f"{colour}doux"), across=9.0, down=3.0, radius=4.0)
    return panel(content, frame)


def _title(protocol: Protocol, absent: Sequence[str]) -> Block:
    width = INSIDE - CODE - 12
    count = protocol.unvalidated_rules
    valid = f"du {short_date(protocol.valid_from)} au {short_date(protocol.valid_to)}"
    rules = f"{count}{NBSP}règle{'s' if count > 1 else ''} à valider"
    lines = (
        f"Formulaire papier, version {protocol.version}, {STATUSES[protocol.status].lower()}, "
        f"valable {valid}, {rules}.",
        f"{USE} Sans place ici{NBSP}: {', '.join(absent)}." if absent else USE,
    )
    title = Letters(16.5, 20.0, ink("encre"), "H1")
    told = [said(line, width, body("encre2")) for line in lines]
    words = column([paragraph([Run(protocol.title, BOLD)], width, title), *told])
    code = Block(CODE, lambda pages, x, y: pages.square_code(mark(protocol), x, y, CODE))
    return row([(0.0, words), (INSIDE - CODE, code)])


def _people() -> Block:
    rows = (
        ("Nom de naissance", "Prénoms", "Né(e) le", "Sexe, âge"),
        ("Téléphone", "Médecin traitant", "Pharmacien, RPPS", "Présents, lieu"),
        ("Date de l’acte", "Heure de début", "Heure de fin"),
    )
    return column([blanks(labels) for labels in rows])
