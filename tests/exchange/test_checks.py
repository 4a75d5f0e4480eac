"""Each fault that the official rules let through is caught by ours: one mutation, one finding."""

import pytest

from app.exchange import cda
from app.exchange.checks import is_finess, is_rpps, luhn_holds, record_findings
from tests.exchange.sheets import LEVELS, real, throat_sheet, tick_sheet, unqualified

PDF = b"%PDF-1.4 "


@pytest.mark.parametrize("level", LEVELS)
def test_our_own_records_have_no_finding(level: str) -> None:
    for sheet in (throat_sheet(level), tick_sheet(level), real(tick_sheet(level))):
        assert record_findings(cda.build(sheet, PDF)) == ()
    assert record_findings(cda.build(unqualified(throat_sheet(level)), PDF)) == ()


MUTATIONS = {
    "wrong INS key": (b"288043523801466", b"288043523801467", "clé du matricule"),
    "short INS": (b"288043523801466", b"2880435238014", "clé du matricule"),
    "old INS-C root": (b"1.2.250.1.213.1.4.10", b"1.2.250.1.213.1.4.2", "ancien INS"),
    "label of the type": (b"CR de consultation pharmaceutique", b"CR de consultation", "93024-8"),
    "label of the gender": ("Féminin".encode(), b"Femme", "code F "),
    "label of the CIM-10": ("Pharyngite (aiguë)".encode(), b"Angine", "J02.9"),
    "unknown CIM-10": (b'code="J02.9"', b'code="J02.99"', "J02.99"),
    "time without zone": (b"20261123120231+0100", b"20261123120231", "fuseau horaire"),
    "date only": (b"20261123114400+0100", b"20261123", "fuseau horaire"),
    "wrong root of RPPS": (b"1.2.250.1.71.4.2.1", b"1.2.250.1.71.4.2.9", "numéro RPPS"),
    "RPPS without its 8": (b'"899900000417"', b'"99900000417"', "numéro RPPS"),
    "wrong RPPS key": (b'"899900000417"', b'"899900000418"', "RPPS du professionnel a une clé"),
    "wrong root of FINESS": (b"1.2.250.1.71.4.2.2", b"1.2.250.1.71.4.2.9", "numéro FINESS"),
    "wrong FINESS key": (b'"1990000010"', b'"1990000011"', "FINESS de la pharmacie a une clé"),
    "media type": (b"application/pdf", b"text/plain", "annoncé comme un PDF"),
    "body that is no PDF": (b"JVBERi0", b"AAAAAAA", "PDF lisible"),
    "body that is no base64": (b"JVBERi0", b"?!", "PDF lisible"),
    "broken reference": (
        b"<versionNumber",
        b'<title><reference value="#nowhere"/></title><versionNumber',
        "désigne rien",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutated_record_is_found_out(name: str) -> None:
    before, after, expected = MUTATIONS[name]
    document = cda.build(throat_sheet(), PDF)
    mutated = document.replace(before, after)
    assert mutated != document
    findings = record_findings(mutated)
    assert [finding for finding in findings if expected in finding] != []


def test_findings_hold_no_identity() -> None:
    document = cda.build(throat_sheet(), PDF).replace(b"288043523801466", b"288043523801467")
    told = " ".join(record_findings(document.replace(b"899900000417", b"899900000418")))
    assert not any(word in told for word in ("2880435", "DORVAL", "89990"))


def test_the_luhn_key_holds_on_the_agency_published_identifiers() -> None:
    assert is_rpps("07655473259")
    assert is_rpps("01234567897")
    assert is_finess("750803447")


@pytest.mark.parametrize("number", ["0765547325", "07655473258", "0765547325a", ""])
def test_a_wrong_rpps_is_seen(number: str) -> None:
    assert not is_rpps(number)


def test_a_finess_of_corsica_is_judged_on_its_shape() -> None:
    assert is_finess("2A0000014")
    assert not is_finess("2C0000014")


def test_every_single_wrong_digit_breaks_the_key() -> None:
    number = "99900000417"
    for rank, digit in enumerate(number):
        for other in "0123456789":
            if other != digit:
                assert not luhn_holds(number[:rank] + other + number[rank + 1 :])
