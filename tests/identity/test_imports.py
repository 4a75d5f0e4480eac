"""An identity from the pharmacy's software is read whole, or refused with what to do."""

import json
from contextlib import suppress
from dataclasses import asdict, replace

import hypothesis.strategies as st
import pytest
from hypothesis import given

from app.errors import RefusedIdentity
from app.identity import INS_TEST, IdentitySource
from app.identity.imports import LARGEST, ImportedIdentity, read_bytes, read_text
from app.identity.imports.fhir_patient import DEAD, DOUBTFUL, NOT_JSON, NOT_ONE, PARTIAL_DATE
from app.identity.imports.labels import field_of
from app.identity.imports.reading import TOO_LONG, UNREADABLE
from app.identity.imports.table import NOBODY, UNEVEN
from tests.identity.imported import (
    COUNTER,
    HEAD,
    HERE,
    LINES,
    MATRICULE,
    ROW,
    TABLE,
    a_fhir_patient,
)

CAMILLE = ImportedIdentity(
    family="DORVAL",
    givens="CAMILLE JEANNE",
    birth_date="12/04/1988",
    sex="F",
    place="35238",
    matricule=MATRICULE,
    phone="0600001234",
)


def fhir(status: str = "", **changes: object) -> str:
    return json.dumps(a_fhir_patient(status, **changes))


def refusal(text: str) -> str:
    with pytest.raises(RefusedIdentity) as refused:
        read_text(text, HERE)
    return refused.value.sentence


def test_lines_of_labels_and_values_fill_the_form() -> None:
    assert read_text(LINES, HERE) == replace(CAMILLE, doctor="Dre Le Dantec")


@pytest.mark.parametrize("sign", [";", "\t", ",", "|"])
def test_a_line_of_names_and_a_line_of_values_are_a_table(sign: str) -> None:
    assert read_text(TABLE.replace(";", sign), HERE) == CAMILLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_the_encodings_that_software_writes(encoding: str) -> None:
    text = TABLE.replace("DORVAL", "Dorvàl-Œuvre")
    found = read_bytes(text.encode(encoding), HERE)
    assert found == replace(CAMILLE, family="DORVAL-OEUVRE")


def test_a_quoted_cell_keeps_its_separator() -> None:
    quoted = ROW.replace("Camille Jeanne", '"Camille; Jeanne"').replace("; Jeanne", ", Jeanne")
    assert read_text(f"{HEAD}\n{quoted}\n", HERE) == CAMILLE


def test_the_ins_of_a_text_is_imported_and_says_no_authority() -> None:
    for text in (LINES, TABLE):
        found = read_text(text, HERE)
        assert (found.source, found.root) == (IdentitySource.IMPORTED, "")


@pytest.mark.parametrize(
    ("status", "source"),
    [
        ("", IdentitySource.IMPORTED),
        ("PROV", IdentitySource.IMPORTED),
        ("VALI", IdentitySource.IMPORTED),
        ("RECUP", IdentitySource.SOFTWARE),
        ("QUAL", IdentitySource.SOFTWARE),
    ],
)
def test_a_fhir_ins_is_recovered_only_when_the_file_says_so(status: str, source) -> None:
    found = read_text(fhir(status), HERE)
    assert found == replace(CAMILLE, root=INS_TEST, source=source)


def test_without_an_ins_a_reliability_recovers_nothing() -> None:
    found = read_text(fhir("QUAL", identifier=[]), HERE)
    assert (found.matricule, found.source) == ("", IdentitySource.IMPORTED)


def test_the_only_patient_of_a_bundle_is_read() -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": a_fhir_patient()}]}
    assert read_text(json.dumps(bundle), HERE) == replace(CAMILLE, root=INS_TEST)
    bundle["entry"] *= 2
    assert refusal(json.dumps(bundle)) == NOT_ONE


OLD = {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "279035121518989", "use": "old"}
OTHER = {**OLD, "use": "official"}


def test_an_ins_of_before_is_left_and_two_of_now_are_refused() -> None:
    known = a_fhir_patient()["identifier"]
    assert isinstance(known, list)
    assert read_text(fhir(identifier=[*known, OLD]), HERE).matricule == MATRICULE
    assert "plusieurs INS" in refusal(fhir(identifier=[*known, OTHER]))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"active": False}, DOUBTFUL),
        ({"deceasedBoolean": True}, DEAD),
        ({"deceasedDateTime": "2026-01-02"}, DEAD),
        ({"birthDate": "1988"}, PARTIAL_DATE),
        ({"birthDate": "1988-02-31"}, "Date de naissance"),
        ({"birthDate": "2027-01-01"}, "pas possible"),
        ({"name": [{"use": "usual", "family": ""}]}, "nom et de date de naissance"),
        ({"name": [{"use": "official", "family": "D3"}]}, "Nom de naissance"),
        ({"name": [{"use": "official", "family": "A"}] * 2}, "plusieurs noms de naissance"),
        ({"resourceType": "Practitioner"}, NOT_ONE),
    ],
)
def test_a_fhir_file_that_cannot_be_trusted_says_why(changes: dict[str, object], said: str) -> None:
    assert said in refusal(fhir(**changes))


@pytest.mark.parametrize("status", ["DOUB", "DESA", "USUR", "FICT", "DOUT", "INVA", "XXXX"])
def test_an_identity_its_software_doubts_is_refused(status: str) -> None:
    assert refusal(fhir(status)) == DOUBTFUL


def test_a_first_given_name_outside_the_list_is_refused() -> None:
    patient = a_fhir_patient()
    names = patient["name"]
    assert isinstance(names, list)
    names[0]["given"] = ["Anne"]
    assert "premier prénom" in refusal(json.dumps(patient))


@pytest.mark.parametrize("text", ['{"a"', '{"resourceType": "Patient", "resourceType": "Patient"}'])
def test_a_broken_or_ambiguous_json_is_refused(text: str) -> None:
    assert refusal(text) == NOT_JSON


def test_a_json_of_a_hundred_thousand_levels_is_refused() -> None:
    assert refusal('{"a":' + "[" * 100_000) == NOT_JSON


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{HEAD}\n", NOBODY),
        (f"{HEAD}\n{ROW}\n{ROW}\n", "2\u00a0patients"),
        (f"{HEAD}\n{ROW};x\n", UNEVEN),
        (f'{HEAD}\n{ROW[:-3]}"\n'.replace("Camille", '"Cam"ille'), UNEVEN),
        (TABLE.replace("1988-04-12", "12/04/88"), "Date de naissance"),
        (TABLE.replace("Féminin", "2"), "F ou M"),
        (TABLE.replace(MATRICULE, "288043523801467"), "clé"),
        (TABLE.replace(MATRICULE, "2,88044E+14"), "13 caractères"),
        (TABLE.replace("35238", "1006"), "code Insee"),
        (LINES + "Nom de naissance : Kervella\n", "deux fois"),
        ("Bonjour, pouvez-vous rappeler Mme Dorval ?", "nom et de date de naissance"),
        ("", "nom et de date de naissance"),
    ],
)
def test_a_text_that_is_not_one_identity_says_why(text: str, said: str) -> None:
    assert said in refusal(text)


def test_a_name_alone_is_not_taken_for_the_name_of_birth() -> None:
    found = read_text("Nom : Dorval\nPrénom : Camille\nDate de naissance : 12/04/1988", HERE)
    assert (found.family, found.used_family) == ("", "DORVAL")


@pytest.mark.parametrize(
    "label", ["NIR", "Numéro de sécurité sociale", "N° SS", "NSS", "Lieu de naissance", "Civilité"]
)
def test_a_label_that_may_mean_something_else_means_nothing(label: str) -> None:
    assert field_of(label) == ""


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("NOM_NAISSANCE", "family"),
        ("NomDeNaissance", "family"),
        ("Prénom(s)", "givens"),
        ("Née le", "birth_date"),
        ("N° INS", "matricule"),
        ("INS-NIR", "matricule"),
        ("  sexe ", "sex"),
    ],
)
def test_labels_are_known_however_they_are_spelled(label: str, field: str) -> None:
    assert field_of(label) == field


def test_two_telephones_are_left_out_rather_than_chosen() -> None:
    assert read_text(LINES + "Portable : 06 11 11 11 11\n", HERE).phone == ""


@pytest.mark.parametrize(
    ("asked", "root"), [(HERE, "8"), (HERE, "9"), (COUNTER, "10"), (COUNTER, "11")]
)
def test_a_real_ins_stays_out_of_the_demonstration_and_a_test_one_out_of_the_counter(
    asked, root: str
) -> None:
    text = f"{LINES}OID : 1.2.250.1.213.1.4.{root}\n"
    with pytest.raises(RefusedIdentity):
        read_text(text, asked)
    assert read_text(text, COUNTER if asked is HERE else HERE).root.endswith(f".{root}")


def test_an_authority_that_is_none_refuses_the_ins() -> None:
    assert "autorité" in refusal(f"{LINES}OID : 1.2.250.1.213.1.4.2\n")


def test_a_file_too_long_or_in_no_known_encoding_is_refused() -> None:
    for data, said in ((b" " * (LARGEST + 1), TOO_LONG), (b"\x81\x00\xff\xfe", UNREADABLE)):
        with pytest.raises(RefusedIdentity) as refused:
            read_bytes(data, HERE)
        assert refused.value.sentence == said


@given(st.one_of(st.text(), st.binary().map(lambda one: one.decode("latin-1"))))
def test_whatever_is_pasted_is_refused_in_french_or_read(text: str) -> None:
    with suppress(RefusedIdentity):
        assert read_text(text, HERE).birth_date


@given(st.dictionaries(st.sampled_from(sorted(a_fhir_patient())), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["url", "use", "system", "value", "extension"]), inner),
    max_leaves=9,
)))  # fmt: skip
def test_whatever_a_fhir_file_holds_is_refused_in_french_or_read(
    changes: dict[str, object],
) -> None:
    with suppress(RefusedIdentity):
        assert read_text(fhir(**changes), HERE).birth_date == "12/04/1988"


def test_nothing_of_an_identity_is_said_when_it_is_refused_or_shown() -> None:
    for text in (LINES.replace("F\n", "Z\n"), TABLE.replace("1988-04-12", "demain"), fhir("DOUB")):
        said = refusal(text).casefold()
        assert not any(word in said for word in ("dorval", "camille", MATRICULE, "demain"))
    shown = repr(read_text(fhir("QUAL"), HERE)).casefold()
    assert not any(str(value).casefold() in shown for name, value in asdict(CAMILLE).items()
                   if value and name not in {"sex", "source"})  # fmt: skip
