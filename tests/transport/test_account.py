"""The account of the pharmacy: each line that cannot be used is named, the secret never is."""

import json
from pathlib import Path

import pytest

from app.transport.account import ACCOUNT, Security, Server, encryption, read_account
from app.transport.words import NoMailAccount
from tests.transport.servers import SENDER, Papers

SECRET = "un-secret-bien-garde"  # noqa: S105 - of nobody


def written(folder: Path, pharmacy: Papers, *changes: tuple[str, str]) -> Path:
    secret = folder / "secret.txt"
    secret.write_text(f"{SECRET}\n", encoding="utf-8")
    secret.chmod(0o600)
    text = f"""sender = "{SENDER}"
user = "pharmacie"
password_file = {json.dumps(str(secret))}
certificate = {json.dumps(str(pharmacy.certificate))}
key = {json.dumps(str(pharmacy.key))}
authority = {json.dumps(str(pharmacy.authority))}
[smtp]
host = "smtp.operateur.invalid"
port = 587
security = "starttls"
[imap]
host = "imap.operateur.invalid"
port = 993
"""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / ACCOUNT).write_text(text, encoding="utf-8")
    return folder


def test_an_account_is_read_whole_and_its_password_is_never_shown(
    tmp_path: Path, pharmacy: Papers
) -> None:
    account = read_account(written(tmp_path, pharmacy))
    assert account.submission == Server("smtp.operateur.invalid", 587, Security.STARTTLS)
    assert account.mailbox == Server("imap.operateur.invalid", 993, Security.TLS)
    assert (account.user, account.password) == ("pharmacie", SECRET)
    assert SECRET not in repr(account)
    assert encryption(account).check_hostname


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (f'"{SENDER}"', '"pas une adresse"', "sender"),
        (f'"{SENDER}"', '"a@b.fr\\r\\nBcc: c@d.fr"', "sender"),
        ("user = ", "user = 3 #", "user"),
        ("certificate = ", "other = ", "certificate"),
        ("port = 587", "port = 0", "port"),
        ("port = 587", 'port = "587"', "port"),
        ('"starttls"', '"none"', "security"),
        ("[smtp]", "[other]", "smtp"),
        ('"smtp.operateur.invalid"', '"smtp invalid"', "host"),
        ("[smtp]", "[smtp", "lu"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    tmp_path: Path, pharmacy: Papers, old: str, new: str, named: str
) -> None:
    with pytest.raises(NoMailAccount) as refused:
        read_account(written(tmp_path, pharmacy, (old, new)))
    assert named in refused.value.sentence
    assert ACCOUNT in refused.value.sentence


def test_a_station_without_an_account_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoMailAccount) as refused:
        read_account(tmp_path)
    assert "exportez" in refused.value.sentence


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path, pharmacy: Papers) -> None:
    folder = written(tmp_path, pharmacy)
    (folder / "secret.txt").chmod(0o644)
    with pytest.raises(NoMailAccount) as refused:
        read_account(folder)
    assert "lu par d’autres" in refused.value.sentence
    assert SECRET not in refused.value.sentence


@pytest.mark.parametrize("lost", ["certificate", "key", "authority"])
def test_a_certificate_that_cannot_be_read_is_said(
    tmp_path: Path, pharmacy: Papers, stranger: Papers, lost: str
) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(stranger.key.read_bytes() if lost == "key" else b"nothing")
    change = (json.dumps(str(getattr(pharmacy, lost))), json.dumps(str(other)))
    account = read_account(written(tmp_path, pharmacy, change))
    with pytest.raises(NoMailAccount) as refused:
        encryption(account)
    assert ACCOUNT in refused.value.sentence
