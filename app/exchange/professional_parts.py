"""The parts of the professional page that are not tables: head, people, level, follow-up."""

from app.encounter.sheet import OrientationSheet
from app.encounter.wording import LEVELS
from app.exchange.french import NBSP, grouped, hour, long_date, lowered, short_date
from app.exchange.paper.blocks import (
    Block,
    Panel,
    beside,
    column,
    icon,
    panel,
    paragraph,
    row,
)
from app.exchange.paper.canvas import Letters
from app.exchange.paper.ink import LOOKS, Look, ink
from app.exchange.paper.typeface import Run, width_of
from app.exchange.professional_letters import (
    BOLD,
    INSIDE,
    LEADING,
    PLAIN,
    SIZE,
    body,
    heading,
    text,
    titled,
)
from app.exchange.professional_text import (
    age_words,
    decision_lines,
    decision_notes,
    late_line,
    patient_lines,
    pharmacist_lines,
    protocol_line,
    score_figures,
)
from app.exchange.proof import SealProof
from app.exchange.words import professional_words, words_version
from protocols.model import Level

CODE = 53.0
CARD_GAP = 10.0
FIGURE_GAP = 10.0
ICON = 38.0
GIVEN = {"yes": "oui", "no": "non", "not_asked": "non demandé"}
KINDS = {"call": "appel", "photo": "photo", "message": "message"}


def opening(sheet: OrientationSheet, proof: SealProof) -> tuple[Block, ...]:
    """Return the top of the first page: band, title, people, level and what to know of it."""
    notes = column([text(note) for note in decision_notes(sheet)])
    made = (
        _band(sheet) if sheet.demonstration else None,
        _title(sheet, proof),
        _people(sheet),
        _level(sheet),
        notes,
        _withdrawn(sheet),
    )
    return tuple(block for block in made if block is not None)


def closing(sheet: OrientationSheet) -> tuple[tuple[Block, float], ...]:
    """Return what follows the tables, each piece with the points to leave above it.

    Advice and limits, consents, follow-up, what is absent.
    """
    words = professional_words()
    parts = (
        ("Conseils", " ".join(sheet.advice)),
        ("Reconsulter si", f"{', '.join(sheet.return_if)}." if sheet.return_if else ""),
        ("Limites de la médication", " ".join(sheet.limits)),
        ("Fait ou à faire", " ".join(sheet.actions)),
    )
    told = [titled(title, said) for title, said in parts if said]
    missing = ", ".join(sheet.absent) or "rien"
    return (
        (column([heading(words["advice"]), *told[:1]]), 6.0),
        *((one, 0.0) for one in told[1:]),
        (_agreements(sheet), 6.0),
        (titled("Absent de cette fiche", f"{missing}."), 6.0),
    )


def provenance(sheet: OrientationSheet) -> Block:
    """Return which exact protocol, words and software made the sheet."""
    protocol = sheet.protocol
    valid = f"du {short_date(protocol.valid_from)} au {short_date(protocol.valid_to)}"
    lines = (
        f"{protocol_line(sheet)} Identifiant {protocol.id}, valable {valid}, "
        f"sémantique {protocol.semantics}.",
        f"Empreinte du protocole (SHA-256){NBSP}: {protocol.sha256}",
        f"Fiche {sheet.sheet_id}, format {sheet.format}. Textes imprimés {words_version()}. "
        f"Logiciel {sheet.software}. Empreinte de la fiche{NBSP}: au journal de la station.",
    )
    return column([heading("Origine"), *(text(line, colour="encre2") for line in lines)])


def _band(sheet: OrientationSheet) -> Block:
    words = paragraph(
        [Run(f"Démonstration. {protocol_line(sheet)}", BOLD)],
        INSIDE - 40,
        Letters(8.8, 11.8, ink("violet")),
    )
    content = beside(icon("flask", 12, ink("violet")), (18.0, words))
    return panel(content, Panel(INSIDE, fill=ink("violetdoux"), across=9.0, down=3.5, radius=4.0))


def _title(sheet: OrientationSheet, proof: SealProof) -> Block:
    words, act = professional_words(), sheet.act
    width = INSIDE - CODE - 12
    end = f" à {hour(act.ended_at)}" if act.ended_at else ""
    lines = [
        f"{words['subtitle']} · fiche N°{NBSP}{proof.number}",
        f"{long_date(act.started_at)}, de {hour(act.started_at)}{end}, {act.place} · "
        f"présents{NBSP}: {', '.join(act.present)}",
    ]
    if sheet.late:
        lines.append(late_line(sheet))
    if not sheet.demonstration:
        lines.append(protocol_line(sheet))
    title = paragraph([Run(words["title"], BOLD)], width, Letters(18.5, 23, ink("encre"), "H1"))
    told = [
        paragraph([Run(line, PLAIN)], width, Letters(9.4, 12.6, ink("encre2"))) for line in lines
    ]
    code = Block(
        CODE,
        lambda pages, x, y: pages.square_code(proof.mark(sheet.sheet_id), x, y, CODE),
    )
    return row([(0.0, column([title, *told])), (INSIDE - CODE, code)])


def _people(sheet: OrientationSheet) -> Block:
    patient, pharmacist = sheet.patient, sheet.pharmacist
    sex = "femme" if patient.sex == "F" else "homme"
    givens = ", ".join(given.title() for given in patient.birth_givens)
    used = f" (utilisé{NBSP}: {patient.used_family})" if patient.used_family else ""
    who = f", {sex}, {age_words(sheet)}"
    signer = f"{pharmacist.family.upper()} {pharmacist.given}"
    return _cards(
        (
            "Patiente" if patient.sex == "F" else "Patient",
            [Run(f"{patient.birth_family} {givens}{used}", BOLD), Run(who, PLAIN)],
            patient_lines(sheet),
        ),
        (
            pharmacist.title,
            [Run(signer, BOLD), Run(f", RPPS {grouped(pharmacist.rpps, 3)}", PLAIN)],
            pharmacist_lines(sheet),
        ),
    )


def _agreements(sheet: OrientationSheet) -> Block:
    words = professional_words()
    given = [f"{one.label}{NBSP}: {GIVEN[one.given]}" for one in sheet.consents]
    half = (len(given) + 1) // 2
    without = sheet.alternative or "réponse absente"
    recalls = [f"{KINDS.get(one.kind, one.kind)} le {short_date(one.due)}" for one in sheet.recalls]
    planned = f"Suivi{NBSP}: {', '.join(recalls)}" if recalls else "Aucun suivi prévu"
    return _cards(
        (
            words["consents"],
            [Run(" · ".join(given[:half]), PLAIN)],
            (" · ".join(given[half:]), f"Sans ce service, aurait{NBSP}: {lowered(without)}"),
        ),
        (
            words["follow"],
            [Run(planned, PLAIN)],
            (words["sent"], f"Archive jusqu’au {short_date(sheet.archive_until)}"),
        ),
    )


Card = tuple[str, list[Run], tuple[str, ...]]


def _cards(left: Card, right: Card) -> Block:
    width = (INSIDE - CARD_GAP) / 2
    frame = Panel(width, edge=ink("ligne"), edge_width=0.8, across=10.0, down=6.5, radius=6.0)
    inner = [_card(card, frame.inside) for card in (left, right)]
    tall = max(block.height for block in inner) + 2 * frame.down
    same = Panel(
        width, edge=ink("ligne"), edge_width=0.8, across=10.0, down=6.5, radius=6.0, height=tall
    )
    return row([(0.0, panel(inner[0], same)), (width + CARD_GAP, panel(inner[1], same))])


def _card(card: Card, width: float) -> Block:
    title, first, lines = card
    head = Letters(10.2, 14.2, ink("accentfort"), "H2")
    return column(
        [
            paragraph([Run(title, BOLD)], width, head),
            paragraph(first, width, body()),
            *(text(line, width) for line in lines if line),
        ]
    )


def _level(sheet: OrientationSheet) -> Block:
    level = Level[sheet.decision.level]
    look = LOOKS[level]
    frame = Panel(INSIDE, fill=look.fill, across=12.0, down=8.0, radius=7.0)
    figures, used = _figures(score_figures(sheet), look)
    width = frame.inside - ICON - used - FIGURE_GAP
    title = Letters(14.2, 18.5, look.colour, "H2")
    lines = [
        paragraph([Run(line, PLAIN)], width, body(look.body)) for line in decision_lines(sheet)
    ]
    words = column([paragraph([Run(LEVELS[level], BOLD)], width, title), *lines])
    left = beside(icon(look.icon, 26, look.colour), (ICON, words))
    return panel(beside(left, (frame.inside - used, figures)), frame)


def _figures(figures: tuple[tuple[str, str], ...], look: Look) -> tuple[Block, float]:
    """Return the figures side by side, and how wide they are together."""
    placed, shift = [], 0.0
    for value, caption in figures:
        wide = max(width_of(value, BOLD, 15), min(width_of(caption, PLAIN, SIZE), 58.0)) + 2
        number = paragraph([Run(value, BOLD)], wide, Letters(15.0, 18.0, look.body))
        under = paragraph([Run(caption, PLAIN)], wide, Letters(SIZE, LEADING - 1, look.body))
        placed.append((shift, column([number, under])))
        shift += wide + FIGURE_GAP
    return row(placed), shift - FIGURE_GAP


def _withdrawn(sheet: OrientationSheet) -> Block | None:
    if not sheet.withdrawn_signs:
        return None
    signs = [f"{one.label} (à {hour(one.at)}{NBSP}: {one.reason})" for one in sheet.withdrawn_signs]
    return titled("Signes d’alerte retirés", f"{'; '.join(signs)}")
