"""Gate, scores, catalogue and protocol files -> one ``Protocol``."""

from types import MappingProxyType

from protocols.fields import Fields
from protocols.merge import finished
from protocols.model import Action, CallScript, Protocol
from protocols.read_english import read_english
from protocols.read_head import (
    SEMANTICS,
    open_file,
    read_head,
    read_outcomes,
    read_texts,
    read_vignettes,
)
from protocols.read_rulebook import Files, Reader
from protocols.refusals import quoted
from protocols.terms import Flag, Level


def assemble(files: Files, package: bytes, sha256: str) -> Protocol:
    """Return the protocol written in ``files``.

    Raises:
        ProtocolError: something is missing, unknown, contradictory or unsafe.
    """
    for fields, kind in files.kinds():
        open_file(fields, kind)
    made = Reader(files)
    head, texts = read_head(files.protocol), read_texts(files.protocol, _outcomes(files.gate))
    protocol = Protocol(
        id=head.id,
        version=head.version,
        status=head.status,
        framework=head.framework,
        title=head.title,
        short_title=head.short_title,
        icon=head.icon,
        regions=head.regions,
        valid_from=head.valid_from,
        valid_to=head.valid_to,
        icpc2=head.icpc2,
        cim10=head.cim10,
        questions=finished(made.questions),
        sources=MappingProxyType(made.sources),
        unvalidated_rules=made.unvalidated(),
        outcomes=texts.outcomes,
        advice=texts.advice,
        return_if=texts.return_if,
        limits=texts.limits,
        patient_page=texts.patient_page,
        follow_up=texts.follow_up,
        follow_up_script=texts.follow_up_script,
        actions=tuple(Action(one.id, one.text) for one in made.actions),
        emergency_wait=(*files.gate.words("emergency_wait"), *texts.emergency_wait),
        call_scripts=_call_scripts(files.gate),
        call_steps=files.gate.words("call_steps"),
        flag_sentences=MappingProxyType(_flag_sentences(files.gate)),
        vignettes=tuple(read_vignettes(files.protocol)),
        logic=made.logic(),
        package=package,
        sha256=sha256,
        semantics=SEMANTICS,
        english=read_english(files.gate, files.protocol, made.asked()),
    )
    for fields, _ in files.kinds():
        fields.close()
    return protocol


def _outcomes(gate: Fields) -> dict[Level, str]:
    """Return what is said by default for each level."""
    found = read_outcomes(gate)
    if set(found) != set(Level):
        raise gate.refuse("chaque niveau a une phrase à dire.", "outcomes")
    return found


def _flag_sentences(gate: Fields) -> dict[Flag, str]:
    """Return what is said for each mention."""
    found: dict[Flag, str] = {}
    for name, written in gate.pairs("flags").items():
        if name not in set(Flag):
            raise written.refuse(f"{quoted(name)} n’est pas une mention.")
        found[Flag(name)] = written.text
    if set(found) != set(Flag):
        raise gate.refuse("chaque mention a une phrase.", "flags")
    return found


def _call_scripts(gate: Fields) -> tuple[CallScript, ...]:
    """Return what is said to the 15 for each sign."""
    return tuple(
        CallScript(one.text("sign"), one.text("sentence"), one.text("wait"))
        for one in gate.each("call_scripts")
    )
