"""What a station may change of the judgement of pictures, and the nonsense that is refused."""

import tomllib
from dataclasses import asdict, fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bindings import CameraBinding, CameraRole
from hardware.imaging import Judge
from hardware.media.commands import Sources
from hardware.media.doors import reach
from hardware.picture_limits import BOUNDS, USUAL, BadLimits, Limits, as_toml, limits_of
from hardware.simulators.scenes import Simulation
from hardware.verdict import Flaw


def read(text: str) -> Limits:
    return limits_of(tomllib.loads(text))


def some_limits() -> st.SearchStrategy[Limits]:
    drawn = {
        name: st.integers(int(low), int(high)) if name == "frozen" else st.floats(low, high)
        for name, (low, high) in BOUNDS.items()
    }
    return st.builds(Limits, **drawn)


def test_every_limit_has_bounds_that_hold_the_usual_value() -> None:
    assert set(BOUNDS) == {one.name for one in fields(Limits)}
    for name, value in asdict(USUAL).items():
        low, high = BOUNDS[name]
        assert low < value < high, name


@given(some_limits())
def test_limits_within_their_bounds_are_read_back(limits: Limits) -> None:
    assert read(as_toml(limits)) == limits


def test_settings_that_say_nothing_keep_the_usual_limits() -> None:
    assert read("") == USUAL
    assert as_toml(USUAL) == ""
    assert as_toml(replace(USUAL, focus=0.3)) == "[pictures]\nfocus = 0.3\n"


@pytest.mark.parametrize("name", sorted(BOUNDS))
@pytest.mark.parametrize("wrong", ["-1", "1e9", "nan", "inf", "true", '"0.4"', "[1]"])
def test_nonsense_is_refused_with_its_bounds(name: str, wrong: str) -> None:
    with pytest.raises(BadLimits) as refused:
        read(f"[pictures]\n{name} = {wrong}\n")
    assert name in refused.value.sentence and "entre" in refused.value.sentence


@pytest.mark.parametrize(
    "text", ["pictures = 3", "[pictures]\nfocuss = 0.4", "[pictures]\nfrozen = 30.5"]
)
def test_what_is_not_a_limit_is_refused(text: str) -> None:
    with pytest.raises(BadLimits):
        read(text)


def test_the_limits_of_the_station_judge_its_cameras() -> None:
    strict = replace(USUAL, mean_low=100.0)
    grey = np.full((480, 640, 3), 70, np.uint8)
    assert Flaw.DARK not in Judge(USUAL).judge(grey, 0.0).flaws
    assert Flaw.DARK in Judge(strict).judge(grey, 0.0).flaws
    camera = CameraBinding(CameraRole.ROOM, 1, 2, "/dev/video0", "Caméra")
    for sources in (
        Sources((camera,), limits=strict),
        Sources(simulation=Simulation(), limits=strict),
    ):
        reached = reach(CameraRole.ROOM, sources)
        assert reached is not None and reached.door.limits == strict
