"""The delivered file: one way of writing it, nothing hostile gets further than its reading."""

import json
import re
from typing import Any

import pytest

from protocols.load import shipped_library
from protocols.package import (
    MAXIMUM_DELIVERY,
    delivered_list,
    delivered_protocol,
    packed,
    protocol_alone,
    read_delivery,
)
from protocols.package_summary import summary
from protocols.refusals import ProtocolError
from protocols.sign_bytes import canonical
from protocols.sign_refusals import OtherBytes, SignatureRefusal, UnreadableFile
from protocols.sign_revocations import NOTHING_REVOKED, WithdrawnVersion, next_list
from tests.protocols.signatures.committee import (
    DAY,
    ID,
    a_version,
    changed,
    delivery,
    library_files,
    members,
    proofs_of,
    version_files,
)

ANNE, BASILE, _ = members()
LIST = next_list(NOTHING_REVOKED, [WithdrawnVersion(ID, "2026.11.0", DAY, "seuil à revoir")])


@pytest.fixture(scope="module")
def whole() -> bytes:
    return delivery(a_version(), ANNE, BASILE, revocations=LIST)


def test_the_same_parts_give_the_same_bytes(whole: bytes) -> None:
    assert delivery(a_version(), ANNE, BASILE, revocations=LIST) == whole


def test_what_was_packed_is_what_is_read(whole: bytes) -> None:
    parts = read_delivery(whole)
    brought, listed = delivered_protocol(parts), delivered_list(parts)
    assert brought is not None
    assert listed is not None
    assert brought.protocol.package == a_version().package
    assert brought.protocol.sha256 == a_version().sha256
    assert listed.revocations == LIST
    assert brought.proofs is not None
    assert brought.proofs.broken == ()


def test_the_protocol_alone_loses_the_list_only(whole: bytes) -> None:
    alone = read_delivery(protocol_alone(read_delivery(whole)))
    assert delivered_list(alone) is None
    assert delivered_protocol(alone) == delivered_protocol(read_delivery(whole))


def test_a_package_made_from_files_is_the_one_the_library_loads() -> None:
    assert packed(ID, library_files()).package == shipped_library()[ID].package


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(more="x"),
        lambda c: c.update(format="osys-delivery-2"),
        lambda c: c.update(protocol=1),
        lambda c: c.pop("signatures"),
        lambda c: c.update(signatures=""),
        lambda c: c.update(protocol=""),
        lambda c: c.update(revocations=""),
        lambda c: c.update(protocol="", signatures="", revocations="", revocations_signatures=""),
        lambda c: c.update(signatures="x" * 70_000),
        lambda c: c.update(proofs="x" * 1_100_000),
    ],
    ids=[
        "unknown part",
        "another format",
        "not a text",
        "missing part",
        "unsigned protocol",
        "signatures of nothing",
        "list signatures of nothing",
        "nothing",
        "long signatures",
        "long proofs",
    ],
)
def test_another_form_is_refused(whole: bytes, change: Any) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_delivery(changed(whole, change))
    assert refused.value.sentence.startswith("Le paquet")


def test_a_part_written_twice_is_refused(whole: bytes) -> None:
    twice = whole.replace(b'{"format":', b'{"format":"osys-delivery-1","format":', 1)
    assert json.loads(twice) == json.loads(whole)
    with pytest.raises(UnreadableFile):
        read_delivery(twice)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + bytes(100),
        b"\x1f\x8b" + bytes(100),
        b"[" * 100_000,
        b'{"protocol":' * 50_000,
        b'{"format":"\\ud800"}',
        b" " * (MAXIMUM_DELIVERY + 1),
        b'{"a":1e999}',
    ],
    ids=["empty", "zip", "gzip", "deep list", "deep object", "half a letter", "long", "infinite"],
)
def test_what_is_no_package_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_delivery(data)


def test_length_is_checked_before_anything_is_read() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_delivery(b"[" * (MAXIMUM_DELIVERY + 1))
    assert "Kio" in refused.value.sentence


@pytest.mark.parametrize(
    "name",
    ["../../app/main.py", "/etc/passwd", "..\\..\\x.yaml", "C:\\x.yaml", "gate.yaml/../x.yaml", ""],
)
def test_a_name_that_leaves_the_folder_is_refused(whole: bytes, name: str) -> None:
    def rename(content: dict[str, Any]) -> None:
        inner = json.loads(content["protocol"])
        inner["files"][name] = inner["files"].pop(f"{ID}.yaml")
        content["protocol"] = canonical(inner).decode()

    with pytest.raises(ProtocolError):
        delivered_protocol(read_delivery(changed(whole, rename)))


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\nb: [*a, *a]\n",
        "[" * 5000,
        "id: x\n" * 2,
        "# " + "x" * 300_000,
    ],
    ids=["anchors", "depth", "a key twice", "size"],
)
def test_a_protocol_file_that_is_a_bomb_is_refused(whole: bytes, bomb: str) -> None:
    def fill(content: dict[str, Any]) -> None:
        inner = json.loads(content["protocol"])
        inner["files"][f"{ID}.yaml"] = bomb
        content["protocol"] = canonical(inner).decode()

    with pytest.raises(ProtocolError):
        delivered_protocol(read_delivery(changed(whole, fill)))


def test_a_protocol_that_forgets_a_shared_file_is_refused() -> None:
    files = {name: data for name, data in library_files().items() if name != "gate.yaml"}
    with pytest.raises(SignatureRefusal) as refused:
        packed(ID, files)
    assert "gate.yaml" in refused.value.sentence


def test_proofs_that_signers_did_not_read_are_refused(whole: bytes) -> None:
    other = proofs_of(a_version()).decode().replace("12", "13")
    with pytest.raises(OtherBytes) as refused:
        delivered_protocol(read_delivery(changed(whole, lambda c: c.update(proofs=other))))
    assert "rapport de preuves" in refused.value.sentence


def test_proofs_of_another_version_are_refused() -> None:
    other = proofs_of(a_version("2026.12.1"))
    with pytest.raises(OtherBytes):
        delivered_protocol(read_delivery(delivery(a_version(), ANNE, BASILE, proofs=other)))


def test_a_summary_says_what_changed_in_words() -> None:
    text = version_files("2026.12.0", "valid")[f"{ID}.yaml"].decode()
    title = next(line for line in text.splitlines() if line.strip().startswith("label: "))
    worded = a_version("2026.12.1", replaced=((title, f"{title} (vu)"),))
    [first, *others] = summary(a_version(), worded)
    assert first == "Version 2026.12.0 remplacée par 2026.12.1."
    assert others
    assert summary(None, worded) == ("Première version sur ce poste\u00a0: 2026.12.1.",)


def test_a_summary_names_dates_questions_and_texts_that_changed() -> None:
    text = version_files("2026.12.0", "valid")[f"{ID}.yaml"].decode()
    [advice] = re.findall(r"^advice:\n(  - .*)$", text, flags=re.MULTILINE)
    later = a_version(
        "2026.12.1", valid_to="2027-04-30", replaced=((advice, advice + " Revenir."),)
    )
    said = " ".join(summary(a_version(), later))
    assert "du 01/01/2026 au 30/04/2027" in said
    assert "Textes changés\u00a0: conseils" in said


def test_a_summary_names_a_class_that_changed() -> None:
    lighter = a_version(
        "2026.12.1",
        replaced=(("class: R\n    text: Votre visage", "class: U\n    text: Votre visage"),),
    )
    said = " ".join(summary(a_version(), lighter))
    assert "R devient U" in said
