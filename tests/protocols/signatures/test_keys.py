"""Keys: the ones pinned with the product, and the private file of a member."""

from pathlib import Path

import pytest

import resources.files
from app.effects.committee_key import new_key, read_private, write_new
from app.effects.protocol_refusals import RefusedFile
from app.effects.protocol_room import PINNED
from app.records.keys.argon import ArgonCost
from app.records.refusals import WeakCost
from protocols.sign_keys import KeyUse, key_file, read_committee, read_key
from protocols.sign_refusals import UnreadableFile
from tests.protocols.signatures.committee import changed, committee, member, members

SECRET = "un long mot de passe"  # noqa: S105 - of an invented person
CHEAP = ArgonCost(64, 1, 1)
KEY = f'[[key]]\nholder = "A"\nrole = "b"\nuse = "real"\npublic = "{"0a" * 32}"\n'


def test_the_pinned_keys_can_be_read_and_none_counts_for_patients_yet() -> None:
    pinned = read_committee(resources.files.text(PINNED))
    assert pinned.needed >= 2
    assert pinned.for_use(KeyUse.REAL).keys == ()


def test_a_pinned_key_is_read_with_its_use() -> None:
    found = read_committee(f"needed = 3\n{KEY}")
    assert found.needed == 3
    assert [one.public for one in found.for_use(KeyUse.REAL).keys] == ["0a" * 32]
    assert found.for_use(KeyUse.DEMONSTRATION).keys == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "needed = 1",
        "needed = 2.0",
        "needed = 2\nmore = 1",
        f"needed = 2\n{KEY}{KEY}",
        f"needed = 2\n{KEY}note = 1",
        "needed = 2\n" + KEY.replace("real", "any"),
        "needed = 2\n" + KEY.replace("0a", "zz"),
        "needed = ",
    ],
    ids=[
        "empty",
        "one person",
        "not whole",
        "unknown word",
        "a key twice",
        "unknown word of a key",
        "another use",
        "not hexadecimal",
        "not TOML",
    ],
)
def test_a_list_of_keys_that_says_something_else_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile):
        read_committee(text)


def test_a_known_key_is_never_renamed_by_another_file() -> None:
    anne, basile, _ = members()
    false = member("Quelqu’un d’autre").key
    renamed = type(false)("Quelqu’un d’autre", anne.key.public, "membre", KeyUse.REAL)
    found = committee(anne).with_keys((renamed, basile.key))
    assert {one.holder for one in found.keys} == {anne.key.holder, basile.key.holder}


def test_a_private_key_comes_back_with_its_password() -> None:
    public, data = new_key("Anne Keller", "membre", KeyUse.DEMONSTRATION, SECRET, CHEAP)
    found, private = read_private(data, SECRET)
    assert found == public == read_key(key_file(public))
    assert private.public_key().public_bytes_raw() == public.public_bytes
    assert private.private_bytes_raw().hex() not in data.decode()


def test_another_password_opens_nothing() -> None:
    _, data = new_key("Anne Keller", "membre", KeyUse.DEMONSTRATION, SECRET, CHEAP)
    with pytest.raises(RefusedFile) as refused:
        read_private(data, SECRET + "s")
    assert "Mot de passe refusé" in refused.value.sentence


@pytest.mark.parametrize("field", ["nonce", "salt", "sealed"])
def test_a_private_key_file_that_was_changed_opens_nothing(field: str) -> None:
    _, data = new_key("Anne Keller", "membre", KeyUse.DEMONSTRATION, SECRET, CHEAP)

    def flip(content: dict[str, str]) -> None:
        first = content[field][0]
        content[field] = ("1" if first == "0" else "0") + content[field][1:]

    with pytest.raises(RefusedFile):
        read_private(changed(data, flip), SECRET)


def test_a_demonstration_key_is_not_made_real_by_changing_its_file() -> None:
    strong = ArgonCost(64 * 1024, 1, 1)
    _, data = new_key("Anne Keller", "membre", KeyUse.DEMONSTRATION, SECRET, strong)
    with pytest.raises(RefusedFile):
        read_private(changed(data, lambda c: c["public"].update(use="real")), SECRET)


def test_a_real_key_asks_for_a_real_password() -> None:
    with pytest.raises(WeakCost):
        new_key("Anne Keller", "membre", KeyUse.REAL, SECRET, CHEAP)
    with pytest.raises(RefusedFile):
        new_key("Anne Keller", "membre", KeyUse.REAL, "court")


@pytest.mark.parametrize(("holder", "role"), [("", "membre"), ("Anne", "\n"), ("x" * 201, "y")])
def test_a_key_has_a_person_and_a_role(holder: str, role: str) -> None:
    with pytest.raises(RefusedFile):
        new_key(holder, role, KeyUse.DEMONSTRATION, SECRET, CHEAP)


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    write_new(tmp_path / "a.key", b"first", 0o600)
    with pytest.raises(RefusedFile):
        write_new(tmp_path / "a.key", b"second", 0o600)
    with pytest.raises(RefusedFile):
        write_new(tmp_path / "absent" / "a.key", b"x")
    assert (tmp_path / "a.key").read_bytes() == b"first"
    assert (tmp_path / "a.key").stat().st_mode & 0o077 == 0
