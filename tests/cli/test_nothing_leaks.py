"""A whole visit in a process of its own: what it writes anywhere, and what it prints."""

import base64
import contextlib
import os
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import resources.files
from tests.rules.tree import ROOT

EXPORTED = frozenset(
    {"sheet.pdf", "sheet.xml", "IHE_XDM.ZIP", "mail.eml", "sheet.json", "code-ins.png"}
    | {"test.xml", "test_IHE_XDM.ZIP", "attestation.pdf"}
)
ELSEWHERE = ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
SHORTEST = 6


def markers(protocol: str) -> list[str]:
    """Return what names the invented patient, and what they answered."""
    patient = tomllib.loads(resources.files.text("demonstration/patients.toml"))[protocol]
    named = [value for value in patient.values() if isinstance(value, str)]
    words = [word for value in named for word in value.split() if len(word) >= SHORTEST]
    return sorted({*words, protocol, *(word.upper() for word in words)})


def forms(marker: str) -> Iterator[bytes]:
    """Yield the bytes by which ``marker`` could be read."""
    plain = marker.encode()
    yield from (plain, marker.encode("utf-16-le"), marker.encode("utf-16-be"))
    yield from (plain.hex().encode(), plain.hex().upper().encode())
    for shift, first in ((0, 0), (1, 2), (2, 3)):
        whole = (shift + len(plain)) * 8 // 6  # the digits that nothing after it changes
        yield base64.b64encode(bytes(shift) + plain)[first:whole]


def inflated(data: bytes) -> Iterator[bytes]:
    """Yield what zlib, gzip or a raw deflate opens at the usual headers of ``data``."""
    for head, bits in ((b"x\x9c", 15), (b"x\xda", 15), (b"x\x01", 15), (b"\x1f\x8b", 31)):
        at = data.find(head)
        while at >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj(bits).decompress(data[at:], 1 << 20)
            at = data.find(head, at + 1)


def betrayed(data: bytes, wanted: list[str]) -> list[str]:
    """Return the markers that ``data`` shows."""
    views = [data, *inflated(data)]
    return [one for one in wanted if any(form in view for form in forms(one) for view in views)]


def test_the_scan_finds_what_it_looks_for() -> None:
    for hidden in (
        b"DORVAL Camille",
        "Camille".encode("utf-16"),
        base64.b64encode(b"x Camille y"),
        b"##" + zlib.compress(b"Camille " * 4),
    ):
        assert betrayed(hidden, ["Camille"])
    assert not betrayed(os.urandom(100_000), ["Camille"])


@pytest.mark.parametrize("protocol", ["douleur_pharyngee", "piqure_tique"])
def test_a_visit_leaves_nothing_readable_but_the_documents_it_exports(
    protocol: str, tmp_path: Path
) -> None:
    places = {name: str(tmp_path / name.lower()) for name in ELSEWHERE}
    for place in places.values():
        Path(place).mkdir()
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-m", "app", "demo", "--out", str(out), "--protocol", protocol],
        env={**os.environ, **places, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=True,
    )
    wanted = markers(protocol)
    assert len(wanted) > SHORTEST
    named = [one for one in wanted if one != protocol]
    assert betrayed(done.stdout + done.stderr, named) == []
    written = [one for one in tmp_path.rglob("*") if one.is_file() and one.name not in EXPORTED]
    assert {one.name for one in written} >= {"vault.sqlite", "keystore.sqlite"}
    assert {
        one.name: found for one in written if (found := betrayed(one.read_bytes(), wanted))
    } == {}
