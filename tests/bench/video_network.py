"""A network of the bench alone, which it can cut; nothing of the machine's is touched.

The bench starts itself again inside it. Both ends of every call have the address of one pretended
card; the cut drops all UDP that comes in, both ways, and leaves TCP, by which the relay is reached.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.tools import tools
from tests.tools.unpacked import ToolAbsent

INSIDE = "OSYS_BENCH_NETWORK"
CARD = (
    ("ip", "link", "set", "lo", "up"),
    ("ip", "link", "add", "call0", "type", "veth", "peer", "name", "call1"),
    ("ip", "addr", "add", "10.99.0.1/24", "dev", "call0"),
    ("ip", "link", "set", "call0", "up"),
    ("ip", "link", "set", "call1", "up"),
)
TABLE = ("inet", "osys_cut")
DROPPED = (
    ("add", "table", *TABLE),
    ("add", "chain", *TABLE, "coming", "{ type filter hook input priority 0; }"),
    ("add", "rule", *TABLE, "coming", "meta", "l4proto", "udp", "drop"),
)


def is_inside() -> bool:
    """Tell whether this program runs in the network of the bench."""
    return os.environ.get(INSIDE) == "1"


def can_be_had() -> bool:
    """Tell whether such a network, and what cuts it, can be had on this machine."""
    try:
        tools.nft()
    except ToolAbsent:
        return False
    return tools.is_there(tools.NAMESPACES)


def again_inside(*words: str) -> int:
    """Run the bench again in a network of its own; return its exit code."""
    command = [*tools.ALONE, sys.executable, "-m", "tests.bench", *words]
    return subprocess.run(command, env=os.environ | {INSIDE: "1"}, check=False).returncode


def set_up() -> None:
    """Give the network its card."""
    for command in CARD:
        subprocess.run(command, check=True)


@contextmanager
def cut() -> Iterator[None]:
    """Drop all UDP until the end of the block."""
    for words in DROPPED:
        _nft(*words)
    try:
        yield
    finally:
        _nft("delete", "table", *TABLE)


def _nft(*words: str) -> None:
    program = tools.nft()
    environment = os.environ | {"LD_LIBRARY_PATH": tools.libraries_of(program)}
    subprocess.run([program, *words], env=environment, check=True)
