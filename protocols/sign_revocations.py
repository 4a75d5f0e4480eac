"""The list of what a committee takes back: versions of protocols, and its own keys.

One list replaces the one before: its counter only goes up and it forgets nothing, so an older
list, or one from which a line was taken out, is refused.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Annotated, Literal

import msgspec

from protocols.sign import Signatures, Signer, Subject, signers
from protocols.sign_bytes import (
    Day,
    Hex16,
    ProtocolId,
    Version,
    Words,
    canonical,
    decoded,
    require_day,
)
from protocols.sign_keys import Committee
from protocols.sign_refusals import OlderThanInstalled, OtherBytes, SignatureRefusal

MAXIMUM_REVOCATIONS = 512 * 1024
LIST_ID = "revocations"

_NAME = "La liste des retraits"


@dataclass(frozen=True, slots=True, order=True)
class WithdrawnVersion:
    """A version that no station runs any more."""

    id: ProtocolId
    version: Version
    date: Day
    reason: Words

    def __post_init__(self) -> None:
        require_day(self.date)


@dataclass(frozen=True, slots=True, order=True)
class RevokedKey:
    """A key whose signatures, even old ones, do not count any more."""

    key: Hex16
    date: Day
    reason: Words

    def __post_init__(self) -> None:
        require_day(self.date)


@dataclass(frozen=True, slots=True)
class Revocations:
    """Everything taken back so far; ``counter`` is 0 before the first list."""

    counter: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
    keys: tuple[RevokedKey, ...] = ()
    versions: tuple[WithdrawnVersion, ...] = ()
    format: Literal["osys-revocations-1"] = "osys-revocations-1"

    def __post_init__(self) -> None:
        names = [one.key for one in self.keys]
        marks = [(one.id, one.version) for one in self.versions]
        if names != sorted(set(names)) or marks != sorted(set(marks)):
            raise ValueError("one line for each key and version, in order")

    @property
    def revoked(self) -> frozenset[str]:
        """The identifiers of the keys that do not count any more."""
        return frozenset(one.key for one in self.keys)

    def withdrawal(self, protocol_id: str, version: str) -> WithdrawnVersion | None:
        """Return the line that withdraws this version, None when there is none."""
        wanted = (protocol_id, version)
        return next((one for one in self.versions if (one.id, one.version) == wanted), None)


NOTHING_REVOKED = Revocations(0)


def revocations_file(revocations: Revocations) -> bytes:
    """Return the file of a list: these are the bytes signed."""
    return canonical(revocations)


def read_revocations(data: bytes) -> Revocations:
    """Return the list written in ``data``; its signatures are not looked at here.

    Raises:
        UnreadableFile: another form, or not in its one way of writing.
    """
    return decoded(data, Revocations, MAXIMUM_REVOCATIONS, _NAME)


def next_list(
    before: Revocations,
    versions: Collection[WithdrawnVersion] = (),
    keys: Collection[RevokedKey] = (),
) -> Revocations:
    """Return the list that follows ``before`` with what is now taken back.

    Raises:
        SignatureRefusal: nothing new is taken back.
    """
    marks = {(one.id, one.version) for one in before.versions}
    new_versions = [one for one in versions if (one.id, one.version) not in marks]
    new_keys = [one for one in keys if one.key not in before.revoked]
    if not new_versions and not new_keys:
        raise SignatureRefusal("Cette version ou cette clé est déjà dans la liste des retraits.")
    return replace(
        before,
        counter=before.counter + 1,
        keys=tuple(sorted((*before.keys, *new_keys))),
        versions=tuple(sorted((*before.versions, *new_versions))),
    )


def require_successor(before: Revocations, after: Revocations) -> None:
    """Refuse a list that goes back.

    Raises:
        OlderThanInstalled: its counter is not greater, or it forgets something.
    """
    if after.counter <= before.counter:
        raise OlderThanInstalled(
            f"Cette liste des retraits porte le numéro {after.counter}, le poste connaît déjà "
            f"le numéro {before.counter}. Demandez au comité la dernière liste."
        )
    forgotten = set(before.keys) - set(after.keys) or set(before.versions) - set(after.versions)
    if forgotten:
        raise OlderThanInstalled(
            "Cette liste oublie des retraits que le poste connaît. "
            "Prévenez le comité\u00a0: elle n’est pas la sienne."
        )


def list_signers(data: bytes, signatures: Signatures, committee: Committee) -> tuple[Signer, ...]:
    """Return whose signatures count for the list ``data``; keys it revokes do not.

    Args:
        data: the bytes of the list.
        signatures: its signature file.
        committee: the keys the station trusts; those that an earlier list revoked are in this one.

    Raises:
        UnreadableFile: ``data`` is no list.
        OtherBytes, TooFewSignatures: see ``protocols.sign.signers``.
    """
    revocations = read_revocations(data)
    named = (signatures.subject, signatures.id, signatures.version)
    if named != (Subject.REVOCATIONS, LIST_ID, str(revocations.counter)):
        raise OtherBytes(
            "Ces signatures ne sont pas celles de cette liste des retraits. "
            "Demandez de nouveau les deux fichiers au comité."
        )
    return signers(data, signatures, committee, revocations.revoked)
