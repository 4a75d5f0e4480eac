"""What a tree of processes takes, and how busy the machine is. Linux only."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_MAPPING = re.compile(
    r"^([0-9a-f]+)-[0-9a-f]+ \S+ ([0-9a-f]+) \S+ (\d+)[^\n]*\n((?:[A-Z]\w+:[^\n]*\n)+)",
    re.MULTILINE,
)
_SIZE = re.compile(r"^(?:Shared|Private)_(?:Clean|Dirty): +(\d+)", re.MULTILINE)


def tree_of(root: int) -> set[int]:
    """Return a process and all that descends from it."""
    parents = {}
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = one.read_text(encoding="utf-8").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(one.parent.name)] = int(fields[1])
    found, waiting = {root}, [root]
    while waiting:
        parent = waiting.pop()
        children = [pid for pid, of in parents.items() if of == parent and pid not in found]
        found.update(children)
        waiting += children
    return found


def named(mark: str) -> int:
    """Return the first process whose command holds ``mark``: the others are its children."""
    holding = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = one.read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if mark.encode() in words:
            holding.append(int(one.parent.name))
    return min(holding)


def cpu_s(pids: set[int]) -> float:
    """Return the processor seconds these processes took, their ended children's with them."""
    total = 0
    for pid in pids:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(one) for one in stat.rpartition(")")[2].split()[11:15])
    return total / _TICKS


def pss_mb(pids: set[int]) -> float:
    """Return the memory of a tree in MB, what its processes share counted once.

    It is the PSS the tree would have alone: the doctor's browser, which lives on another machine
    in a real call, has the same program as the anchor's and would take half of it on itself.
    """
    own, shared = 0, dict[str, int]()
    for pid in pids:
        for place, private_kb, shared_kb in _mappings(pid):
            own += private_kb
            shared[place] = max(shared.get(place, 0), shared_kb)
    return (own + sum(shared.values())) / 1024


def _mappings(pid: int) -> Iterator[tuple[str, int, int]]:
    """Yield where each mapping of a process comes from, its private and its shared KB."""
    try:
        text = Path(f"/proc/{pid}/smaps").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return
    for block in _MAPPING.finditer(text):
        start, offset, inode, rows = block.groups()
        place = f"{inode} {offset}" if inode != "0" else start
        sizes = [int(one) for one in _SIZE.findall(rows)]
        yield place, sizes[2] + sizes[3], sizes[0] + sizes[1]


@dataclass(frozen=True, slots=True)
class Machine:
    """The processors since the start, in ticks: all, and idle."""

    total: int
    idle: int

    def busy_since(self, before: "Machine") -> float:
        """Return the share of the processors in use since then, in percent."""
        total = max(1, self.total - before.total)
        return 100 * (1 - (self.idle - before.idle) / total)


def machine() -> Machine:
    """Read the counters of all the processors."""
    words = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()[1:]
    counters = [int(one) for one in words]
    return Machine(sum(counters[:8]), counters[3] + counters[4])
