"""The whole story of an invented patient: no file of the station, of the computer, names them.

The story runs in its own process with its own home and temporary folders. Everything it writes
is read again and again while it works, then once it ended. The documents it is asked to write
are for the patient, and named by the caller: they are left out.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.records.test_nothing_readable import _base64

MARKERS = (
    *("DORVAL", "Dorval", "CAMILLE", "Camille", "288043523801466", "06 00 00 12 34"),
    *("ledantec", "1988-04-12", "12/04/1988", "douleur_pharyngee", "AX4471"),
)
LONGEST_S = 120


def _forms() -> list[bytes]:
    """Return what betrays a marker: as text, in hexadecimal, in base64 at any place."""
    found: list[bytes] = []
    for marker in MARKERS:
        found += [marker.encode(), marker.encode("utf-16-le"), marker.encode("utf-16-be")]
        found += [marker.encode().hex().encode(), *_base64(marker.encode())]
    return [form for form in found if len(form) >= 6]


def _inflated(content: bytes) -> Iterator[bytes]:
    """Yield what any deflated stream of ``content`` would give, wherever it begins."""
    import zlib

    for mark in (b"\x78\x01", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b\x08", b"PK\x03\x04"):
        start = content.find(mark)
        while start >= 0:
            for wbits in (15, 31, -15):
                skipped = start + (30 if mark.startswith(b"PK") else 0)
                try:
                    yield zlib.decompressobj(wbits).decompress(content[skipped:], 1 << 20)
                except zlib.error:
                    continue
            start = content.find(mark, start + 1)


def _betrayals(folders: list[Path], forms: list[bytes]) -> set[str]:
    found = set()
    for path in _files(folders):
        try:
            content = path.read_bytes()
        except OSError:  # gone while it was read
            continue
        for shown in (content, *_inflated(content)):
            found |= {f"{path.name}: {form!r}" for form in forms if form in shown}
    return found


def _files(folders: list[Path]) -> list[Path]:
    """Return the files at this instant; a folder that goes meanwhile is passed over."""
    walks = (os.walk(folder) for folder in folders)
    return [Path(at, name) for walk in walks for at, _, names in walk for name in names]


def test_the_scan_sees_a_deflated_name(tmp_path: Path) -> None:
    import gzip
    import zlib

    (tmp_path / "z").write_bytes(b"before" + zlib.compress(b"madame DORVAL Camille") + b"after")
    (tmp_path / "g").write_bytes(gzip.compress(b"madame DORVAL Camille"))
    seen = {line.partition(":")[0] for line in _betrayals([tmp_path], _forms())}
    assert seen == {"z", "g"}


def test_nothing_the_story_writes_names_its_patient(tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("home", "temporary", "state", "cache")}
    for place in places.values():
        place.mkdir()
    out = tmp_path / "out"
    env = {
        **os.environ,
        "HOME": str(places["home"]),
        **{name: str(places["temporary"]) for name in ("TMPDIR", "SQLITE_TMPDIR")},
        **{name: str(places["state"]) for name in ("XDG_STATE_HOME", "XDG_DATA_HOME")},
        **{name: str(places["cache"]) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME")},
    }
    command = [sys.executable, "-I", "-m", "app", "demo", "--out", str(out)]
    watched, forms, looked = [out / "station", *places.values()], _forms(), 0
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as story:
        while True:
            try:
                said, complained = story.communicate(timeout=0.3)
                break
            except subprocess.TimeoutExpired:
                assert _betrayals(watched, forms) == set()
                looked += 1
                assert looked < LONGEST_S * 4
    assert (story.returncode, looked > 0) == (0, True), complained
    assert _betrayals(watched, forms) == set()
    assert not any(form in said + complained for form in forms if b"douleur" not in form)
    assert [path.name for path in out.iterdir() if path.suffix == ".pdf"]
