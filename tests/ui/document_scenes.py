"""Documents received of an invented patient: one that is read, a PDF, a piece without a name."""

from dataclasses import replace
from datetime import datetime

from app.encounter.incoming import PDF, FactKind, FactSource, Incoming, KeptDocument, Standing
from app.encounter.incoming_text import Bullets, Grid, Heading, Paragraph, Sheet, ShownDocument
from app.encounter.viewer import NO_VIEWER, Unproven, Viewer
from tests.encounter.test_incoming_caution import a_fact

SUMMARY, LETTER = "c" * 32, "d" * 32
DOCTOR = FactSource("2.25.77", "Synthèse médicale", "LE DANTEC Maud, Médecin", "2026-03-12")
MEDICINES = tuple(
    (f"Produit inventé {rank}", f"{rank} mg", "1 comprimé le matin", "12/03/2026")
    for rank in range(1, 9)
)
PARTS = (
    Heading("Allergies et intolérances", 1),
    Grid(
        "",
        (("Agent", "Réaction", "Gravité", "Depuis"),),
        (("Amoxicilline", "Œdème du visage et malaise", "Grave", "03/06/2019"),),
    ),
    Heading("Problèmes actifs", 1),
    Bullets("unordered", ("Migraine avec aura", "Asthme léger, traité à la demande")),
    Paragraph("Suivie au cabinet depuis 2014. Pas d’hospitalisation récente."),
    Heading("Traitements au long cours", 1),
    Grid("", (("Médicament", "Dose", "Prise", "Depuis"),), MEDICINES),
)
PAGES = (
    Sheet(1, ("Centre hospitalier inventé", "Compte rendu de consultation", "Gorge calme.")),
    Sheet(2, (), refused="Cette page est tournée : lisez-la dans le fichier d’origine."),
)


def received(at: datetime) -> Incoming:
    """A summary whose allergy is taken, and a letter attached by the pharmacist."""
    allergy = a_fact(FactKind.ALLERGY, "J01CA04", words="Amoxicilline")
    denied = replace(
        a_fact(FactKind.PREGNANCY, "", words="Grossesse en cours"), standing=Standing.DENIED
    )
    facts = (replace(allergy, since="2019-06-03"), denied)
    summary = KeptDocument(SUMMARY, DOCTOR, "Synthèse", at, 48_213, "5" * 64, facts)
    source = FactSource("sha256:77", "Compte rendu de consultation", "", "")
    letter = KeptDocument(
        LETTER, source, "Pièce", at, 151_200, "6" * 64, (), PDF, "nom et date lus sur la page"
    )
    return Incoming((summary, letter))


def viewers() -> dict[str, Viewer]:
    """The page of documents at each of its moments."""
    opened = replace(NO_VIEWER, is_open=True)
    waiting = Unproven(
        "/media/cle/scan.pdf", "PDF (112 Ko)", "Un PDF seul ne dit pas de qui il est."
    )
    return {
        "documents": replace(opened, selected=SUMMARY, shown=ShownDocument(SUMMARY, PARTS)),
        "documents-pdf": replace(opened, selected=LETTER, shown=ShownDocument(LETTER, PAGES)),
        "documents-coming": replace(opened, selected=SUMMARY, coming="/media/x.zip", percent=45),
        "documents-attach": replace(opened, shown=ShownDocument("", PAGES), unproven=waiting),
        "documents-refused": replace(opened, selected=LETTER, refused="Ce document est abîmé."),
    }
