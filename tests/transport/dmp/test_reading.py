"""Documents looked for and taken: whole, the patient's, and the very bytes announced."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from app.exchange.incoming.document import read_document
from app.transport.dmp.found import FIND_DOCUMENTS, find_documents, quoted
from app.transport.dmp.parcel import Parcel
from app.transport.dmp.service import DmpService, Unread
from app.transport.states import Why
from tests.teleconsult.servers import free_port
from tests.transport.dmp import messages as far
from tests.transport.dmp.endpoint import Endpoint
from tests.transport.dmp.messages import Answer, Request
from tests.transport.dmp.parties import AT, a_parcel, a_service, account_of, service_of
from tests.transport.servers import Papers

ANOTHER = "279035121518989^^^&1.2.250.1.213.1.4.8&ISO^NH"


@pytest.fixture(scope="module")
def parcel() -> Parcel:
    return a_parcel()


@pytest.fixture
def reached(
    operator: Papers, pharmacy: Papers, parcel: Parcel
) -> Iterator[tuple[DmpService, Endpoint]]:
    """A service that has the record of the parcel already."""
    with a_service(operator, pharmacy) as (service, endpoint):
        service.give(service.prepare(parcel, AT))
        endpoint.requests.clear()
        yield service, endpoint


def test_a_record_is_found_with_what_it_is_and_taken_as_it_was_given(
    reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, _ = reached
    found = service.find(parcel.patient, AT)
    (record,) = [one for one in found if one.unique_id == parcel.entry.unique_id]
    assert (record.kind, record.title) == (parcel.entry.kind, parcel.entry.title)
    assert (record.document_class.code, record.media_type) == ("10", "text/xml")
    assert (record.sha1, record.size) == (parcel.entry.hash.lower(), parcel.entry.size)
    assert record.is_current and record.created == parcel.entry.creation_time
    taken = service.retrieve(found, parcel.patient, AT)
    assert taken[record.unique_id] == parcel.document
    assert read_document(taken[record.unique_id]).source.document_id == record.unique_id
    assert len(taken) == 2


def test_the_question_says_whose_which_and_since_when(
    reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    service.find(parcel.patient, AT, timedelta(days=1))
    (request,) = endpoint.requests
    (query,) = request.content.xpath("rim:AdhocQuery", namespaces=far.NAMES)
    slots = {
        one.get("name"): one.findtext("rim:ValueList/rim:Value", namespaces=far.NAMES)
        for one in query
    }
    assert query.get("id") == FIND_DOCUMENTS
    assert slots == {
        "$XDSDocumentEntryPatientId": f"'{parcel.patient}'",
        "$XDSDocumentEntryCreationTimeFrom": "'20261124110000'",
        "$XDSDocumentEntryStatus": "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')",
    }


def test_a_quote_in_a_value_cannot_change_the_question() -> None:
    assert quoted("a' or '1'='1") == "'a'' or ''1''=''1'"
    asked = etree.fromstring(find_documents("x'<y>", AT))
    assert asked.findtext(".//{*}Value") == "'x''<y>'"


def test_nothing_found_is_no_document(reached: tuple[DmpService, Endpoint]) -> None:
    service, _ = reached
    assert service.find(ANOTHER, AT) == ()


def test_a_document_of_another_patient_refuses_the_whole_answer(
    reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    name, kept = next(iter(endpoint.documents.items()))
    described = kept.described.replace(parcel.patient.replace("&", "&amp;").encode(), b"someone")
    assert described != kept.described
    endpoint.documents[name] = replace(kept, described=described)
    with pytest.raises(Unread) as refused:
        service.find(parcel.patient, AT)
    assert refused.value.why is Why.UNBELIEVED


def test_bytes_that_are_not_those_announced_are_refused(
    reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    found = service.find(parcel.patient, AT)
    for name, kept in endpoint.documents.items():
        endpoint.documents[name] = replace(kept, content=kept.content[:-1] + b" ")
    with pytest.raises(Unread) as refused:
        service.retrieve(found, parcel.patient, AT)
    assert refused.value.why is Why.UNBELIEVED


def test_a_document_that_was_not_asked_for_is_refused(
    reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    first, second = service.find(parcel.patient, AT)
    kept = endpoint.documents
    kept[first.unique_id], kept[second.unique_id] = kept[second.unique_id], kept[first.unique_id]
    with pytest.raises(Unread):
        service.retrieve((first, second), parcel.patient, AT)


def instead(code: str) -> Callable[[Request], Answer]:
    def answer(request: Request) -> Answer:
        body = (
            f'<q:AdhocQueryResponse xmlns:q="{far.NAMES["query"]}" xmlns:rs="{far.RS}" '
            f'status="{far.FAILURE}"><rs:RegistryErrorList><rs:RegistryError codeContext="x" '
            f'errorCode="{code}"/></rs:RegistryErrorList></q:AdhocQueryResponse>'
        )
        return far.soap(request, body.encode())

    return answer


REFUSED: dict[str, tuple[Callable[[Request], Answer], Why]] = {
    "too many": (instead("XDSTooManyResults"), Why.TOO_MANY),
    "unknown patient": (instead("XDSUnknownPatientId"), Why.PATIENT_UNKNOWN),
    "no reason": (instead(""), Why.SERVICE_REFUSED),
    "fault": (lambda request: far.fault(request, "Sender", "FailedCheck"), Why.NOT_ALLOWED),
    "page": (lambda _: (200, "text/html", b"<p>"), Why.UNBELIEVED),
    "gone": (lambda _: (404, "text/html", b"<p>"), Why.WRONG_ADDRESS),
    "other": (
        lambda request: far.soap(request, far.response(far.SUCCESS)),
        Why.UNBELIEVED,
    ),
    "of another": (
        lambda request: far.soap(request, far.response(far.SUCCESS), "urn:uuid:1"),
        Why.UNBELIEVED,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_reading_says_why(
    name: str, reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    endpoint.instead, why = REFUSED[name]
    with pytest.raises(Unread) as refused:
        service.find(parcel.patient, AT)
    assert refused.value.why is why
    assert refused.value.sentence


def test_a_service_that_is_down_is_told(operator: Papers, pharmacy: Papers, parcel: Parcel) -> None:
    service = service_of(account_of(pharmacy, operator, free_port()))
    with pytest.raises(Unread) as refused:
        service.find(parcel.patient, AT)
    assert refused.value.why is Why.SERVER_DOWN
