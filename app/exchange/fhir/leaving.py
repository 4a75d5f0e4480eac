"""What leaves as FHIR for one sheet, or the sentence that says why nothing does.

The patient who objects to the shared record is obeyed here as well: the file holds the same
record. An identity that is not qualified leaves without its matricule, under the pharmacy's own
number, as in the record.

Source: CSP, R. 1111-40 (opposition); ANS, « Référentiel identifiant national de santé ».
"""

from app.encounter.sheet import OrientationSheet
from app.exchange import xdm
from app.exchange.checks import record_findings
from app.exchange.dmp import NOT_QUALIFIED, Channel
from app.exchange.fhir.bundle import bundle_bytes, sheet_bundle
from app.exchange.fhir.cardinalities import broken_cardinalities
from app.exchange.fhir.records import SharedRecord
from app.exchange.masking import masking_codes
from app.exchange.outgoing import Kept, NothingLeaves, Outgoing, RecordLevel, Wish, stopping
from app.exchange.refusals import UnfitRecord
from app.exchange.trod_dossier import Sending
from protocols.model import Protocol

FILE = "fiche.fhir.json"
WITHOUT_INS = (
    "L’identité n’est pas qualifiée\u00a0: le fichier FHIR porte le numéro local du patient, sans "
    "son matricule INS."
)
ONLY_SEALED = "Le fichier FHIR porte la fiche telle qu’elle est scellée\u00a0: retirez --level 3."
HOLDS_RECORD = (
    "Le fichier FHIR contient le document de la fiche\u00a0: ne l’envoyez pas en plus de l’archive."
)
BROKEN = "Le fichier FHIR ne suivrait pas les profils français. Signalez-le à l’éditeur\u00a0: "


def fhir_outgoing(
    sheet: OrientationSheet, protocol: Protocol, kept: Kept, wish: Wish, sending: Sending
) -> Outgoing:
    """Return the bundle of ``sheet``, answered under ``protocol``, and what must be known of it.

    Raises:
        NothingLeaves: the patient objects, or a value or an identity is not a real one.
        UnfitRecord: what is asked cannot be written.
    """
    told = stopping(sheet, Channel.DMP)
    refused = tuple(one for one in told if one != NOT_QUALIFIED)
    if refused:
        raise NothingLeaves(" ".join(refused))
    if wish.level is not RecordLevel.PDF:
        raise UnfitRecord(ONLY_SEALED)
    masking = masking_codes(sheet, wish.masked)
    made = ((kept.cda, kept.xdm), (kept.test, kept.test_xdm))
    records = [SharedRecord(cda, masking, xdm.entry_of(archive)) for cda, archive in made if cda]
    findings = [line for one in records for line in record_findings(one.cda)]
    bundle = sheet_bundle(sheet, protocol, records, sending.at)
    broken = broken_cardinalities(bundle)
    if findings or broken:
        raise UnfitRecord(" ".join((*findings, *(f"{BROKEN}{one}." for one in broken))))
    notices = (HOLDS_RECORD, *((WITHOUT_INS,) if told else ()))
    return Outgoing({FILE: bundle_bytes(bundle)}, notices)
