"""What is refused about protocols and their signatures, said as the rest of the station says it."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import StationError
from protocols.refusals import ProtocolError
from protocols.sign_refusals import SignatureRefusal


class RefusedFile(StationError):
    """A file of the committee, or one for it, cannot be used; nothing was taken from it."""


class RefusedProtocol(StationError):
    """This station may not run the protocol."""


class SamePerson(StationError):
    """Two people are needed and one was named twice."""


class AlreadyInstalled(StationError):
    """There is nothing new in what was brought."""


class UnknownVersion(StationError):
    """The station never had this version."""


@contextmanager
def said() -> Iterator[None]:
    """Let the refusals of ``protocols`` reach the person as those of the station do.

    Raises:
        RefusedFile: with the sentence of the refusal.
    """
    try:
        yield
    except (ProtocolError, SignatureRefusal) as refused:
        raise RefusedFile(refused.sentence) from refused
