"""What a registry or a repository says of a request: done, refused, or in part, and why.

Source: OASIS ebRS 3.0 §2.1.4 to §2.1.6 (RegistryResponse, RegistryErrorList); IHE ITI TF-3 §4.2.4
(error codes, table 4.2.4.1-2; success with warnings; partial success).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from lxml import etree

from app.transport.dmp.envelope import NotAnAnswer
from app.transport.states import Outcome, Why
from app.transport.submission import Ending

RS = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
RESPONSE = f"{{{RS}}}RegistryResponse"
WARNING = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"
MOST_ERRORS = 100
_CODE = re.compile(r"[A-Za-z0-9:._-]{1,80}")


class Status(StrEnum):
    """How a request ended."""

    SUCCESS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
    FAILURE = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"
    PARTIAL = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"


@dataclass(frozen=True, slots=True)
class RegistryError:
    """One error by its code; the text of the service is not kept: it may name the patient."""

    code: str
    is_warning: bool

    @property
    def why(self) -> Why:
        """What the error is, for the pharmacist."""
        return _WHY.get(self.code, Why.SERVICE_REFUSED)


@dataclass(frozen=True, slots=True)
class RegistryAnswer:
    """How the request ended, and the errors told."""

    status: Status
    errors: tuple[RegistryError, ...]

    @property
    def why(self) -> Why:
        """The first reason that is more than a warning, NONE without one."""
        found = (one.why for one in self.errors if not one.is_warning)
        return next(found, Why.NONE)

    def submission_ending(self) -> Ending:
        """Return how a submission ended, when this answers it."""
        if self.status is Status.SUCCESS:
            return Ending(Outcome.ACCEPTED)
        if self.status is Status.PARTIAL:
            return Ending(Outcome.UNKNOWN, Why.PARTLY_TAKEN)
        why = self.why
        if why is Why.SERVER_BUSY:
            return Ending(Outcome.LATER, why)
        return Ending(Outcome.REFUSED, Why.SERVICE_REFUSED if why is Why.NONE else why)


def registry_answer(element: etree._Element | None) -> RegistryAnswer:
    """Return what the response ``element`` says, whatever its own name.

    Raises:
        NotAnAnswer: there is none, or its status is none of those of the profile.
    """
    if element is None:
        raise NotAnAnswer
    try:
        status = Status((element.get("status") or "").strip())
    except ValueError as unknown:
        raise NotAnAnswer from unknown
    listed = [*element.iterfind(f"{{{RS}}}RegistryErrorList/{{{RS}}}RegistryError")]
    errors = tuple(_error(one) for one in listed[:MOST_ERRORS])
    if status is Status.SUCCESS and any(not one.is_warning for one in errors):
        raise NotAnAnswer  # it cannot be both
    return RegistryAnswer(status, errors)


def _error(element: etree._Element) -> RegistryError:
    code = (element.get("errorCode") or "").strip().rpartition("#")[2]
    is_warning = (element.get("severity") or "").strip() == WARNING
    return RegistryError(code if _CODE.fullmatch(code) else "", is_warning)


_WHY: Mapping[str, Why] = MappingProxyType(
    {
        "XDSPatientIdDoesNotMatch": Why.PATIENT_UNKNOWN,
        "XDSUnknownPatientId": Why.PATIENT_UNKNOWN,
        "XDSDuplicateUniqueIdInRegistry": Why.ALREADY_THERE,
        "XDSNonIdenticalHash": Why.ALREADY_THERE,
        "XDSNonIdenticalSize": Why.ALREADY_THERE,
        "XDSDuplicateUniqueIdInMessage": Why.METADATA_REFUSED,
        "XDSMetadataValidationError": Why.METADATA_REFUSED,
        "XDSRegistryMetadataError": Why.METADATA_REFUSED,
        "XDSRepositoryMetadataError": Why.METADATA_REFUSED,
        "XDSRegistryDuplicateUniqueIdInMessage": Why.METADATA_REFUSED,
        "XDSRepositoryDuplicateUniqueIdInMessage": Why.METADATA_REFUSED,
        "XDSMissingDocument": Why.METADATA_REFUSED,
        "XDSMissingDocumentMetadata": Why.METADATA_REFUSED,
        "XDSMissingHomeCommunityId": Why.METADATA_REFUSED,
        "InvalidDocumentContent": Why.METADATA_REFUSED,
        "XDSReplaceFailed": Why.REPLACED_UNKNOWN,
        "XDSRegistryDeprecatedDocumentError": Why.REPLACED_UNKNOWN,
        "UnresolvedReferenceException": Why.REPLACED_UNKNOWN,
        "XDSRegistryBusy": Why.SERVER_BUSY,
        "XDSRepositoryBusy": Why.SERVER_BUSY,
        "XDSRegistryOutOfResources": Why.SERVER_BUSY,
        "XDSRepositoryOutOfResources": Why.SERVER_BUSY,
        "XDSRegistryNotAvailable": Why.SERVER_BUSY,
        "XDSRegistryError": Why.SERVICE_FAILED,
        "XDSRepositoryError": Why.SERVICE_FAILED,
        "XDSUnavailableCommunity": Why.SERVICE_FAILED,
        "XDSTooManyResults": Why.TOO_MANY,
        "XDSDocumentUniqueIdError": Why.ABSENT,
        "XDSUnknownStoredQuery": Why.SERVICE_REFUSED,
        "XDSStoredQueryMissingParam": Why.SERVICE_REFUSED,
        "XDSStoredQueryParamNumber": Why.SERVICE_REFUSED,
    }
)
