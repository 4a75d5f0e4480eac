"""The web service of the DMP: records given to it, looked for in it, taken from it.

A request is made whole, signed and bounded before anything is sent; what comes back is believed
only when it is whole, safe to read and an answer to that very request.

Source: IHE ITI TF-2 ITI-41, ITI-18, ITI-43; dmp.md §6 (TD2.1, TD3.1, TD3.2).
"""

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from app.transport.dmp.account import Place, ServiceAccount
from app.transport.dmp.envelope import Asked, Fault, NotAnAnswer, content_of, envelope
from app.transport.dmp.found import RESPONSE as FOUND
from app.transport.dmp.found import FoundDocument, documents_of, find_documents, get_documents
from app.transport.dmp.mtom import NotParts, Parts, packed, unpacked
from app.transport.dmp.parcel import Parcel, signed_content
from app.transport.dmp.ports import Assertions, SubmissionSigner
from app.transport.dmp.registry_answer import RESPONSE, Status, registry_answer
from app.transport.dmp.status_codes import ended_by_fault, ended_by_status
from app.transport.dmp.taken import RESPONSE as TAKEN
from app.transport.dmp.taken import contents_of, retrieve_documents
from app.transport.dmp.wire import USUAL, EndUnknown, Message, NothingLeft, Patience, Returned, post
from app.transport.service_words import NOT_HOMOLOGATED, SERVICE_REASONS, NoService
from app.transport.states import Outcome, Why
from app.transport.submission import Ending

_ACTION = "urn:ihe:iti:2007:"
PROVIDE = f"{_ACTION}ProvideAndRegisterDocumentSet-b"
FIND = f"{_ACTION}RegistryStoredQuery"
RETRIEVE = f"{_ACTION}RetrieveDocumentSet"
LOOKED_BACK = timedelta(days=730)
"""How far documents are looked for unless told. Source: dmp.md §6 (TD3.1, two years)."""
_DONE = 200


class Unread(NoService):
    """A reading did not succeed; the sentence says why and ``why`` is its code."""

    def __init__(self, why: Why) -> None:
        super().__init__(SERVICE_REASONS[why])
        self.why = why


@dataclass(frozen=True, slots=True)
class CardPorts:
    """What a card does: it signs submissions, and says who speaks."""

    signer: SubmissionSigner
    assertions: Assertions


@dataclass(frozen=True, slots=True)
class Prepared:
    """A whole request: where, under which identifier, and its bytes."""

    place: Place
    asked: Asked
    message: Message = field(repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """How a submission ended, and the exact answer that said so, b"" without one."""

    ending: Ending
    answer: bytes = field(default=b"", repr=False)


class DmpService:
    """The service as one account and one card reach it."""

    def __init__(
        self,
        account: ServiceAccount,
        context: ssl.SSLContext,
        card: CardPorts,
        new_id: Callable[[], str],
        patience: Patience = USUAL,
    ) -> None:
        """Know the service.

        Raises:
            NoService: the software has no homologation number.
        """
        if not account.homologation:
            raise NoService(NOT_HOMOLOGATED)
        self._account, self._context, self._card = account, context, card
        self._new_id, self._patience = new_id, patience

    def prepare(self, parcel: Parcel, now: datetime) -> Prepared:
        """Return the whole request that gives ``parcel``; nothing is sent.

        Raises:
            NotSigned: the card refused.
        """
        content = signed_content(parcel, self._card.signer)
        place = self._account.repository
        return self._request(place, PROVIDE, parcel.patient, now, content.body, content.attached)

    def give(self, prepared: Prepared) -> Given:
        """Send a request that ``prepare`` made, once; nothing is raised, nothing is logged."""
        try:
            returned = post(prepared.place, self._context, prepared.message, self._patience)
        except NothingLeft as kept:
            return Given(Ending(Outcome.LATER, kept.why))
        except EndUnknown as unknown:
            return Given(Ending(Outcome.UNKNOWN, unknown.why))
        return Given(_ending(returned, prepared.asked), returned.body)

    def find(
        self, patient: str, now: datetime, back: timedelta = LOOKED_BACK
    ) -> tuple[FoundDocument, ...]:
        """Return the current documents of ``patient`` (CX), not older than ``back``.

        Raises:
            NotSigned: the card refused; nothing was asked.
            Unread: the service refused, or its answer cannot be believed.
        """
        return self._found(patient, now, find_documents(patient, now - back))

    def described(
        self, unique_ids: Sequence[str], patient: str, now: datetime
    ) -> tuple[FoundDocument, ...]:
        """Return what the registry says of these documents of ``patient``.

        Raises:
            NotSigned: the card refused; nothing was asked.
            Unread: the service refused, or its answer cannot be believed.
        """
        return self._found(patient, now, get_documents(unique_ids))

    def retrieve(
        self, wanted: Sequence[FoundDocument], patient: str, now: datetime
    ) -> Mapping[str, bytes]:
        """Return the exact bytes of these documents of ``patient``, by their unique ids.

        Raises:
            NotSigned: the card refused; nothing was asked.
            Unread: the service refused, or gave other bytes than those announced.
        """
        place, body = self._account.repository, retrieve_documents(wanted)
        answer, parts = self._read(place, RETRIEVE, TAKEN, patient, now, body)
        try:
            _require_done(answer.find(RESPONSE))
            return contents_of(answer, parts.attached, wanted)
        except NotAnAnswer as wrong:
            raise Unread(Why.UNBELIEVED) from wrong

    def _found(self, patient: str, now: datetime, body: bytes) -> tuple[FoundDocument, ...]:
        answer, _ = self._read(self._account.registry, FIND, FOUND, patient, now, body)
        try:
            _require_done(answer)
            return documents_of(answer, patient)
        except NotAnAnswer as wrong:
            raise Unread(Why.UNBELIEVED) from wrong

    def _read(
        self, place: Place, action: str, wanted: str, patient: str, now: datetime, body: bytes
    ) -> tuple[etree._Element, Parts]:
        """Return the content of an answer whose element is ``wanted``, and its attachments."""
        prepared = self._request(place, action, patient, now, body, {})
        try:
            returned = post(place, self._context, prepared.message, self._patience)
        except (NothingLeft, EndUnknown) as lost:
            raise Unread(Why.SERVER_DOWN if lost.why is Why.CUT else lost.why) from lost
        try:
            parts = unpacked(returned.content_type, returned.body)
            answer = content_of(parts.root, prepared.asked)
        except Fault as fault:
            raise Unread(ended_by_fault(fault).why) from fault
        except (NotParts, NotAnAnswer) as wrong:
            why = Why.UNBELIEVED if returned.status == _DONE else ended_by_status(returned).why
            raise Unread(why) from wrong
        if returned.status != _DONE or answer.tag != wanted:
            raise Unread(Why.UNBELIEVED)
        return answer, parts

    def _request(
        self,
        place: Place,
        action: str,
        patient: str,
        now: datetime,
        body: bytes,
        attached: Mapping[str, bytes],
    ) -> Prepared:
        asked = Asked(action, place.address, self._new_id())
        said = envelope(asked, self._card.assertions.vihf(patient, now), body)
        return Prepared(place, asked, packed(said, attached, action, self._new_id()))


def _ending(returned: Returned, asked: Asked) -> Ending:
    if not returned.after_body:
        return ended_by_status(returned)
    try:
        answer = content_of(unpacked(returned.content_type, returned.body).root, asked)
        told = registry_answer(answer if answer.tag == RESPONSE else None)
        return told.submission_ending() if returned.status == _DONE else ended_by_status(returned)
    except Fault as fault:
        return ended_by_fault(fault)
    except (NotParts, NotAnAnswer):
        return ended_by_status(returned)


def _require_done(answer: etree._Element | None) -> None:
    """Refuse an answer that is not a whole success: part of a record is not the record."""
    told = registry_answer(answer)
    if told.status is not Status.SUCCESS:
        raise Unread(told.why if told.why is not Why.NONE else Why.SERVICE_REFUSED)
