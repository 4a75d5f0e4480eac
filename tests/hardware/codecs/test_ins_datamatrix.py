"""The text of an INS code: all the fields, or none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.codecs.ins_datamatrix import InsFields, encode_ins, parse_ins
from hardware.readings import DecodeError

ALIX = InsFields(
    matricule="275057801234590",
    root="1.2.250.1.213.1.4.10",
    givens=("ALIX", "MARIE"),
    family="TEST-OSYS",
    sex="F",
    birth_date=date(1975, 5, 14),
    place="78012",
)
PAYLOAD = encode_ins(ALIX)


@given(
    st.builds(
        InsFields,
        matricule=st.from_regex(r"\A[12][0-9]{14}\Z"),
        root=st.sampled_from(("1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.10")),
        givens=st.lists(st.from_regex(r"\A[A-Z][A-Z'-]{0,20}\Z"), min_size=1, max_size=4).map(
            tuple
        ),
        family=st.from_regex(r"\A[A-Z][A-Z '-]{0,98}[A-Z]\Z"),
        sex=st.sampled_from(("F", "M")),
        birth_date=st.dates(),
        place=st.sampled_from(("", "78012", "2A004", "99351")),
    )
)
def test_an_ins_code_comes_back(sent):
    assert parse_ins(encode_ins(sent)) == sent


@pytest.mark.parametrize("cut", range(len(PAYLOAD)))
def test_a_code_cut_short_is_refused_unless_only_the_place_is_gone(cut):
    if cut == len(PAYLOAD) - len("S778012"):
        assert parse_ins(PAYLOAD[:cut]).place == ""
        return
    with pytest.raises(DecodeError):
        parse_ins(PAYLOAD[:cut])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("IS01", "IS02"),
        ("S5F", "S5X"),
        ("S614-05-1975", "S631-02-1975"),
        ("S614-05-1975", "S61975-05-14"),
        ("S4TEST", "S4T\u00c9ST"),
        ("S4TEST-OSYS", "S4"),
        ("S778012", "S778012X"),
        ("S1275", "S1 75"),
        ("S21.2", "S2a.2"),
        ("S3ALIX MARIE\x1d", ""),
    ],
)
def test_a_field_missing_or_out_of_its_form_is_refused(old, new):
    changed = PAYLOAD.replace(old, new)
    assert changed != PAYLOAD
    with pytest.raises(DecodeError) as refused:
        parse_ins(changed)
    assert refused.value.sentence.startswith("Ce code n’est pas un code INS complet.")


@given(st.text(max_size=200))
def test_random_text_is_no_ins_code(text):
    with pytest.raises(DecodeError):
        parse_ins(text)


def test_a_full_length_name_has_no_separator():
    long = InsFields("1" * 15, "1.2.250.1.213.1.4.8", ("A" * 100,), "B", "M", date(2000, 1, 1))
    payload = encode_ins(long)
    assert "A" * 100 + "S4B" in payload
    assert parse_ins(payload) == long
