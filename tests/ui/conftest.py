"""Which looks a run sees: the ones that differ most, or all of them with ``--full-faults``."""

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "look" not in metafunc.fixturenames:
        return
    whole = metafunc.config.getoption("--full-faults")
    looks = metafunc.module.LOOKS if whole else metafunc.module.USUAL
    metafunc.parametrize("look", looks, ids=lambda look: f"{look.theme}-{look.base}")
