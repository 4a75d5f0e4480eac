"""A purge at work, for the test that kills it."""

import sys
from pathlib import Path

from app.records.retention.due import purge_plan
from app.records.retention.purge import Confirmation, execute_purge
from tests.records.retention.old_station import OWNER, TODAY, at, custody_of


def main(folder: Path) -> None:
    """Say when the plan is ready, then destroy it."""
    with at(folder) as session:
        custody = custody_of(session)
        plan = purge_plan(custody, TODAY)
        confirmation = Confirmation(OWNER, plan.phrase)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        execute_purge(custody, plan, confirmation, TODAY)
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
