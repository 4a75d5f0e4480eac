"""How the case is called and what is said to the patient."""

from collections.abc import Sequence

from protocols.logic import TRUE, Branch, Rulebook, State
from protocols.model import Protocol
from protocols.terms import Flag, Level

SAID_WITH = (
    Flag.NO_ANTIBIOTIC_POSSIBLE,
    Flag.TEST_INCONCLUSIVE,
    Flag.INSUFFICIENT,
    Flag.OUT_OF_SCOPE,
)
"""Mentions said before the sentence of a doctor's level; the first present one is said."""


def case_of(book: Rulebook, state: State) -> Branch:
    """Return the first branch that is certain; the last one has no condition."""
    pairs = zip(book.branches, state.branches, strict=True)
    return next(branch for branch, holds in pairs if holds == TRUE)


def sentence_of(protocol: Protocol, branch: Branch, level: Level, flags: Sequence[Flag]) -> str:
    """Return what to say: the branch's words at the pharmacy, else why and then where."""
    if level is Level.PHARMACY and branch.sentence:
        return branch.sentence
    said = protocol.outcomes[level]
    if not Level.PHARMACY < level < Level.EMERGENCY:
        return said
    why = next((protocol.flag_sentences[flag] for flag in SAID_WITH if flag in flags), "")
    return f"{why} {said}" if why else said
