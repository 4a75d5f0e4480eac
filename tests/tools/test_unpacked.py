"""Tools are unpacked once, whole, by one process at a time; what is there asks no network."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import tools, unpacked
from tests.tools.unpacked import ROOT, Tool, ToolAbsent, unpack

SLOW = """#!/bin/sh
[ "$1" = --into ] || exit 1
echo "$5" >>"$PWD/fetched"
mkdir -p "$2/usr/bin"
i=0
while [ $i -lt 200 ]; do i=$((i + 1)); : >"$2/usr/bin/$i"; done
: >"$2/usr/bin/tool"
"""
FAILS = '#!/bin/sh\nmkdir -p "$2/usr/bin"\n: >"$2/usr/bin/tool"\necho \'no mirror\' >&2\nexit 100\n'
TOOL = Tool("tool", ("package",), "usr/bin/tool")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose packages come from a script of the test."""
    (tmp_path / "resources/setup").mkdir(parents=True)
    monkeypatch.setattr(unpacked, "ROOT", tmp_path)
    return tmp_path


def script(project: Path, text: str) -> None:
    (project / "resources/setup/debs.sh").write_text(text, encoding="utf-8")


def test_a_tool_is_fetched_once_and_then_asks_nothing(project: Path) -> None:
    script(project, SLOW)
    place = project / ".runtime/tools"
    assert unpack(TOOL, place) == place / "tool/usr/bin/tool"
    script(project, "exit 1")
    assert unpack(TOOL, place) == place / "tool/usr/bin/tool"
    assert (project / "fetched").read_text(encoding="utf-8") == "package\n"


def test_two_pytests_at_once_fetch_once(project: Path) -> None:
    script(project, SLOW)
    code = (
        "import sys; from pathlib import Path; from tests.tools import unpacked; "
        "unpacked.ROOT = Path(sys.argv[1]); "
        "unpacked.unpack(unpacked.Tool('tool', ('package',), 'usr/bin/tool'), "
        "unpacked.ROOT / '.runtime/tools')"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(project)], cwd=ROOT) for _ in range(2)
    ]
    assert [one.wait(60) for one in both] == [0, 0]
    assert (project / "fetched").read_text(encoding="utf-8") == "package\n"


def test_a_fetch_that_fails_leaves_nothing_that_looks_whole(project: Path) -> None:
    script(project, FAILS)
    place = project / ".runtime/tools"
    with pytest.raises(ToolAbsent, match="no mirror"):
        unpack(TOOL, place)
    assert not (place / "tool").exists()
    script(project, SLOW)
    assert unpack(TOOL, place).is_file()


def test_packages_without_the_tool_are_said(project: Path) -> None:
    script(project, SLOW)
    with pytest.raises(ToolAbsent, match="is not in package"):
        unpack(Tool("other", ("package",), "usr/bin/absent"), project / ".runtime/tools")


def test_only_what_is_unpacked_or_granted_is_known() -> None:
    assert all(map(tools.knows, ("softhsm", "tcc", "pcsc", "namespaces")))
    assert not tools.knows("Xvfb")
