"""The words of the call: read exactly, or refused."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.teleconsult.messages import (
    LARGEST,
    Ack,
    BadMessage,
    Begin,
    Conclusion,
    Hello,
    Section,
    Vital,
    decode,
    encode,
)

ID = str(UUID(int=7))


def a_vital(**changed):
    said = {"code": "20564-1", "val": "97", "unit": "%", "q": "ok", "how": "live", "seq": 3}
    return Vital(id=ID, ts=1, **(said | changed))


def a_conclusion(**changed):
    said = {
        "doctor": "Dr Lea Essai",
        "diagnosis": "Otite moyenne aiguë",
        "follow_up": "Revoir dans 48 h",
        "outcome": "advice",
    }
    return Conclusion(id=ID, ts=1, **(said | changed))


@pytest.mark.parametrize(
    "message",
    [
        Hello(id=ID, ts=0, app="OSyS Station", caps=("still", "sound")),
        Section(id=ID, ts=0, number=1, total=2, title="Réponses", rows=(("Fièvre", "38,5 °C"),)),
        a_vital(),
        a_conclusion(rpps="10101010101", papers=("0" * 64,)),
        Ack(id=ID, ts=1, of=ID),
        Begin(id=ID, ts=1, name="photo-1.jpg", mime="image/jpeg", size=5, sha256="a" * 64),
    ],
)
def test_what_is_said_is_what_is_heard(message):
    assert decode(encode(message)) == message


def test_a_type_of_a_later_version_is_ignored():
    assert decode(json.dumps({"t": "hologram", "v": 9, "anything": [1]})) is None


def test_fields_of_a_later_version_are_ignored():
    said = json.loads(encode(a_vital())) | {"new": {"deep": True}}
    assert decode(json.dumps(said)) == a_vital()


@pytest.mark.parametrize(
    "wrong",
    [
        a_vital(code="SpO2"),
        a_vital(val="NaN"),
        a_vital(val="9" * 9),
        a_vital(val="1e3"),
        a_vital(q="good"),
        a_vital(how="stored"),
        a_conclusion(diagnosis=""),
        a_conclusion(outcome="home"),
        a_conclusion(rpps="123"),
        a_conclusion(papers=("0" * 63,)),
        Begin(id=ID, ts=1, name="../a.pdf", mime="application/pdf", size=5, sha256="a" * 64),
        Begin(id=ID, ts=1, name="a.exe", mime="application/x-dosexec", size=5, sha256="a" * 64),
        Begin(id=ID, ts=1, name="a.pdf", mime="application/pdf", size=11_000_000, sha256="a" * 64),
        Ack(id="7", ts=1, of=ID),
    ],
)
def test_a_known_type_with_wrong_contents_is_neither_sent_nor_read(wrong):
    import msgspec

    with pytest.raises(BadMessage):
        encode(wrong)
    with pytest.raises(BadMessage):
        decode(msgspec.json.encode(wrong))


def test_a_long_message_is_refused_before_it_is_read():
    with pytest.raises(BadMessage):
        decode('{"t":"hologram","x":"' + "x" * LARGEST + '"}')


@given(st.binary(max_size=400) | st.text(max_size=200))
def test_anything_else_is_refused_or_ignored_and_never_quoted(data):
    said = ""
    try:
        assert decode(data) is None
    except BadMessage as refused:
        said = str(refused)
    assert said in {"", "too long", "not a message of this version"}


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_any_value_in_a_field_is_read_as_written_or_refused(value):
    said = json.loads(encode(a_vital())) | {"val": value}
    try:
        found = decode(json.dumps(said))
    except (BadMessage, ValueError):
        return
    assert found.val == value
