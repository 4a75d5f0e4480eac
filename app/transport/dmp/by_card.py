"""The two ports of the web service, served by the card in the reader.

The card is looked for before anything is asked of the person. Its code is asked at the first
signature, serves for those of one round, and is let go of at its end.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from app.transport.dmp.card_key import CardKey, find_key, not_signed
from app.transport.dmp.speaker import Speaker
from hardware.links.card_errors import CardLibraryMissing
from hardware.links.token import CardModule


class CardSigning:
    """Signs and speaks for ``speaker``; used in a ``with``, at whose end the code is forgotten.

    Args:
        speaker: who speaks to the service.
        cards: the cards in the readers.
        code: asks the person for the code of the card, once a round.
        now: gives the present instant.
        new_id: makes an identifier that no other assertion bears.
    """

    def __init__(
        self,
        speaker: Speaker,
        cards: CardModule,
        code: Callable[[], str],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._speaker, self._cards, self._code = speaker, cards, code
        self._now, self._new_id = now, new_id
        self._found: CardKey | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._found = None

    def sign(self, submission_xml: bytes, documents: Mapping[str, bytes]) -> bytes:
        """Return the signature document of a submission set; see ``SubmissionSigner``."""
        key = self._key()
        try:
            from app.transport.dmp.signature import sign_submission
        except ImportError as missing:
            raise not_signed(CardLibraryMissing.said) from missing
        return sign_submission(submission_xml, documents, key, self._now())

    def vihf(self, patient: str, at: datetime) -> bytes:
        """Return the signed assertion for ``patient``; see ``Assertions``."""
        self._speaker.require_homologated()
        key = self._key()
        try:
            from app.transport.dmp.vihf import signed_assertion
        except ImportError as missing:
            raise not_signed(CardLibraryMissing.said) from missing
        return signed_assertion(self._speaker, patient, self._new_id(), key, at)

    def _key(self) -> CardKey:
        if self._found is None:
            rpps = self._speaker.professional.rpps
            self._found = find_key(self._cards, rpps, self._code, self._now())
        return self._found
