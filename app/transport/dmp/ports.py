"""What the web service needs from a card: a signed submission set, and who speaks.

Both are made before the first byte leaves: a card that refuses means that nothing was sent.

Source: dmp.md §6 (XAdES signature of the submission set, VIHF assertion); IHE ITI TF-3 §5.5
(document digital signature); WS-Security SAML Token Profile 1.1 §3.4.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from app.errors import StationError


class NotSigned(StationError):
    """A card, its code or its certificate refused: nothing was signed, nothing may be sent."""


class SubmissionSigner(Protocol):
    """Signs a submission set with the key of a card."""

    def sign(self, submission_xml: bytes, documents: Mapping[str, bytes]) -> bytes:
        """Return the signature document (XAdES, detached, UTF-8 with its XML declaration).

        ``submission_xml`` is the ``lcm:SubmitObjectsRequest`` of the documents alone, before the
        entry of the signature is added to it: the SubmissionSet identifier is read there.
        ``documents`` gives the exact bytes of each document by its XDSDocumentEntry.uniqueId
        (an OID, without ``urn:oid:``), as they leave.

        Raises:
            NotSigned: the sentence says what to do; the code was asked for once at most.
        """
        ...


class Assertions(Protocol):
    """Says who speaks to the service, for which patient."""

    def vihf(self, patient: str, at: datetime) -> bytes:
        """Return one signed ``saml:Assertion`` element, without XML declaration.

        It is put in ``wsse:Security`` byte for byte, so it declares every namespace it uses.
        ``patient`` is the CX of the national identifier (``matricule^^^&OID&ISO^NH``), ``at`` an
        aware instant.

        Raises:
            NotSigned: the sentence says what to do; the code was asked for once at most.
        """
        ...
