"""A small invented library: one protocol worked out, one that is closed."""

from dataclasses import replace
from types import MappingProxyType

from app.desk.library import (
    ChangeLine,
    LadderRung,
    Library,
    LibraryLine,
    ProofLine,
    Reason,
    Study,
)


def a_library() -> Library:
    """Return two protocols, one of them worked out: a property of it does not hold."""
    names = ("Respire mal", "Taches violettes", "Ne boit plus")
    told = tuple(f"{one}, si Âge\u00a0: 3\u00a0ans ou moins" for one in names)
    sign = Reason("Un seul suffit (3 signes, classe R15)", names, told)
    levels = ("SAMU_15", "EMERGENCY", "DOCTOR_SAME_DAY", "DOCTOR_48H", "PHARMACY")
    study = Study(
        sha256="a" * 64,
        rungs=tuple(LadderRung(one, (sign,), ("Total de 10 points.",)) for one in levels),
        proofs=(
            ProofLine(
                "Une réponse plus grave ne baisse jamais le niveau", holds=False, patient="Femme"
            ),
            ProofLine("Un signe d’alerte mène au moins à son niveau", holds=True),
        ),
        changes=(ChangeLine("Enfant de 7 ans\u00a0: pharmacie avant, médecin après."),),
    )
    tick = LibraryLine(
        protocol_id="tique",
        title="Piqûre de tique",
        icon="bug",
        version="1.4.0",
        state="démonstration",
        is_demonstration=True,
        ground="OSyS, période transitoire",
        valid_from="2026-01-01",
        valid_to="2027-08-31",
        sha256="a" * 64,
        signers=("A. Morvan, médecin",),
        to_validate=12,
        refusal="",
        package=b"",
        before=b"b",
        before_version="1.3.0",
    )
    burn = replace(
        tick,
        protocol_id="brulure",
        title="Brûlure",
        icon="flame",
        sha256="b" * 64,
        is_demonstration=False,
        state="retiré",
        signers=(),
        refusal="La version 1.4.0 a été retirée. Installez la version suivante.",
        before=b"",
        before_version="",
    )
    return Library((tick, burn), "tique", MappingProxyType({"tique": study}))
