"""A station at work, for the test that kills it: one line for each thing acknowledged."""

import sys
from pathlib import Path

from tests.records.stations import a_request, opened, seal, vault_of


def main(folder: Path, first: int) -> None:
    """Save three answers of a draft, seal its sheet, and again, for ever."""
    with opened(folder) as session:
        vault, number = vault_of(session), first
        while True:
            request = a_request(number)
            assert request.draft_id is not None
            for answer in range(3):
                vault.save_draft(request.draft_id, b"%d answers" % answer, request.now)
                _say(f"draft {number} {answer}")
            receipt = seal(vault, number)
            _say(f"sealed {number} {receipt.number} {receipt.root.hex()}")
            number += 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
