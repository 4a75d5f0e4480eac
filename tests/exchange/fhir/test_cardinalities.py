"""The counts of the French profiles: each rule sees a resource that breaks it."""

import copy
from dataclasses import replace

import pytest

from app.exchange.fhir.cardinalities import (
    CARDINALITIES,
    broken_cardinalities,
    children,
    path_steps,
)
from tests.exchange.facts import READINGS
from tests.exchange.fhir.bundles import bundle_of
from tests.exchange.sheets import real, unqualified
from tests.exchange.trods import throat

MEASURED = (
    *READINGS,
    replace(READINGS[0], quantity="pulse", loinc="8867-4", value="72", unit="/min"),
    replace(READINGS[0], quantity="weight", loinc="29463-7", value="61.5", unit="kg"),
)
SHEET = replace(real(throat()), readings=MEASURED)
BUNDLE = {"entry": bundle_of(SHEET)["entry"] + bundle_of(unqualified(SHEET))["entry"]}
RULES = [(profile, rule) for profile, rules in CARDINALITIES.items() for rule in rules]


def claiming(bundle, profile):
    for entry in bundle["entry"]:
        if profile in entry["resource"].get("meta", {}).get("profile", ()):
            return entry["resource"]
    raise AssertionError(profile)


def broken(resource, path, rule):
    """Break ``rule``: take away what it wants, or add what it does not."""
    *before, last = path_steps(path)
    holders = [resource]
    for step in before:
        holders = [child for one in holders for child in children(one, step)]
    name, _, choice = last.rstrip("]").partition("[")
    key, _, value = choice.partition("=")
    for one in holders:
        if rule.least:
            one.pop(name, None)
        else:
            one[name] = [{key: value}] * (rule.most + 1)
    return bool(holders)


def test_the_bundle_of_the_tests_follows_every_profile_and_claims_them_all():
    assert broken_cardinalities(BUNDLE) == ()
    for profile in CARDINALITIES:
        claiming(BUNDLE, profile)


@pytest.mark.parametrize(
    ("profile", "rule"), RULES, ids=[f"{one.rpartition('/')[2]} {rule.path}" for one, rule in RULES]
)
def test_a_rule_sees_what_is_missing_or_too_many(profile, rule):
    bundle = copy.deepcopy(BUNDLE)
    assert broken(claiming(bundle, profile), rule.path, rule)
    assert any(f", {rule.path}" in line for line in broken_cardinalities(bundle))


def test_what_stands_inside_a_resource_is_counted_as_well():
    bundle = copy.deepcopy(BUNDLE)
    described = next(
        one["resource"]
        for one in bundle["entry"]
        if one["resource"]["resourceType"] == "DocumentReference"
    )
    del described["contained"][0]["birthDate"]
    assert broken_cardinalities(bundle) == ("Patient, birthDate\u00a0: 0",)


def test_a_resource_that_claims_nothing_is_not_judged():
    assert broken_cardinalities({"entry": [{"resource": {"resourceType": "Patient"}}]}) == ()
