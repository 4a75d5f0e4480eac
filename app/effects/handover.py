"""The paper that goes with an archive handed over: what is inside, how it opens again."""

from datetime import datetime
from pathlib import Path

from app.exchange.custody_paper import CustodyPaper, Part, draw_paper
from app.records.copies.files import write_file
from app.records.copies.handover import Handover, Inventory
from app.records.retention.plan import shown_month

NAME = "inventaire-a-imprimer.pdf"


def write_inventory(handed: Handover, now: datetime) -> Path:
    """Write the paper beside the data and return where it is; it names no patient."""
    paper = CustodyPaper(
        title="Archive remise\u00a0: inventaire et mode d’emploi",
        told=(
            "Ce papier accompagne l’archive chiffrée d’une pharmacie. Il ne nomme aucun patient. "
            "Gardez-le avec les supports, et les mots de passe à part."
        ),
        made_at=now,
        parts=(
            Part("Ce que contient l’archive", _contents(handed.inventory)),
            Part("Deux supports, jamais ensemble", _halves(handed)),
            Part("Pour la rouvrir", _OPENING),
            Part("Ce qui reste dû", _duties(handed.inventory)),
        ),
    )
    path = handed.report.data.parents[1] / NAME
    write_file(path, draw_paper(paper))
    return path


_OPENING = (
    "1. Installez OSyS Station sur un poste, dans une version au moins aussi récente.",
    "2. Vérifiez sans mot de passe\u00a0: osys drill DONNEES --keys CLES",
    "3. Restaurez dans un dossier vide, à deux (un pharmacien et le titulaire)\u00a0: "
    "osys restore DONNEES DOSSIER --keys CLES --login COMPTE --second COMPTE",
    "4. Mots de passe perdus\u00a0: deux des trois parts de secours imprimées font un nouveau "
    "compte de pharmacien.",
    "5. Sans mot de passe ni parts, personne ne peut rouvrir l’archive, pas même l’éditeur.",
)


def _contents(found: Inventory) -> tuple[str, ...]:
    if not found.sheets:
        return (f"Station {found.station_id.hex()}.", "Aucune fiche.")
    return (
        f"Station {found.station_id.hex()}.",
        f"Fiches\u00a0: {found.sheets}, de {shown_month(found.first)} à {shown_month(found.last)}.",
        f"Versions\u00a0: {found.versions}. Documents\u00a0: {found.documents}.",
        f"Importées, non vérifiées\u00a0: {found.imported}.",
        f"Sous conservation forcée\u00a0: {found.held}.",
        f"Registre\u00a0: {found.head.size} entrées, empreinte {found.head.root.hex()}.",
    )


def _halves(handed: Handover) -> tuple[str, ...]:
    return (
        f"Données\u00a0: {handed.report.data}",
        f"Clés\u00a0: {handed.report.keys}",
        "Les données seules ne s’ouvrent pas. Les clés seules n’ouvrent rien. Remettez-les par "
        "deux chemins.",
    )


def _duties(found: Inventory) -> tuple[str, ...]:
    if not found.until:
        return ("Rien à conserver.",)
    return (
        f"La dernière fiche se conserve jusqu’à {shown_month(found.until)}.",
        "Les mois échus se détruisent à deux, par la page Conservation du poste restauré.",
        "Les copies des clés d’avant la remise sont à détruire par qui les détient.",
    )
