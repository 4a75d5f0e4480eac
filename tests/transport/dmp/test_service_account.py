"""The access file: read strictly, each line that cannot be used told by its name."""

import json
from pathlib import Path

import pytest

from app.records.station_file import Purpose
from app.transport.dmp.account import (
    ACCOUNT,
    Place,
    read_service,
    require_allowed,
    served_by,
    service_encryption,
)
from app.transport.service_words import DEMONSTRATION, NOT_HOMOLOGATED, NOT_SET, NoService
from tests.transport.servers import Papers

LINES = {
    "homologation": "N-1234",
    "repository": "https://dmp.invalid/si/repository",
    "registry": "https://dmp.invalid:8443/si/registry",
    "certificate": "pharmacie.pem",
    "key": "pharmacie.key",
}


def written(folder: Path, **changed: str | int | None) -> Path:
    lines = {**LINES, **changed}
    kept = {name: value for name, value in lines.items() if value is not None}
    text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in kept.items())
    (folder / ACCOUNT).write_text(text, encoding="utf-8")
    return folder


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    account = read_service(written(tmp_path))
    assert account.repository == Place("dmp.invalid", 443, "/si/repository")
    assert account.repository.address == LINES["repository"]
    assert account.registry.address == "https://dmp.invalid:8443/si/registry"
    assert account.authority is None
    assert served_by(tmp_path, Purpose.REAL) == account


def test_without_a_file_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoService) as refused:
        read_service(tmp_path)
    assert refused.value.sentence == NOT_SET


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"repository": None}, "repository"),
        ({"registry": 12}, "registry"),
        ({"registry": "http://dmp.invalid/x"}, "registry"),
        ({"registry": "https://user:pass@dmp.invalid/x"}, "registry"),
        ({"registry": "https://dmp.invalid:99999/x"}, "registry"),
        ({"registry": "https://dmp.invalid/x?y=1"}, "registry"),
        ({"homologation": "un numéro"}, "homologation"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    changed: dict[str, str | int | None], told: str, tmp_path: Path
) -> None:
    with pytest.raises(NoService) as refused:
        read_service(written(tmp_path, **changed))
    assert told in refused.value.sentence
    assert served_by(tmp_path, Purpose.REAL) is None


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / ACCOUNT).write_bytes(b"\xff = [")
    with pytest.raises(NoService) as refused:
        read_service(tmp_path)
    assert ACCOUNT in refused.value.sentence


def test_without_a_number_it_is_not_homologated_and_not_used(tmp_path: Path) -> None:
    account = read_service(written(tmp_path, homologation=""))
    with pytest.raises(NoService) as refused:
        require_allowed(account, Purpose.REAL)
    assert refused.value.sentence == NOT_HOMOLOGATED
    assert served_by(tmp_path, Purpose.REAL) is None


def test_a_demonstration_uses_nothing(tmp_path: Path) -> None:
    account = read_service(written(tmp_path))
    with pytest.raises(NoService) as refused:
        require_allowed(account, Purpose.DEMONSTRATION)
    assert refused.value.sentence == DEMONSTRATION


def test_certificates_that_cannot_be_read_are_told(tmp_path: Path, pharmacy: Papers) -> None:
    with pytest.raises(NoService) as refused:
        service_encryption(read_service(written(tmp_path)))
    assert "dmp.toml" in refused.value.sentence
    good = {"certificate": str(pharmacy.certificate), "key": str(pharmacy.key)}
    context = service_encryption(read_service(written(tmp_path, **good)))
    assert context.check_hostname
