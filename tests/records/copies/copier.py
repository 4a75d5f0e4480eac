"""A backup, then a restore, at work, for the test that kills them."""

import sys
from pathlib import Path

from app.records.copies.backup import Places
from tests.records.copies.copied import back_up, bring_back


def main(folder: Path, room: Path) -> None:
    """Say when it starts; back up, then bring back."""
    places = Places(room / "disk", room / "stick")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    back_up(folder, places)
    bring_back(places, room / "back")
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
