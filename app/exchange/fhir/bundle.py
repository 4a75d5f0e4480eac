"""One sealed sheet as a Bundle: who, when, what was answered, measured, kept, and its records.

It is a collection, not a document: the document of the act is the record that it holds, under
its own identifier, and nothing may be taken for a second one (dmp.md §0.2).

Source: HL7 FHIR R4, Bundle (type collection), Encounter, QuestionnaireResponse; FR Core 2.2.0.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from app.encounter.sheet import OrientationSheet
from app.exchange.cda import case_code, closing_time
from app.exchange.fhir.answers import sheet_response
from app.exchange.fhir.findings import orientation_resource, rapid_test_resources
from app.exchange.fhir.measures import Around, measure_resources
from app.exchange.fhir.names import (
    FR_CORE,
    HL7,
    HL7_IDENTIFIERS,
    TEST_DATA,
    address_of,
    concept,
    kept,
    profiled,
    reference,
    typed_identifier,
    unique_identifier,
)
from app.exchange.fhir.people import (
    organization_resource,
    patient_resource,
    practitioner_resource,
)
from app.exchange.fhir.records import Filed, SharedRecord, binary_resource, record_resource
from app.exchange.oids import derived_oid
from app.exchange.versions import version_of
from protocols.fhir_json import LANGUAGE, Resource, coding
from protocols.model import Protocol

AMBULATORY = coding(f"{HL7}/v3-ActCode", "AMB", "ambulatory")
Entry = tuple[str, Resource]
"""The name of a resource in the bundle, and the resource."""


def sheet_bundle(
    sheet: OrientationSheet, protocol: Protocol, records: Sequence[SharedRecord], at: datetime
) -> Resource:
    """Return the bundle of ``sheet``, answered under ``protocol``, made at ``at`` (aware).

    Raises:
        UnfitRecord: the sheet was made under another protocol, or a record is of a type that the
            station does not send.
    """
    entries = (
        *_people(sheet),
        ("rencontre", _encounter(sheet)),
        ("reponses", _response(sheet, protocol)),
        *_observations(sheet),
        *_records(sheet, records, at),
    )
    series = version_of(sheet)
    return {
        "resourceType": "Bundle",
        **({"meta": TEST_DATA} if sheet.demonstration else {}),
        "language": LANGUAGE,
        "identifier": unique_identifier(derived_oid("fhir", series.oid)),
        "type": "collection",
        "timestamp": at.isoformat(timespec="seconds"),
        "entry": [
            {"fullUrl": address_of(sheet, name), "resource": resource} for name, resource in entries
        ],
    }


def bundle_bytes(bundle: Resource) -> bytes:
    """Return the bundle as the file that leaves, UTF-8."""
    return f"{json.dumps(bundle, ensure_ascii=False, indent=1)}\n".encode()


def _people(sheet: OrientationSheet) -> Iterator[Entry]:
    yield "patient", patient_resource(sheet)
    yield "pharmacien", practitioner_resource(sheet.performer)
    if sheet.performer != sheet.pharmacist:
        yield "signataire", practitioner_resource(sheet.pharmacist)
    yield "officine", organization_resource(sheet.pharmacy)


def _encounter(sheet: OrientationSheet) -> Resource:
    number = typed_identifier(
        f"urn:oid:{sheet.pharmacy.oid}", sheet.act_ref, (HL7_IDENTIFIERS, "VN")
    )
    return {
        "resourceType": "Encounter",
        "meta": profiled(f"{FR_CORE}/fr-core-encounter"),
        "identifier": [number],
        "status": "finished",
        "class": AMBULATORY,
        "subject": reference(address_of(sheet, "patient")),
        "participant": [{"individual": reference(address_of(sheet, "pharmacien"))}],
        "period": kept({"start": sheet.act.started_at, "end": sheet.act.ended_at}),
        "reasonCode": [concept(case_code(sheet), text=sheet.protocol.title)],
        "serviceProvider": reference(address_of(sheet, "officine")),
    }


def _response(sheet: OrientationSheet, protocol: Protocol) -> Resource:
    around = _around(sheet)
    return {
        **sheet_response(sheet, protocol),
        "subject": reference(around.patient),
        "encounter": reference(around.encounter),
        "author": reference(around.performer),
    }


def _around(sheet: OrientationSheet) -> Around:
    return Around(*(address_of(sheet, name) for name in ("patient", "rencontre", "pharmacien")))


def _observations(sheet: OrientationSheet) -> Iterator[Entry]:
    around = _around(sheet)
    for rank, one in enumerate(measure_resources(sheet, around), 1):
        yield f"mesure {rank}", one
    for rank, one in enumerate(rapid_test_resources(sheet, around), 1):
        yield f"test {rank}", one
    yield "orientation", orientation_resource(sheet, around, closing_time(sheet))


def _records(
    sheet: OrientationSheet, records: Sequence[SharedRecord], at: datetime
) -> Iterator[Entry]:
    for rank, record in enumerate(records, 1):
        binary = f"document {rank}"
        patient, pharmacy, address = (
            address_of(sheet, name) for name in ("patient", "officine", binary)
        )
        filed = Filed(patient, pharmacy, address, at)
        yield f"description {rank}", record_resource(sheet, record, filed)
        yield binary, binary_resource(record)
