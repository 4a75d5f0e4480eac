"""What a tree of processes takes, and how busy the machine is. Linux only."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


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
    """Return the memory of these processes, what they share counted once, in MB."""
    total = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += int(rollup.partition("Pss:")[2].split()[0])
    return total / 1024


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
