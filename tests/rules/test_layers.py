"""Who may import whom: the contracts of pyproject.toml hold and forget nobody."""

import tomllib

import pytest
from importlinter.cli import lint_imports

from tests.rules.tree import ROOT, name, product

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
# The entry point of `python -m app` stands above everybody.
ABOVE = {"app.__main__"}


@pytest.mark.expects_log("importlinter")
def test_every_import_goes_the_right_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    failed = lint_imports(no_logo=True, no_cache=True)
    assert not failed, capsys.readouterr().out


def test_every_module_of_the_station_has_its_layer() -> None:
    [layers] = [contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"]
    placed = {module.strip(" ()") for line in layers for module in line.split("|")}
    known = {_module(name(file)) for file in product()} - ABOVE - {"app"}
    assert sorted(known - placed) == []


def _module(path: str) -> str:
    """Return the module of ``path`` cut at the depth of the layers: two names in app, else one."""
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    return ".".join(parts[:2] if parts[0] == "app" else parts[:1])
