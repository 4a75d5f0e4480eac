"""Protocols changed in one place, as a slip of the pen would."""

import json

from protocols.load import load_package, shipped_library
from protocols.model import Protocol


def changed(protocol_id: str, file: str, *replacements: tuple[str, str]) -> Protocol:
    """Return a shipped protocol where each text of ``file`` was replaced, once."""
    content = json.loads(shipped_library()[protocol_id].package)
    text = content["files"][file]
    for old, new in replacements:
        assert text.count(old) >= 1, f"{old!r} is no longer in {file}"
        text = text.replace(old, new, 1)
    content["files"][file] = text
    packed = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return load_package(packed.encode())
