"""What is shipped: our five packages and nothing else, and only what our licence allows."""

import ast
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.rules.tree import PACKAGES, ROOT, name, parsed, product, tracked

# Published under the LGPL; Charts, Graphs, VirtualKeyboard and others are GPL or commercial only.
QT_MODULES = {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "QtNetwork", "QtTest"}
# opencv-python-headless has no window (docs/adr/0008): these exist and always fail.
CV2_WINDOWS = {"imshow", "namedWindow", "waitKey", "destroyAllWindows"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names in the wheel that hatchling builds from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def test_our_top_level_names_are_ours_alone() -> None:
    owners = packages_distributions()
    taken = {package: owners[package] for package in (*PACKAGES, "tests") if package in owners}
    assert {package for package, names in taken.items() if set(names) != {"osys-station"}} == set()


def test_the_wheel_holds_the_product_alone(wheel: list[str]) -> None:
    tops = {path.split("/")[0] for path in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    assert [path for path in wheel if path.startswith("resources/setup/")] == []


def test_the_wheel_holds_every_file_of_the_product(wheel: list[str]) -> None:
    ours = {name(file) for file in tracked() if name(file).split("/")[0] in PACKAGES}
    needed = {path for path in ours if not path.startswith("resources/setup/")}
    assert sorted(needed - set(wheel)) == []


def test_the_wheel_holds_its_licence(wheel: list[str]) -> None:
    assert any(path.endswith(".dist-info/licenses/LICENSE") for path in wheel)


def test_only_free_qt_modules_are_imported() -> None:
    imported = {(module, name(file)) for file in product() for module in _qt_modules(file)}
    assert [found for found in sorted(imported) if found[0] not in QT_MODULES] == []


def test_opencv_opens_no_window() -> None:
    calls = [
        f"{name(file)}:{node.lineno}"
        for file in product()
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Attribute) and node.attr in CV2_WINDOWS
    ]
    assert calls == []


def test_one_opencv_is_installed() -> None:
    assert set(packages_distributions()["cv2"]) == {"opencv-python-headless"}


def _qt_modules(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.ImportFrom) and node.module == "PySide6":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
            found.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.split(".")[1]
                for alias in node.names
                if alias.name.startswith("PySide6.")
            }
    return found
