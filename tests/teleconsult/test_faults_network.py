"""A call on a network that loses one packet in three, then nothing passes for 20 s."""

import json
import subprocess
import sys

import pytest

from tests.rules.tree import ROOT
from tests.tools import tools


@pytest.mark.needs("chromium", "nftables", "iproute", "namespaces")
def test_a_call_lives_through_losses_and_comes_back_after_a_cut(tmp_path):
    command = [*tools.ALONE, sys.executable, "-m", "tests.teleconsult.rough_network", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["under_loss"] >= 2
    assert seen["during"][-1] == "lost"
    assert "Coupée" in seen["shown"]
    assert (seen["errors"], seen["is_over"]) == ([], False)
