"""What a bundle holds is judged by the names of its files: Qt's parts, packages, refused files.

Source: the licences of Qt's modules (doc.qt.io, "Licenses Used in Qt"). These are under the
LGPL-3.0; Charts, Graphs, VirtualKeyboard, Quick3D, NetworkAuth, HttpServer are not.
"""

import re
from collections.abc import Iterable, Iterator

from distribution.contents import is_refused
from distribution.lock import plain

QT_ALLOWED = frozenset(
    {
        "Core",
        "DBus",
        "Gui",
        "Network",
        "OpenGL",
        "PrintSupport",
        "Svg",
        "WaylandClient",
        "Widgets",
        "WlShellIntegration",
        "XcbQpa",
    }
)
_QT = re.compile(r"(?:^|/)(?:lib)?Qt6?([A-Z]\w*?)(?:\.abi3)?\.(?:so|pyd|dll|dylib)\b")
_DESCRIBED = re.compile(r"(?:^|/)([^/]+?)-[^/-]+\.dist-info/METADATA$")


def qt_modules(names: Iterable[str]) -> frozenset[str]:
    """Return the modules of Qt whose library or binding is among the files ``names``."""
    found = (_QT.search(name.replace("\\", "/")) for name in names)
    return frozenset(one[1] for one in found if one is not None)


def findings(names: Iterable[str], locked: frozenset[str]) -> Iterator[str]:
    """Yield what must not be in a bundle that holds the files ``names``.

    Args:
        names: the files, from the folder of the bundle.
        locked: the packages of the product's lock.
    """
    files = [name.replace("\\", "/") for name in names]
    for module in sorted(qt_modules(files) - QT_ALLOWED):
        yield f"Qt{module}\u00a0: module qui n’est pas permis"
    for name in files:
        if is_refused(name):
            yield f"{name}\u00a0: fichier refusé"
        described = _DESCRIBED.search(name)
        if described is not None and plain(described[1]) not in locked:
            yield f"{described[1]}\u00a0: paquet absent du verrou"
