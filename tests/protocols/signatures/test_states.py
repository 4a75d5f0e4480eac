"""draft, review, valid, withdrawn: one step at a time, and signatures make the last one."""

import itertools

import pytest

from protocols.model import ProtocolStatus
from protocols.sign_refusals import OtherBytes, SignatureRefusal, TooFewSignatures
from protocols.sign_states import advanced, may_become, protocol_signers, state_of
from tests.protocols.signatures.committee import (
    ID,
    a_version,
    committee,
    members,
    signatures,
    version_files,
)

DRAFT, REVIEW, VALID = ProtocolStatus.DRAFT, ProtocolStatus.REVIEW, ProtocolStatus.VALID
WITHDRAWN, DEMONSTRATION = ProtocolStatus.WITHDRAWN, ProtocolStatus.DEMONSTRATION
ANNE, BASILE, CHLOE = members()
PATH = {(DRAFT, REVIEW), (REVIEW, VALID), (VALID, WITHDRAWN), (REVIEW, DRAFT)}


def test_only_the_steps_of_the_path_exist() -> None:
    pairs = itertools.product(ProtocolStatus, repeat=2)
    assert {pair for pair in pairs if may_become(*pair)} == PATH


def test_a_withdrawn_version_never_comes_back() -> None:
    assert not any(may_become(WITHDRAWN, after) for after in ProtocolStatus)


def test_valid_without_its_signatures_is_still_in_review() -> None:
    assert state_of(VALID, is_signed=False, is_withdrawn=False) is REVIEW
    assert state_of(VALID, is_signed=True, is_withdrawn=False) is VALID


@pytest.mark.parametrize("written", list(ProtocolStatus))
def test_withdrawn_prevails(written: ProtocolStatus) -> None:
    assert state_of(written, is_signed=True, is_withdrawn=True) is WITHDRAWN


@pytest.mark.parametrize("written", [DRAFT, REVIEW, DEMONSTRATION])
def test_signatures_do_not_raise_another_state(written: ProtocolStatus) -> None:
    assert state_of(written, is_signed=True, is_withdrawn=False) is written


def test_a_step_changes_the_status_and_nothing_else() -> None:
    before = version_files("2026.12.0", "draft")[f"{ID}.yaml"]
    after = advanced(before, REVIEW)
    assert after == version_files("2026.12.0", "review")[f"{ID}.yaml"]


@pytest.mark.parametrize(
    ("before", "after"), [("draft", VALID), ("demonstration", VALID), ("valid", WITHDRAWN)]
)
def test_a_jump_is_refused(before: str, after: ProtocolStatus) -> None:
    with pytest.raises(SignatureRefusal):
        advanced(version_files("2026.12.0", before)[f"{ID}.yaml"], after)


@pytest.mark.parametrize(
    "data", [b"id: x\n", b"status: draft\nstatus: draft\n", b"status: finished\n"]
)
def test_a_status_that_is_not_written_once_is_refused(data: bytes) -> None:
    with pytest.raises(SignatureRefusal):
        advanced(data, REVIEW)


def test_the_signers_of_a_version_are_counted_for_it_alone() -> None:
    trusted, signed = committee(ANNE, BASILE, CHLOE), signatures(a_version(), ANNE, BASILE)
    assert len(protocol_signers(a_version(), signed, trusted, frozenset())) == 2
    with pytest.raises(OtherBytes):
        protocol_signers(a_version("2026.12.1"), signed, trusted, frozenset())
    with pytest.raises(TooFewSignatures):
        protocol_signers(a_version(), signed, trusted, frozenset({ANNE.key.id}))
