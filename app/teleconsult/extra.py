"""Whether what a call needs is installed: the ``call`` extra of the project. Nothing is loaded."""

import importlib.util

NEEDED = {"webrtc": "wrtc", "aiohttp": "aiohttp", "livekit": "livekit"}
NBSP = "\u00a0"


def lacking() -> tuple[str, ...]:
    """Return the names of the packages of the extra that are not installed, none when all are."""
    return tuple(name for module, name in NEEDED.items() if not _is_there(module))


def sentence_of(missing: tuple[str, ...]) -> str:
    """Return what the pharmacist is told when ``missing`` is not empty, ``""`` otherwise."""
    if not missing:
        return ""
    return (
        f"La téléconsultation n’est pas installée sur ce poste (il manque{NBSP}: "
        f"{', '.join(missing)}). La consultation continue sans elle{NBSP}; prévenez qui a "
        "installé le poste."
    )


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # it was put out of reach
        return False
