"""Each product of the catalogue is forbidden by what the table of products says, no less.

Source: clinical.md §3.15, blocks, longest use and "attente" of each line.
"""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library

LIBRARY = shipped_library()
FILE = Path(__file__).parents[2] / "protocols" / "library" / "catalogue.yaml"
PRODUCTS = {
    one["substance"]: one
    for one in YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))["products"]
}
TABLE = {
    "paracetamol": ("g_foie g_para g_all_para", 5),
    "ibuprofene": (
        "g_gross g_allait g_ac g_aap g_ains g_li g_mtx g_cort g_rein_med g_rein g_foie g_coeur "
        "g_ulc g_asth_ains g_varic",
        5,
    ),
    "cetirizine": ("g_rein g_gross g_allait", 7),
    "loratadine": ("g_foie g_gross g_allait", 7),
    "loperamide": ("d_sang d_fiev d_atb d_mici g_qt g_foie g_gross g_allait", 2),
    "racecadotril": ("g_iec g_angio g_rein g_foie d_sang d_fiev d_atb g_gross g_allait", 3),
    "diosmectite": ("g_gross g_allait", 3),
    "sro": ("", 0),
    "macrogol": ("k_occ k_doul k_mici", 14),
    "lactulose": ("k_occ k_doul g_galact", 14),
    "glycerine": ("k_sang k_doul", 3),
    "alginate": ("g_rein y_coro_att y_hemo y_abdo", 14),
    "omeprazole": (
        "y_hemo y_dysp y_poids y_age y_ulc g_clopi g_mtx g_nelf g_ac g_foie g_gross g_allait",
        14,
    ),
    "serum_physiologique": ("", 0),
    "hexamidine": ("c_lent g_gross g_allait", 8),
    "cethexonium": ("c_lent", 7),
    "cromoglicate": ("c_lent", 15),
    "trolamine": ("b_inf b_cloq b_cloq_p b_ouverte", 7),
    "dexpanthenol": ("b_inf", 7),
    "clotrimazole": ("g_gross", 1),
    "econazole": ("g_avk g_gross", 2),
    "phloroglucinol": ("g_gross", 2),
    "amoxicilline": ("g_all_bl g_mtx g_rein", 6),
    "cefuroxime": ("g_all_bl g_rein", 4),
    "cefpodoxime": ("g_all_bl g_rein", 5),
    "clarithromycine": ("g_all_macro g_qt g_cyp g_rein g_foie g_gross g_allait", 5),
    "fosfomycine": ("g_all_fosfo u_comp g_gross", 1),
    "pivmecillinam": ("g_all_bl g_carn g_valpro g_rein", 3),
}
WAITING = {"paracetamol", "sro", "serum_physiologique", "trolamine", "alginate"}
ANTIBIOTICS = {
    "amoxicilline",
    "cefuroxime",
    "cefpodoxime",
    "clarithromycine",
    "fosfomycine",
    "pivmecillinam",
}


@pytest.mark.parametrize("substance", TABLE)
def test_a_product_is_forbidden_and_bounded_as_its_line_says(substance):
    blocks, days = TABLE[substance]
    product = PRODUCTS[substance]
    assert {one["item"] for one in product.get("blocks", ())} == set(blocks.split())
    assert {int(dose.get("max_days", 0)) for dose in product["doses"]} == {days}


def test_the_catalogue_holds_the_products_of_the_table_and_no_other():
    assert set(PRODUCTS) == set(TABLE)
    assert {name for name, one in PRODUCTS.items() if one.get("waiting")} == WAITING
    assert {name for name, one in PRODUCTS.items() if one.get("antibiotic")} == ANTIBIOTICS


def test_every_dose_that_reads_the_weight_of_a_child_asks_for_a_plausible_one():
    doses = [dose for one in PRODUCTS.values() for dose in one["doses"]]
    read = [
        dose["population"]
        for dose in doses
        if "by_weight" in dose or "g_poids >" in dose.get("population", "")
    ]
    adult = "g_age >= 15 a and g_poids >= 50 kg"
    assert len(read) == 7 and [one for one in read if "g_poids_plausible" not in one] == [adult]


@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_no_trolamine_on_an_open_skin_and_the_reason_is_said(said):
    burn = LIBRARY["brulure_1er_degre"]
    decision = evaluate(burn, from_json(burn, {"b_ouverte": said, "*": "reassuring"}))
    assert "trolamine" not in {one.substance for one in decision.treatments}
    assert ("trolamine", "b_ouverte") in {(one.substance, one.reason) for one in decision.excluded}
