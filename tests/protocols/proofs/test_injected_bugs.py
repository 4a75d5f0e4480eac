"""Eighteen slips of the pen, each refused at loading, broken by a proof, or shown by comparison.

Adapted from the prototype's list to the tick bite and the sore throat.
"""

import pytest

from protocols.load import ProtocolError, shipped_library
from protocols.model import Protocol
from protocols.prove import prove
from tests.protocols.proofs.variants import changed

THROAT, TICK = "douleur_pharyngee", "piqure_tique"
THROAT_FILE, TICK_FILE = "douleur_pharyngee.yaml", "piqure_tique.yaml"
NEWS, GATE, CATALOGUE = "news2.yaml", "gate.yaml", "catalogue.yaml"

REFUSED = {
    "a forbidden medicine is never asked about": (
        THROAT,
        THROAT_FILE,
        ("g_mtx, g_cyp, g_para", "g_mtx, g_para"),
    ),
    "a threshold without its unit": (THROAT, THROAT_FILE, ("a_temp > 38.0 Cel", "a_temp > 38.0")),
    "a condition on an item that does not exist": (
        THROAT,
        THROAT_FILE,
        ("not a_toux", "not a_tous"),
    ),
}

PROVED = {
    "the only antibiotic rule is deleted": (
        THROAT,
        THROAT_FILE,
        ("requires: antibiotique", "requires: paracetamol"),
        "required",
    ),
    "the antibiotic rule forgets children": (
        THROAT,
        THROAT_FILE,
        (
            '    when: "trod_positif"\n    requires',
            '    when: "trod_positif and g_age >= 15 a"\n    requires',
        ),
        "required",
    ),
    "an unknown red sign counts as no": (
        THROAT,
        THROAT_FILE,
        ("  - id: a_ce\n    class: R\n", "  - id: a_ce\n    class: R\n    assume: no\n"),
        "unknown_signs",
    ),
    "a red sign is asked of the feverish only": (
        THROAT,
        THROAT_FILE,
        (
            "  - id: a_ce\n    class: R\n",
            '  - id: a_ce\n    class: R\n    only_if: "a_temp > 38.0 Cel"\n',
        ),
        "asked_signs",
    ),
    "the fever guard is turned over": (
        THROAT,
        THROAT_FILE,
        ('auto: "a_temp > a_limite_fievre"', 'auto: "a_temp < a_limite_fievre"'),
        "worse_answers",
    ),
    "cough counts where its absence should": (
        THROAT,
        THROAT_FILE,
        ('when: "not a_toux", points', 'when: "a_toux", points'),
        "worse_answers",
    ),
    "low oxygen is compared the wrong way": (
        TICK,
        GATE,
        ('when: "g_spo2 <= 91 % and not g_bpco"', 'when: "g_spo2 >= 91 % and not g_bpco"'),
        "worse_answers",
    ),
    "a line of the score is forgotten": (
        THROAT,
        THROAT_FILE,
        ('{when: "a_gang", points', '{when: "a_amyg", points'),
        "live_questions",
    ),
    "a rule that can never hold": (
        THROAT,
        THROAT_FILE,
        ('when: "g_age < 3 a"', 'when: "g_age < 3 a and g_age > 9 a"'),
        "live_rules",
    ),
    "an adult's dose without an age": (
        THROAT,
        CATALOGUE,
        (
            '- population: "g_age >= 15 a"\n        form: comprimé ou gélule',
            "- form: comprimé ou gélule",
        ),
        "populations",
    ),
}


def _broken(protocol: Protocol) -> set[tuple[str, str]]:
    return {(one.id, one.subject) for one in prove(protocol).obligations if not one.holds}


@pytest.mark.parametrize("slip", REFUSED)
def test_a_slip_that_cannot_be_read_is_refused_at_loading(slip: str) -> None:
    protocol_id, file, replaced = REFUSED[slip]
    with pytest.raises(ProtocolError) as refused:
        changed(protocol_id, file, replaced)
    assert refused.value.line > 0
    assert refused.value.sentence


@pytest.mark.parametrize("slip", PROVED)
def test_a_slip_that_breaks_a_promise_is_shown_by_a_proof(slip: str) -> None:
    protocol_id, file, replaced, obligation = PROVED[slip]
    before = _broken(shipped_library()[protocol_id])
    new = _broken(changed(protocol_id, file, replaced)) - before
    assert obligation in {one for one, _ in new}
