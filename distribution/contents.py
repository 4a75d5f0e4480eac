"""What goes in the bundle, and what never does.

Source: the licences of Qt's modules (doc.qt.io, "Qt Licensing": Charts, Graphs, VirtualKeyboard
and others are GPL-3.0 or commercial only).
"""

import re
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

from app.effects.custody.notices import licence_files
from distribution.lock import ROOT, locked, plain

PACKAGES = ("app", "ui", "protocols", "hardware", "resources")
NOT_SHIPPED = ("resources/setup",)
NEVER_IMPORTED = ("tests", "distribution", "tkinter", "_tkinter", "pip", "PIL.ImageQt")
"""Modules that the libraries may import and the station never does."""
WITH_DATA = ("mnemonic", "shamir_mnemonic", "jsonschema_specifications", "pikepdf", "tzdata")
WITH_LIBRARIES = ("livekit", "webrtc")
IMPORTED_BY_NAME = ("reportlab.graphics.barcode",)
"""Packages whose modules are imported by a name made while running."""
# Qt: screens without a window system, a screen served to the network, GTK. A font under the GPL.
_REFUSED = re.compile(
    r"/platforms/libq(eglfs|linuxfb|vnc|vkkhrdisplay|minimalegl)|/egldeviceintegrations/"
    r"|/generic/|libQt6EglF|platformthemes/libqgtk3|virtualkeyboard|DarkGarden"
)


def described() -> list[str]:
    """Return the packages of the lock that go in the bundle with what they say of themselves."""
    return [one.name for one in locked() if one.is_here and one.name not in NEVER_IMPORTED]


def licences() -> list[tuple[str, str]]:
    """Return each licence file that a package keeps among its modules, with its folder."""
    return [
        (str(file.locate()), file.parent.as_posix())
        for name in described()
        for file in licence_files(distribution(name))
        if not file.parts[0].endswith(".dist-info")
    ]


def excluded() -> list[str]:
    """Return the modules kept out: those of the checks, and those never imported."""
    ours = {one.name for one in locked()}
    owners = packages_distributions()
    foreign = (top for top, names in owners.items() if not ours & set(map(plain, names)))
    return sorted({*NEVER_IMPORTED, *foreign} - set(PACKAGES))


def modules() -> list[str]:
    """Return every module of the product: many are imported only when they are needed."""
    return sorted({_module(path) for path in _files() if path.suffix == ".py"})


def data_files() -> list[tuple[str, str]]:
    """Return each file of the product that is not code, with the folder it goes to."""
    return [
        (str(path), path.relative_to(ROOT).parent.as_posix())
        for path in _files()
        if path.suffix != ".py"
    ]


def is_refused(name: str) -> bool:
    """Tell whether the file ``name`` of the bundle must not be in it."""
    return bool(_REFUSED.search(name.replace("\\", "/")))


def _files() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and "__pycache__" not in name and not name.startswith(NOT_SHIPPED):
                yield path


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
