"""The attestation that the patient takes away after a positive test that gave a drug.

Source: CSP, R. 5125-33-12 (name of the drug, dose and times, duration of the treatment; sent to
the treating doctor by secure mail when the shared record cannot be fed).
"""

from app.encounter.sheet import OrientationSheet, SheetTreatment
from app.exchange.french import NBSP, born, hour, long_date, person, short_date
from app.exchange.letter_paper import PaperPart, SignedPaper, draw_signed
from app.exchange.proof import SealProof
from app.exchange.refusals import UnfitRecord
from app.exchange.trod_facts import TestDevice, TrodFacts, holds_rapid_test, trod_facts

TITLE = "Attestation de test rapide"
FOOT = "À garder et à montrer à votre médecin. Ni un diagnostic, ni une ordonnance."
KEEP = (
    "Montrez cette attestation à votre médecin et à tout soignant qui vous donne un autre "
    "médicament. Appelez la pharmacie si quelque chose vous inquiète."
)


def has_attestation(sheet: OrientationSheet) -> bool:
    """Return whether the test was positive and gave a drug: only then is there an attestation."""
    if not holds_rapid_test(sheet):
        return False
    try:
        facts = trod_facts(sheet)
    except UnfitRecord:
        return False
    return facts.is_positive and bool(facts.drugs)


def draw_attestation(sheet: OrientationSheet, proof: SealProof) -> bytes:
    """Return the attestation as PDF/A-1b.

    Raises:
        UnfitRecord: the test is not whole, not positive, or gave no drug.
        UnwritablePaper: a text is longer than a page, or the file is not archivable.
    """
    facts = trod_facts(sheet)
    if not (facts.is_positive and facts.drugs):
        raise UnfitRecord(
            "Le test n’est pas positif ou aucun médicament n’a été délivré\u00a0: il n’y a pas "
            "d’attestation."
        )
    paper = SignedPaper(
        title=TITLE,
        addressee=(),
        told=(_who(sheet),),
        parts=(
            PaperPart("Test", _test_lines(facts)),
            *(PaperPart(one.label, _drug_lines(one), framed=True) for one in facts.drugs),
            PaperPart("À savoir", (KEEP,)),
        ),
        foot=FOOT,
    )
    return draw_signed(paper, sheet, proof)


def _who(sheet: OrientationSheet) -> str:
    patient, performer = sheet.patient, sheet.performer
    who = f"{performer.given} {performer.family}, {performer.title.lower()}"
    name = f"{person(patient)}, {born(patient)} le {long_date(patient.birth_date)}"
    return (
        f"{who} de cette pharmacie, atteste avoir fait un test rapide d’orientation diagnostique "
        f"à {name}, et lui avoir délivré sans ordonnance ce qui suit."
    )


def _test_lines(facts: TrodFacts) -> tuple[str, ...]:
    results = (
        f"{one.name}{NBSP}: {one.result.label}, le {long_date(one.read_at)} à {hour(one.read_at)}."
        for one in facts.readings
    )
    return (*results, f"Dispositif{NBSP}: {device_line(facts.device)}.")


def device_line(device: TestDevice) -> str:
    """Return the device in words: its UDI, or its maker, reference and lot."""
    named = (
        device.maker,
        f"référence {device.reference}" if device.reference else "",
        f"lot {device.lot}" if device.lot else "",
        f"à utiliser avant le {short_date(device.expires)}" if device.expires else "",
    )
    words = ", ".join(part for part in named if part)
    return f"{words}. UDI{NBSP}: {device.udi.text}" if device.udi else words


def _drug_lines(drug: SheetTreatment) -> tuple[str, ...]:
    days = f"{drug.max_days}{NBSP}jour" + ("s" if drug.max_days > 1 else "")
    until = f", jusqu’au {long_date(drug.until)} compris" if drug.until else ""
    lines = (
        f"Forme{NBSP}: {drug.form}." if drug.form else "",
        f"Posologie{NBSP}: {drug.dose}, {drug.times}.",
        f"Durée{NBSP}: {days}{until}.",
        f"Quantité{NBSP}: {drug.quantity}." if drug.quantity else "",
        f"Lot{NBSP}: {drug.lot}." if drug.lot else "",
        " ".join(drug.limits),
    )
    return tuple(line for line in lines if line)
