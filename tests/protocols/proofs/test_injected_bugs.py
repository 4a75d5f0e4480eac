"""Eighteen slips of the pen, each refused at loading, broken by a proof, or shown by comparison.

Adapted from the prototype's list to the tick bite and the sore throat.
"""

from functools import cache

import pytest

from protocols.compare import compare
from protocols.load import ProtocolError, shipped_library
from protocols.model import Protocol
from protocols.prove import prove
from tests.protocols.proofs.variants import changed

THROAT, TICK = "douleur_pharyngee", "piqure_tique"
THROAT_FILE, TICK_FILE = "douleur_pharyngee.yaml", "piqure_tique.yaml"
NEWS, GATE, CATALOGUE = "news2.yaml", "gate.yaml", "catalogue.yaml"

NO_BETALACTAM = '      - {item: g_all_bl, when: "g_all_bl != aucune"}\n'

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

SHOWN = {
    "a red sign is made lighter": (
        THROAT,
        THROAT_FILE,
        ("  - id: a_abces\n    class: R\n", "  - id: a_abces\n    class: M\n"),
        "level",
    ),
    "or becomes and between two dangerous medicines": (
        THROAT,
        THROAT_FILE,
        ("(g_mtx or g_agran) and", "(g_mtx and g_agran) and"),
        "level",
    ),
    "the points of age change their sign": (
        THROAT,
        THROAT_FILE,
        ('"g_age >= 45 a", points: -1', '"g_age >= 45 a", points: 1'),
        "level",
    ),
    "a contraindication is forgotten in the catalogue": (
        THROAT,
        CATALOGUE,
        (NO_BETALACTAM + "      - {item: g_mtx}\n", NO_BETALACTAM),
        "treatment amoxicilline",
    ),
    "two signs of one story count twice": (
        TICK,
        TICK_FILE,
        ("  - [t_em, t_em_multi]\n", "  - [t_em, t_esc]\n"),
        "points least",
    ),
}


@cache
def _before(protocol_id: str) -> set[tuple[str, str]]:
    return _broken(shipped_library()[protocol_id])


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
    new = _broken(changed(protocol_id, file, replaced)) - _before(protocol_id)
    assert obligation in {one for one, _ in new}


@pytest.mark.parametrize("slip", SHOWN)
def test_a_slip_that_only_changes_medicine_is_shown_by_comparison(slip: str) -> None:
    protocol_id, file, replaced, part = SHOWN[slip]
    found = compare(shipped_library()[protocol_id], changed(protocol_id, file, replaced))
    assert part in {change.part for change in found.changes}


def test_there_are_eighteen_slips() -> None:
    assert len(REFUSED) + len(PROVED) + len(SHOWN) == 18
