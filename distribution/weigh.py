"""How heavy a bundle is: its files, its archive, its ten largest parts."""

import tarfile
from dataclasses import dataclass
from pathlib import Path

LARGEST = 10
MEGABYTE = 1_000_000
PACKED_MB, UNPACKED_MB = 250, 700
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Weight:
    """Sizes in megabytes (10^6 bytes); ``parts`` are the largest, the heaviest first."""

    unpacked_mb: float
    packed_mb: float
    parts: tuple[tuple[str, float], ...]

    @property
    def is_light(self) -> bool:
        """Whether both limits are held."""
        return self.packed_mb <= PACKED_MB and self.unpacked_mb <= UNPACKED_MB


def weigh(folder: Path, packed: Path) -> Weight:
    """Return the sizes of the bundle in ``folder`` and of its archive ``packed``."""
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            part = _part(path.relative_to(folder))
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    largest = sorted(sizes.items(), key=lambda one: -one[1])[:LARGEST]
    return Weight(
        unpacked_mb=sum(sizes.values()) / MEGABYTE,
        packed_mb=packed.stat().st_size / MEGABYTE,
        parts=tuple((name, size / MEGABYTE) for name, size in largest),
    )


def pack(folder: Path, packed: Path) -> None:
    """Write the archive ``packed`` (tar, gzip) of ``folder``."""
    with tarfile.open(packed, "w:gz", compresslevel=_LEVEL) as archive:
        archive.add(folder, folder.name)


def _part(path: Path) -> str:
    """Return the part a file belongs to: a program, or the first folder of what is inside."""
    words = path.parts
    return words[0] if len(words) == 1 else "/".join(words[1:2]).removesuffix(".libs")
