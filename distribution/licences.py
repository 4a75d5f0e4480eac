"""Under which licence each package comes, as SPDX writes it: never guessed.

What a package declares as an SPDX expression is taken; older declarations are in words that are
read here, package by package where they say nothing. Anything else stops the making of the list.
"""

from collections.abc import Mapping
from importlib.metadata import distribution
from types import MappingProxyType

from distribution.lock import Locked

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Apache 2.0": "Apache-2.0",
        "Apache License, Version 2.0": "Apache-2.0",
        "3-Clause BSD License": "BSD-3-Clause",
    }
)
_KNOWN = frozenset({"Apache-2.0", "BSD-3-Clause", "MIT", "PSF-2.0"})
# Read in the licence file of each package, in its source where it ships none.
_READ: Mapping[str, str] = MappingProxyType(
    {
        "async-timeout": "Apache-2.0",
        "backports-tarfile": "MIT",
        "click-default-group": "BSD-3-Clause",
        "jaraco-classes": "MIT",
        "pyserial": "BSD-3-Clause",
        "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
        "pywin32-ctypes": "BSD-3-Clause",
        "reportlab": "BSD-3-Clause",
        "scipy": "BSD-3-Clause",
        "signxml": "Apache-2.0",
        "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    }
)
# Absent from this system, and one licence for each family: PyObjC, PyWinRT.
_FAMILIES: Mapping[str, str] = MappingProxyType({"pyobjc-": "MIT", "winrt-": "MIT"})
ACCEPTED = _KNOWN | {
    "0BSD",
    "BSD-2-Clause",
    "CC0-1.0",
    "LGPL-3.0-only",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "Zlib",
}
"""The licences under which a part may be shipped with the station."""


class LicenceUnknown(Exception):
    """A package of the lock declares no licence that is known here."""


def licence_of(package: Locked) -> str:
    """Return the SPDX expression of the licence of ``package``.

    Raises:
        LicenceUnknown: it has to be read by somebody, then added here.
    """
    if package.name in _READ:
        return _READ[package.name]
    for family, licence in _FAMILIES.items():
        if package.name.startswith(family):
            return licence
    if package.is_here:
        told = distribution(package.name).metadata
        names = (name for name in ("License-Expression", "License") if name in told)
        declared = next((told[name] for name in names if told[name]), "")
        licence = _WORDS.get(declared, declared)
        if licence and all(map(_is_spdx, licence.split())):
            return licence
    raise LicenceUnknown(package.name)


def may_ship(expression: str) -> bool:
    """Tell whether one choice that ``expression`` leaves has only accepted licences."""
    choices = expression.split(" OR ")
    return any(all(one in ACCEPTED for one in choice.split(" AND ")) for choice in choices)


def _is_spdx(word: str) -> bool:
    return word in ACCEPTED or word in {"AND", "OR"}
