"""A sealed sheet as a FHIR QuestionnaireResponse: the answers of the act, word for word.

The identity travels as it does in the record: the INS only when it is qualified. Nothing here
opens or sends; the caller has the protocol kept with the sheet.

Source: HL7 FHIR R4, QuestionnaireResponse; dmp.md §3 for the identifiers.
"""

from app.encounter.sheet import OrientationSheet, SheetAnswer
from app.exchange.cda import closing_time
from app.exchange.cda_parties import is_qualified
from app.exchange.codes import RPPS_ROOT
from app.exchange.fhir.names import URI
from app.exchange.oids import document_oid
from app.exchange.refusals import UnfitRecord
from protocols.answers import AnswerError, parse_answer
from protocols.fhir import Circumstances, answers_resource
from protocols.fhir_json import Resource
from protocols.model import Answer, Protocol


def sheet_response(sheet: OrientationSheet, protocol: Protocol) -> Resource:
    """Return the answers of ``sheet``, given under ``protocol``, as a QuestionnaireResponse.

    Raises:
        UnfitRecord: the sheet was made under other bytes, or an answer does not belong to them.
    """
    if sheet.protocol.sha256 != protocol.sha256:
        raise UnfitRecord(
            "Cette fiche vient d’une autre version du protocole. Ouvrez celle gardée avec la fiche."
        )
    try:
        answers = {one.id: _answer(protocol, one) for one in sheet.answers}
        return answers_resource(protocol, answers, _circumstances(sheet))
    except (AnswerError, KeyError) as error:
        raise UnfitRecord(
            "Une réponse de cette fiche n’est pas du protocole. Signalez-le à l’éditeur."
        ) from error


def _answer(protocol: Protocol, given: SheetAnswer) -> Answer:
    return parse_answer(protocol.question(given.id), given.answer)


def _circumstances(sheet: OrientationSheet) -> Circumstances:
    patient = sheet.patient
    known = (f"urn:oid:{patient.ins_root}", patient.matricule) if is_qualified(patient) else None
    return Circumstances(
        authored=closing_time(sheet),
        sheet=(URI, f"urn:oid:{document_oid(sheet.sheet_id)}"),
        patient=known,
        author=(f"urn:oid:{RPPS_ROOT}", sheet.pharmacist.rpps),
    )
