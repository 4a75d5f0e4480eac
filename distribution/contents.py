"""What goes in the bundle, and what never does.

Source: the licences of Qt's modules (doc.qt.io, "Qt Licensing": Charts, Graphs, VirtualKeyboard
and others are GPL-3.0 or commercial only).
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("app", "ui", "protocols", "hardware", "resources")
NOT_SHIPPED = ("resources/setup",)
LOCK = ROOT / "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)

NEVER_IMPORTED = ("tests", "distribution", "tkinter", "_tkinter", "pip", "PIL.ImageQt")
"""Modules that the libraries may import and the station never does."""
WITH_DATA = ("mnemonic", "shamir_mnemonic", "jsonschema_specifications", "pikepdf", "tzdata")
WITH_LIBRARIES = ("livekit", "webrtc")
IMPORTED_BY_NAME = ("reportlab.graphics.barcode",)
"""Packages whose modules are imported by a name made while running."""
# Qt: screens without a window system, a screen served to the network, GTK. A font under the GPL.
_REFUSED = re.compile(
    r"/platforms/libq(eglfs|linuxfb|vnc|vkkhrdisplay|minimalegl)|/egldeviceintegrations/"
    r"|/generic/|libQt6EglF|platformthemes/libqgtk3|DarkGarden"
)


def installed() -> tuple[str, ...]:
    """Return the packages of the product's lock that this system has."""
    return tuple(name for name in _PIN.findall(LOCK.read_text(encoding="utf-8")) if _is_here(name))


def _is_here(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def excluded() -> list[str]:
    """Return the modules kept out: those of the checks, and those never imported."""
    ours = {_plain(name) for name in installed()}
    owners = packages_distributions()
    foreign = (top for top, names in owners.items() if not ours & set(map(_plain, names)))
    return sorted({*NEVER_IMPORTED, *foreign} - set(PACKAGES))


def _plain(name: str) -> str:
    """Return the name of a distribution as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


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
