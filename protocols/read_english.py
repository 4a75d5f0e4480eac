"""The English words of the gate and of a protocol, part of their files and of their digest."""

from collections.abc import Iterable
from types import MappingProxyType

from protocols.fields import Fields, reading
from protocols.model import English
from protocols.read_head import read_outcomes
from protocols.refusals import quoted

SECTION = "english"


def read_english(gate: Fields, protocol: Fields, asked: Iterable[str]) -> English:
    """Return the English words; those of the protocol replace those of the gate.

    Raises:
        ProtocolError: a question or a level that does not exist, a text that is not a text.
    """
    shared, own = _section(gate), _section(protocol)
    known = frozenset(asked)
    for fields in (gate, protocol):
        _check_ids(fields, known)
    return English(
        questions=MappingProxyType({**shared.questions, **own.questions}),
        outcomes=MappingProxyType({**shared.outcomes, **own.outcomes}),
        advice=own.advice,
        return_if=own.return_if,
        limits=own.limits,
        patient_page=own.patient_page,
        follow_up_script=own.follow_up_script,
    )


def _section(fields: Fields) -> English:
    if not fields.has(SECTION):
        return English()
    with reading(fields.inside(SECTION)) as inside:
        return English(
            questions={name: one.text for name, one in inside.pairs("questions").items()},
            outcomes=read_outcomes(inside),
            advice=inside.words("advice"),
            return_if=inside.words("return_if"),
            limits=inside.words("limits"),
            patient_page=inside.words("patient_page"),
            follow_up_script=inside.words("follow_up_script"),
        )


def _check_ids(fields: Fields, known: frozenset[str]) -> None:
    """Refuse a translation of a question that nobody asks."""
    if not fields.has(SECTION):
        return
    for name, written in fields.inside(SECTION).pairs("questions").items():
        if name not in known:
            raise written.refuse(f"{quoted(name[:40])} n’est pas une question.")
