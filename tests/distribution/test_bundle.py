"""What goes in a bundle, and what a judge finds in one that holds too much or weighs too much."""

import tarfile
from pathlib import Path

import pytest

from distribution import contents
from distribution.judge import findings, qt_modules
from distribution.weigh import LARGEST, MEGABYTE, Weight, pack, weigh
from tests.rules.tree import PACKAGES, name, product, tracked

GOOD = (
    "osys",
    "_internal/PySide6/Qt/lib/libQt6Core.so.6",
    "_internal/PySide6/QtWidgets.abi3.so",
    "_internal/PySide6/Qt6Gui.dll",
    "_internal/PySide6/Qt/plugins/platforms/libqxcb.so",
    "_internal/ruamel_yaml-0.19.1.dist-info/METADATA",
)
LOCKED = frozenset({"ruamel-yaml", "lxml"})


def test_what_the_station_needs_is_permitted() -> None:
    assert list(findings(GOOD, LOCKED)) == []
    assert qt_modules(GOOD) == {"Core", "Widgets", "Gui"}


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("_internal/PySide6/Qt/lib/libQt6Charts.so.6", "QtCharts"),
        ("_internal/PySide6/QtGraphs.abi3.so", "QtGraphs"),
        ("_internal/PySide6/Qt6VirtualKeyboard.dll", "QtVirtualKeyboard"),
        ("_internal\\PySide6\\QtDataVisualization.pyd", "QtDataVisualization"),
        ("_internal/PySide6/Qt/plugins/platforms/libqvnc.so", "libqvnc"),
        ("_internal/PySide6/Qt/plugins/platformthemes/libqgtk3.so", "libqgtk3"),
        ("_internal/reportlab/fonts/DarkGardenMK.pfb", "DarkGarden"),
        ("_internal/pytest-9.2.0.dist-info/METADATA", "pytest"),
    ],
)
def test_a_part_that_is_not_permitted_is_found(file: str, named: str) -> None:
    [said] = findings([*GOOD, file], LOCKED)
    assert named in said


def test_every_module_and_every_file_of_the_product_is_taken() -> None:
    modules = set(contents.modules())
    assert {"hardware.media.__main__", "app.teleconsult.process", "app.parts"} <= modules
    assert len(modules) == len(product())
    shipped = {path for path in (name(file) for file in tracked()) if not path.endswith(".py")}
    wanted = {path for path in shipped if path.split("/")[0] in PACKAGES}
    taken = {f"{folder}/{Path(source).name}" for source, folder in contents.data_files()}
    assert {one for one in wanted if not one.startswith("resources/setup/")} <= taken
    assert not [one for one in taken if one.startswith("resources/setup/")]


def test_the_tools_of_the_checks_stay_out_and_the_packages_of_the_lock_come_in() -> None:
    out = set(contents.excluded())
    assert {"pytest", "hypothesis", "mypy", "cyclonedx", "PyInstaller", "tests", "pip"} <= out
    assert not out & {*PACKAGES, "PySide6", "cv2", "numpy", "livekit", "wrtc", "pkcs11", "lxml"}
    assert "pip" not in contents.described()


def test_a_licence_kept_among_the_modules_comes_with_them() -> None:
    taken = {f"{folder}/{Path(source).name}" for source, folder in contents.licences()}
    assert "livekit/rtc/resources/LICENSE.md" in taken
    assert not [one for one in taken if ".dist-info" in one]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "osys-station"
    for place in range(LARGEST + 3):
        part = folder / "_internal" / f"part{place:02}"
        part.mkdir(parents=True)
        (part / "file").write_bytes(bytes((place + 1) * 1000))
    (folder / "osys").write_bytes(bytes(500_000))
    return folder


def test_a_bundle_is_weighed_by_its_parts_the_heaviest_first(bundle: Path) -> None:
    packed = bundle.with_name("packed.tar.gz")
    pack(bundle, packed)
    weight = weigh(bundle, packed)
    assert weight.unpacked_mb == pytest.approx((500_000 + 91_000) / MEGABYTE)
    assert [one for one, _ in weight.parts][:3] == ["osys", "part12", "part11"]
    assert len(weight.parts) == LARGEST
    assert 0 < weight.packed_mb < 0.01
    with tarfile.open(packed) as archive:
        assert "osys-station/_internal/part00/file" in archive.getnames()


@pytest.mark.parametrize(
    ("unpacked", "packed", "light"), [(700, 250, True), (701, 250, False), (700, 251, False)]
)
def test_a_bundle_that_is_too_heavy_is_refused(unpacked: int, packed: int, light: bool) -> None:
    assert Weight(unpacked, packed, ()).is_light is light
