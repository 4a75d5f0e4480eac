"""NEWS2 as published: the vectors of the design page through a protocol that carries it."""

from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library

CARRIER = shipped_library()["piqure_tique"]
NAMES = ("g_fr", "g_spo2", "g_temp", "g_pas", "g_fc", "g_consc", "g_o2", "g_bpco")
# Respiration, saturation, temperature, systolic, pulse, consciousness, oxygen, scale 2.
VECTORS = [
    (("16", "98", "37.0", "120", "70", "alerte", "no", "no"), 0),
    (("20", "96", "38.0", "111", "90", "alerte", "no", "no"), 0),
    (("12", "96", "36.1", "219", "51", "alerte", "no", "no"), 0),
    (("22", "93", "38.6", "105", "112", "alerte", "no", "no"), 8),
    (("8", "91", "35.0", "90", "40", "cvpu", "yes", "no"), 20),
    (("14", "90", "37", "130", "80", "alerte", "no", "yes"), 0),
    (("14", "95", "37", "130", "80", "alerte", "yes", "yes"), 4),
]
# Each limit of the chart: the last value of a band and the first of the next.
BANDS = {
    "g_fr": [("8", 3), ("9", 1), ("11", 1), ("12", 0), ("20", 0), ("21", 2), ("24", 2), ("25", 3)],
    "g_spo2": [("91", 3), ("92", 2), ("93", 2), ("94", 1), ("95", 1), ("96", 0)],
    "g_pas": [("90", 3), ("91", 2), ("100", 2), ("101", 1), ("110", 1), ("111", 0), ("219", 0),
              ("220", 3)],
    "g_fc": [("40", 3), ("41", 1), ("50", 1), ("51", 0), ("90", 0), ("91", 1), ("110", 1),
             ("111", 2), ("130", 2), ("131", 3)],
    "g_temp": [("35.0", 3), ("35.1", 1), ("36.0", 1), ("36.1", 0), ("38.0", 0), ("38.1", 1),
               ("39.0", 1), ("39.1", 2)],
}  # fmt: skip
CALM = dict(zip(NAMES, VECTORS[0][0], strict=True))


def news(answers):
    told = from_json(CARRIER, {"*": "reassuring", "g_age": "40", **answers})
    return next(one for one in evaluate(CARRIER, told).scores if one.id == "g_news")


@pytest.mark.parametrize(("values", "total"), VECTORS)
def test_the_seven_vectors(values, total):
    score = news(dict(zip(NAMES, values, strict=True)))
    assert (score.minimum, score.maximum, score.complete) == (total, total, True)


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [(name, value, points) for name, band in BANDS.items() for value, points in band],
)
def test_each_band_of_the_chart_begins_where_it_is_written(name, value, points):
    assert news(CALM | {name: value}).minimum == points


@pytest.mark.parametrize(
    ("spo2", "oxygen", "points"),
    [("83", "no", 3), ("84", "no", 2), ("85", "no", 2), ("86", "no", 1), ("87", "no", 1),
     ("88", "no", 0), ("92", "no", 0), ("93", "no", 0), ("99", "no", 0), ("92", "yes", 0),
     ("93", "yes", 1), ("94", "yes", 1), ("95", "yes", 2), ("96", "yes", 2), ("97", "yes", 3)],
)  # fmt: skip
def test_the_second_scale_of_saturation_depends_on_oxygen(spo2, oxygen, points):
    score = news(CALM | {"g_bpco": "yes", "g_spo2": spo2, "g_o2": oxygen})
    assert score.minimum == points + (2 if oxygen == "yes" else 0)


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"g_bpco"}))
def test_one_measure_missing_leaves_the_score_partial_and_never_imputed(name):
    told = from_json(CARRIER, {"*": "reassuring", "g_age": "40", **CALM})
    del told[name]
    score = next(one for one in evaluate(CARRIER, told).scores if one.id == "g_news")
    assert not score.complete
    assert score.minimum == 0


def test_a_partial_score_never_lowers_the_level():
    """The same patient with one alarming measure, the others taken or not: same level."""
    told = from_json(CARRIER, {"*": "reassuring", "g_age": "40", **CALM, "g_spo2": "90"})
    alone = {name: value for name, value in told.items() if name not in set(NAMES) - {"g_spo2"}}
    alone |= {"g_spo2": Decimal(90)}
    assert evaluate(CARRIER, alone).level >= evaluate(CARRIER, told).level
