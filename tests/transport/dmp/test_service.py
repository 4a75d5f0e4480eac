"""A record given to a real service over TLS: whole, once, and its end known or said unknown."""

from pathlib import Path

import pytest
from lxml import etree

from app.transport.dmp.parcel import Parcel
from app.transport.dmp.service import PROVIDE, DmpService
from app.transport.dmp.wire import Patience
from app.transport.states import Outcome, Why
from app.transport.submission import Ending
from tests.teleconsult.servers import free_port
from tests.transport.dmp import messages as far
from tests.transport.dmp.endpoint import Endpoint, an_endpoint
from tests.transport.dmp.messages import Request
from tests.transport.dmp.parties import (
    AT,
    WrittenDown,
    a_parcel,
    a_service,
    account_of,
    service_of,
)
from tests.transport.servers import Papers, server_context


@pytest.fixture(scope="module")
def parcel() -> Parcel:
    return a_parcel()


def given(service: DmpService, parcel: Parcel) -> Ending:
    return service.give(service.prepare(parcel, AT)).ending


def test_a_record_and_its_signature_arrive_byte_for_byte(
    reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    assert given(service, parcel) == Ending(Outcome.ACCEPTED)
    (request,) = endpoint.requests
    assert request.action == PROVIDE
    kept = list(endpoint.documents.values())
    assert kept[0].content == parcel.document
    assert kept[1].content.startswith(b"<?xml") and b"unsigned" in kept[1].content
    assert {one.patient for one in kept} == {parcel.patient}


def test_the_card_signs_what_leaves_and_says_for_which_patient(
    operator: Papers, pharmacy: Papers, parcel: Parcel
) -> None:
    card = WrittenDown()
    with an_endpoint(server_context(operator, pharmacy)) as (port, endpoint):
        service = service_of(account_of(pharmacy, operator, port), card)
        assert given(service, parcel) == Ending(Outcome.ACCEPTED)
    (signed,) = card.signed
    assert signed == (parcel.metadata, {parcel.entry.unique_id: parcel.document})
    assert card.asked == [(parcel.patient, AT)]
    # the assertion is signed: not one byte of it may move
    assert card.vihf("", AT) in endpoint.requests[0].raw


def test_the_signature_is_linked_to_the_set_it_signs(
    reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    given(service, parcel)
    content = endpoint.requests[0].content
    found = content.xpath("//rim:Association/@associationType", namespaces=far.NAMES)
    assert [one.rpartition(":")[2] for one in found] == ["HasMember", "HasMember", "signs"]
    ids = content.xpath("//*[@id]/@id", namespaces=far.NAMES)
    assert len(set(ids)) == len(ids) - 2  # the two documents repeat the id of their entry
    (link,) = content.xpath(
        "//rim:Association[contains(@associationType, 'signs')]", namespaces=far.NAMES
    )
    (package,) = content.xpath("//rim:RegistryPackage/@id", namespaces=far.NAMES)
    entries = content.xpath("//rim:ExtrinsicObject/@id", namespaces=far.NAMES)
    assert (link.get("sourceObject"), link.get("targetObject")) == (entries[1], package)


def test_asked_again_it_is_the_same_submission_and_the_service_refuses_the_double(
    reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    assert given(service, parcel).outcome is Outcome.ACCEPTED
    assert given(service, parcel) == Ending(Outcome.REFUSED, Why.ALREADY_THERE)
    assert len(endpoint.submissions) == 1 and len(endpoint.documents) == 2
    first, second = endpoint.requests
    assert first.message_id != second.message_id


ENDINGS = {
    "XDSPatientIdDoesNotMatch": (Outcome.REFUSED, Why.PATIENT_UNKNOWN),
    "XDSUnknownPatientId": (Outcome.REFUSED, Why.PATIENT_UNKNOWN),
    "XDSDuplicateUniqueIdInRegistry": (Outcome.REFUSED, Why.ALREADY_THERE),
    "XDSRepositoryError": (Outcome.REFUSED, Why.SERVICE_FAILED),
    "XDSRepositoryBusy": (Outcome.LATER, Why.SERVER_BUSY),
    "urn:x#XDSReplaceFailed": (Outcome.REFUSED, Why.REPLACED_UNKNOWN),
    "NobodyKnowsThis": (Outcome.REFUSED, Why.SERVICE_REFUSED),
    "Jeanne Martin, née le 3": (Outcome.REFUSED, Why.SERVICE_REFUSED),
}


@pytest.mark.parametrize("code", ENDINGS)
def test_a_refusal_of_the_registry_is_told_by_its_reason(
    code: str, reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    endpoint.instead = lambda request: far.soap(request, far.response(far.FAILURE, code))
    assert given(service, parcel) == Ending(*ENDINGS[code])


def garbage(_: Request) -> far.Answer:
    return 200, "application/soap+xml", b"<html>"


def of_another(request: Request) -> far.Answer:
    return far.soap(request, far.response(far.SUCCESS), "urn:uuid:0")


def with_a_dtd(request: Request) -> far.Answer:
    status, kind, body = far.soap(request, far.response(far.SUCCESS))
    return status, kind, b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + body


def both(request: Request) -> far.Answer:
    return far.soap(request, far.response(far.SUCCESS, "XDSRepositoryError"))


ODD = {
    "a success that does not answer us": (of_another, Outcome.UNKNOWN, Why.NOT_UNDERSTOOD),
    "a page": (garbage, Outcome.UNKNOWN, Why.NOT_UNDERSTOOD),
    "a document type": (with_a_dtd, Outcome.UNKNOWN, Why.NOT_UNDERSTOOD),
    "a success with an error": (both, Outcome.UNKNOWN, Why.NOT_UNDERSTOOD),
    "a part": (
        lambda request: far.soap(request, far.response(far.PARTIAL, "XDSRepositoryError")),
        Outcome.UNKNOWN,
        Why.PARTLY_TAKEN,
    ),
    "a warning": (
        lambda request: far.soap(
            request,
            far.response(
                far.SUCCESS, "XDSExtraMetadataNotSaved", severity=far.ERROR[:-5] + "Warning"
            ),
        ),
        Outcome.ACCEPTED,
        Why.NONE,
    ),
    "in parts": (
        lambda request: far.multipart(far.soap(request, far.response(far.SUCCESS))[2], {}),
        Outcome.ACCEPTED,
        Why.NONE,
    ),
    "a fault of ours": (
        lambda request: far.fault(request, "Sender"),
        Outcome.REFUSED,
        Why.SERVICE_REFUSED,
    ),
    "a card refused": (
        lambda request: far.fault(request, "Sender", "FailedAuthentication"),
        Outcome.REFUSED,
        Why.NOT_ALLOWED,
    ),
    "a fault of theirs": (
        lambda request: far.fault(request, "Receiver"),
        Outcome.UNKNOWN,
        Why.BROKE_DOWN,
    ),
    "a gateway": (lambda _: (504, "text/html", b"late"), Outcome.UNKNOWN, Why.NOT_UNDERSTOOD),
    "a wrong door": (lambda _: (404, "text/html", b"no"), Outcome.REFUSED, Why.WRONG_ADDRESS),
    "a wall": (lambda _: (403, "text/html", b"no"), Outcome.REFUSED, Why.NOT_ALLOWED),
}


@pytest.mark.parametrize("name", ODD)
def test_only_a_whole_answer_to_this_very_request_is_believed(
    name: str, reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    answer, outcome, why = ODD[name]
    endpoint.instead = answer
    assert given(service, parcel) == Ending(outcome, why)


@pytest.mark.parametrize("kept", [0, 20_000])
def test_a_link_cut_while_the_body_leaves_says_nothing_of_its_end(
    kept: int, reached: tuple[DmpService, Endpoint], parcel: Parcel
) -> None:
    service, endpoint = reached
    endpoint.cut_after = kept
    assert given(service, parcel) == Ending(Outcome.UNKNOWN, Why.CUT)


def test_an_answer_that_is_cut_or_does_not_come_leaves_the_end_unknown(
    operator: Papers, pharmacy: Papers, parcel: Parcel
) -> None:
    with a_service(operator, pharmacy, Patience(whole_s=1, continue_s=1)) as (service, endpoint):
        endpoint.cuts_the_answer = True
        assert given(service, parcel) == Ending(Outcome.UNKNOWN, Why.CUT)
        endpoint.submissions.clear()
        endpoint.silent = True
        assert given(service, parcel) == Ending(Outcome.UNKNOWN, Why.CUT)
        assert len(endpoint.submissions) == 1


@pytest.mark.parametrize(
    ("early", "outcome", "why"),
    [
        (401, Outcome.LATER, Why.NOT_ALLOWED),
        (404, Outcome.LATER, Why.WRONG_ADDRESS),
        (413, Outcome.REFUSED, Why.TOO_LARGE),
        (503, Outcome.LATER, Why.SERVER_BUSY),
    ],
)
def test_a_service_that_says_no_to_the_header_gets_nothing_of_the_patient(
    early: int,
    outcome: Outcome,
    why: Why,
    reached: tuple[DmpService, Endpoint],
    parcel: Parcel,
) -> None:
    service, endpoint = reached
    endpoint.early = early
    assert given(service, parcel) == Ending(outcome, why)
    assert endpoint.bodies == 0


def test_a_service_that_does_not_know_the_permission_is_given_the_record_all_the_same(
    operator: Papers, pharmacy: Papers, parcel: Parcel
) -> None:
    with a_service(operator, pharmacy, Patience(whole_s=10, continue_s=0.2)) as (service, endpoint):
        endpoint.ignores_expect = True
        assert given(service, parcel) == Ending(Outcome.ACCEPTED)
    assert endpoint.documents


def test_a_service_that_is_down_gets_nothing(
    operator: Papers, pharmacy: Papers, parcel: Parcel
) -> None:
    service = service_of(account_of(pharmacy, operator, free_port()))
    assert given(service, parcel) == Ending(Outcome.LATER, Why.SERVER_DOWN)


def test_a_service_of_another_authority_gets_nothing(
    operator: Papers, pharmacy: Papers, stranger: Papers, parcel: Parcel
) -> None:
    with an_endpoint(server_context(stranger, pharmacy)) as (port, endpoint):
        service = service_of(account_of(pharmacy, operator, port))
        assert given(service, parcel) == Ending(Outcome.LATER, Why.SERVER_UNTRUSTED)
    assert endpoint.bodies == 0


def test_a_certificate_that_the_service_does_not_know_is_told_before_any_byte(
    operator: Papers, pharmacy: Papers, stranger: Papers, parcel: Parcel
) -> None:
    with an_endpoint(server_context(operator, pharmacy)) as (port, endpoint):
        service = service_of(account_of(stranger, operator, port))
        assert given(service, parcel) == Ending(Outcome.LATER, Why.CERTIFICATE_REFUSED)
    assert endpoint.bodies == 0


@pytest.mark.cda_rules
def test_what_is_submitted_passes_the_official_schema(
    reached: tuple[DmpService, Endpoint], parcel: Parcel, kit: Path
) -> None:
    service, endpoint = reached
    given(service, parcel)
    schema = etree.XMLSchema(etree.parse(kit / "xdm" / "ebRS30" / "lcm.xsd"))
    (submitted,) = endpoint.requests[0].content.xpath(
        "lcm:SubmitObjectsRequest", namespaces=far.NAMES
    )
    schema.assertValid(submitted)
    submitted.find(".//rim:ExtrinsicObject", far.NAMES).set("objectType", "")
    submitted.find(".//rim:Slot", far.NAMES).tag = "{urn:x}Slot"
    assert not schema.validate(submitted)


@pytest.mark.cda_rules
def test_what_the_service_of_the_tests_answers_passes_the_official_schema(
    kit: Path,
) -> None:
    schema = etree.XMLSchema(etree.parse(kit / "xdm" / "ebRS30" / "rs.xsd"))
    for said in (far.response(far.SUCCESS), far.response(far.FAILURE, "XDSRepositoryError")):
        schema.assertValid(etree.fromstring(said))
