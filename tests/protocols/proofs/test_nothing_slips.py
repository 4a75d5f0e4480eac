"""Every single slip of a shipped protocol that changes anybody's orientation is noticed."""

import pytest

from protocols.load import shipped_library
from protocols.mutate import mutate

QUICK = ("constipation", "piqure_tique", "vulvovaginite")


@pytest.mark.faults
def test_patients_and_proofs_notice_every_slip_of_a_protocol(full_faults: bool) -> None:
    library = shipped_library()
    for name in sorted(library) if full_faults else QUICK:
        report = mutate(library[name])
        assert report.survivors == (), name
        assert report.only_words == 0, name
        assert report.killed + report.equivalent == report.total > 0
