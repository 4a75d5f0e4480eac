"""Doses and plausible weights are common: each slip is noticed by a patient of some protocol."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from protocols.load import shipped_library
from protocols.model import Protocol
from protocols.mutate import mutate
from protocols.mutate_book import everything, mutants
from protocols.mutate_places import in_catalogue
from protocols.offers import PLAUSIBLE
from protocols.program import make_logic
from protocols.vignettes import failures

QUICK = ("diarrhee",)


def left(protocol: Protocol) -> set[str]:
    """Return the slips of doses and plausible weights that nothing in this protocol notices."""
    substances = {in_catalogue(one.substance) for one in protocol.logic.book.products}
    common = {PLAUSIBLE, *substances}
    report = mutate(protocol, lambda name: name in common)
    assert report.total > report.equivalent + len(report.survivors)
    return set(report.survivors)


def noticed(protocol: Protocol, slips: Iterable[str]) -> set[str]:
    """Return which of these slips the example patients of another protocol notice."""
    wanted = set(slips)
    return {
        one.slip
        for one in mutants(protocol.logic.book, everything)
        if one.slip in wanted and failures(replace(protocol, logic=make_logic(one.book)))
    }


@pytest.mark.faults
def test_a_patient_of_some_protocol_notices_every_slip_of_a_dose(full_faults: bool) -> None:
    names = sorted(shipped_library()) if full_faults else QUICK
    protocols = [shipped_library()[name] for name in names]
    missed = set().union(*(left(one) for one in protocols))
    for protocol in protocols:
        missed -= noticed(protocol, missed)
    assert missed == set()


def test_no_paracetamol_slips_below_three_months() -> None:
    slip = "paracetamol, dose 2, population\u00a0: «\u00a0g_age_mois >= 3\u00a0» oublié"
    assert noticed(shipped_library()["plaie_simple"], [slip]) == {slip}
