"""The tools of the tests, by the name that ``@pytest.mark.needs(...)`` gives them."""

from pathlib import Path

from tests.tools.unpacked import Tool, unpack, usable

_TOOLS = {
    one.name: one
    for one in (
        Tool("softhsm", ("libsofthsm2", "softhsm2"), "usr/lib/**/libsofthsm2.so"),
        Tool("tcc", ("tcc",), "usr/bin/tcc"),
    )
}


def softhsm() -> Path:
    """Return the PKCS#11 module of SoftHSM2.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["softhsm"])


def softhsm_util() -> Path:
    """Return the program that makes the tokens of SoftHSM2, unpacked with it."""
    return (
        next(parent for parent in softhsm().parents if parent.name == "usr") / "bin/softhsm2-util"
    )


def tcc() -> Path:
    """Return a small C compiler, for what only a native library can show.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["tcc"])


def knows(name: str) -> bool:
    """Tell whether ``name`` is a tool that is unpacked, not a program of the system."""
    return name in _TOOLS


def is_there(name: str) -> bool:
    """Tell whether the tool ``name`` can be used, unpacking it the first time."""
    return usable(_TOOLS[name]) is not None
