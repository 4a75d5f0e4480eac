"""Pharmacies run Windows: nothing calls what it lacks.

Types are judged for Windows too, by tests/rules/test_style.py; ``./run bundle`` asks whether every
locked package is built for it.
"""

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.rules.tree import name, parsed, product

# Source: the Python library reference, "Availability: Unix" (or not Windows) of each.
POSIX_MODULES = {
    *("crypt", "curses", "fcntl", "grp", "nis", "posix", "pty", "pwd", "readline", "resource"),
    *("spwd", "syslog", "termios", "tty"),
}
POSIX_NAMES = {
    "os": {
        *("chown", "chroot", "confstr", "environb", "eventfd", "fchdir", "fchmod", "fchown"),
        *("fdatasync", "fork", "forkpty", "fstatvfs", "getegid", "geteuid", "getgid", "getgroups"),
        *("getloadavg", "getpgid", "getpgrp", "getpriority", "getsid", "getuid", "getxattr"),
        *("kill", "killpg", "lchown", "listxattr", "mkfifo", "mknod", "nice", "openpty"),
        *("pathconf", "posix_fadvise", "posix_fallocate", "posix_spawn", "pread", "pwrite"),
        *("register_at_fork", "sched_getaffinity", "sched_setaffinity", "sendfile", "setegid"),
        *("seteuid", "setgid", "setpgid", "setpriority", "setsid", "setuid", "setxattr", "statvfs"),
        *("sync", "sysconf", "ttyname", "uname", "wait", "wait3", "wait4", "waitid"),
        *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC", "WNOHANG"),
    },
    "signal": {"SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "alarm", "pause"},
    "socket": {"AF_UNIX", "SO_REUSEPORT", "socketpair_unix"},
    "select": {"epoll", "kqueue", "poll"},
    "time": {"tzset", "pthread_getcpuclockid"},
}
ASKED_FIRST = re.compile(r"\bplatform\b|os\.name|hasattr|getattr")
PLACES = re.compile(r"^/(?:dev|proc|sys|tmp|var|run)/")
# Where Linux shows its devices: looked at where they are, never needed.
OF_LINUX = {"hardware/links/camera.py", "hardware/links/camera_list.py", "hardware/media/ring.py"}
SILENT = ast.Return | ast.Raise | ast.Continue


def test_nothing_that_windows_lacks_is_called_unasked() -> None:
    found = [(name(file), *use) for file in product() for use in _posix(parsed(file))]
    places = {file for file, _, what in found if PLACES.match(what)}
    assert [use for use in found if not PLACES.match(use[2])] == []
    assert places <= OF_LINUX


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "from os import fork",
        "import os\nos.kill(1, 0)",
        "import signal\nsignal.SIGKILL",
        "if x:\n    import resource",
        "def f():\n    if sys.platform == 'win32':\n        pass\n    os.getuid()",
        "def f():\n    os.getuid()\n    if sys.platform == 'win32':\n        return\n",
        "open('/dev/video0')",
    ],
)
def test_a_call_that_windows_lacks_is_found(code: str) -> None:
    assert len(list(_posix(ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "if sys.platform != 'win32':\n    import resource",
        "if hasattr(os, 'posix_fallocate'):\n    os.posix_fallocate(1, 0, 2)",
        "def f():\n    if sys.platform == 'win32':\n        return 0\n    return os.getuid()",
        "try:\n    import fcntl\nexcept ImportError:\n    fcntl = None",
        "import os\nos.replace('a', 'b')",
    ],
)
def test_a_call_that_is_asked_first_is_left_alone(code: str) -> None:
    assert list(_posix(ast.parse(code))) == []


def _posix(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each use that nothing above it guards."""
    holders: dict[ast.AST, ast.AST] = {}
    for holder in ast.walk(tree):
        holders.update(dict.fromkeys(ast.iter_child_nodes(holder), holder))
        for what in _named(holder):
            if not _is_asked(holder, _above(holder, holders)):
                yield getattr(holder, "lineno", 0), what


def _above(node: ast.AST, holders: dict[ast.AST, ast.AST]) -> list[ast.AST]:
    """Return what holds ``node``, the outermost first."""
    found: list[ast.AST] = []
    while node in holders:
        node = holders[node]
        found.insert(0, node)
    return found


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names if one.name in POSIX_MODULES]
    if isinstance(node, ast.ImportFrom):
        lacking = POSIX_NAMES.get(node.module or "", set())
        whole = [node.module] if node.module in POSIX_MODULES else []
        return [*whole, *(one.name for one in node.names if one.name in lacking)]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        lacking = POSIX_NAMES.get(node.value.id, set())
        return [f"{node.value.id}.{node.attr}"] if node.attr in lacking else []
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 80:
        return [node.value] if PLACES.match(node.value) else []
    return []


def _is_asked(node: ast.AST, above: Sequence[ast.AST]) -> bool:
    """Tell whether the system is asked for, or its refusal awaited, before ``node`` is reached."""
    for place, holder in enumerate(above):
        inside = (*above, node)[place + 1]
        if isinstance(holder, ast.If | ast.IfExp | ast.BoolOp):
            if ASKED_FIRST.search(ast.unparse(holder)):
                return True
        elif isinstance(holder, ast.Try):
            if any("ImportError" in ast.unparse(one.type) for one in holder.handlers if one.type):
                return True
        elif isinstance(holder, ast.FunctionDef | ast.AsyncFunctionDef) and any(
            _leaves(one) for one in holder.body if one.lineno < getattr(inside, "lineno", 0)
        ):
            return True
    return False


def _leaves(statement: ast.stmt) -> bool:
    """Tell whether ``statement`` asks for the system and leaves the function on another."""
    if not isinstance(statement, ast.If) or not ASKED_FIRST.search(ast.unparse(statement.test)):
        return False
    return isinstance(statement.body[-1], SILENT)
