"""No copy of the memory on the disk: a crash while the vault is open would write its keys."""

import sys


def forbid_core_dumps() -> None:
    """Ask the system to write no core file for this process; Windows writes none by default."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
