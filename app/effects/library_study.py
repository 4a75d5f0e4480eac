"""What is worked out of one protocol, from its exact bytes: ladder, proofs, changes."""

from app.desk.library import ChangeLine, LadderRung, ProofLine, Reason, Study
from protocols.compare import compare
from protocols.load import load_package
from protocols.model import Protocol
from protocols.picture_ladder import Rung, ladder
from protocols.prove import Obligation, prove

MAXIMUM_CHANGES = 30


def study(package: bytes, before: bytes) -> Study:
    """Return what is known of the protocol ``package``; ``before`` is the version it replaces.

    Raises:
        ProtocolError: the bytes are not those of a protocol.
        TooIntricate: its diagrams do not fit in the space allowed.
    """
    protocol = load_package(package)
    return Study(
        sha256=protocol.sha256,
        rungs=tuple(_rung(one) for one in ladder(protocol)),
        proofs=_proofs(prove(protocol).obligations),
        changes=_changes(load_package(before), protocol) if before else (),
    )


def _rung(rung: Rung) -> LadderRung:
    reasons = tuple(
        Reason(
            part.title,
            tuple(cause.words for cause in part.causes),
            tuple(cause.sentence for cause in part.causes),
        )
        for part in rung.parts
    )
    return LadderRung(rung.level.name, reasons, rung.sentences)


def _proofs(obligations: tuple[Obligation, ...]) -> tuple[ProofLine, ...]:
    """Return one line for each property that has something to say, broken ones first."""
    broken = [one for one in obligations if not one.holds]
    named = {one.id for one in broken}
    held = [one for one in obligations if one.holds and one.subjects and one.id not in named]
    return tuple(_proof(one) for one in (*broken, *held))


def _proof(one: Obligation) -> ProofLine:
    if one.holds:
        return ProofLine(one.title, holds=True)
    told = one.witness.sentence if one.witness is not None else ""
    return ProofLine(one.title, holds=False, patient=told or one.subject)


def _changes(before: Protocol, after: Protocol) -> tuple[ChangeLine, ...]:
    found = compare(before, after).changes[:MAXIMUM_CHANGES]
    return tuple(ChangeLine(one.patient.sentence) for one in found)
