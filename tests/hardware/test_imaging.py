"""The verdict on a picture, against the synthetic table; the best shot; the file without metadata."""

import random
import struct
from dataclasses import replace

import cv2
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bindings import CameraRole
from hardware.imaging import (
    BestShot,
    ImagingError,
    Judge,
    Limits,
    Shot,
    fitted,
    has_metadata,
    jpeg_of,
)
from hardware.picture_size import size_of
from hardware.simulators.camera import pictures
from hardware.simulators.scenes import Scene
from hardware.verdict import Flaw, Verdict

WIDTH, HEIGHT = 1280, 720


def desk() -> numpy.ndarray:
    """A sharp picture of a desk: discs, lines and words on a clear ground."""
    chance = random.Random(1)  # noqa: S311 - a drawing
    picture = numpy.full((HEIGHT, WIDTH, 3), (190, 200, 210), numpy.uint8)
    for _ in range(90):
        at = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        tint = [chance.randrange(40, 230) for _ in range(3)]
        cv2.circle(picture, at, chance.randrange(8, 50), tint, -1, cv2.LINE_AA)
    for _ in range(120):
        x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        end = x + chance.randrange(-120, 121), y + chance.randrange(-120, 121)
        cv2.line(picture, (x, y), end, (60, 60, 70), chance.randrange(1, 5), cv2.LINE_AA)
    return picture


SHARP = desk()


def noisy(mean: float, sigma: float) -> numpy.ndarray:
    noise = numpy.random.default_rng(2).normal(mean, sigma, (HEIGHT, WIDTH))
    return numpy.clip(noise, 0, 255).astype(numpy.uint8)


def blurred(sigma: float) -> numpy.ndarray:
    return cv2.GaussianBlur(SHARP, (0, 0), sigma)


def smeared(pixels: int) -> numpy.ndarray:
    kernel = numpy.zeros((pixels, pixels), numpy.float32)
    kernel[pixels // 2] = 1 / pixels
    return cv2.filter2D(SHARP, -1, kernel)


def judged(*shown: numpy.ndarray) -> Verdict:
    judge = Judge()
    return [judge.judge(picture, rank / 30) for rank, picture in enumerate(shown)][-1]


GLARE = cv2.circle(SHARP.copy(), (640, 360), 120, (255, 255, 255), -1)


@pytest.mark.parametrize(
    ("picture", "flaws"),
    [
        (SHARP, ()),
        (blurred(1), ()),
        (blurred(4), (Flaw.BLURRED,)),
        (blurred(8), (Flaw.BLURRED,)),
        (smeared(25), (Flaw.BLURRED,)),
        (cv2.convertScaleAbs(SHARP, alpha=0.1), (Flaw.DARK, Flaw.FLAT)),
        (noisy(30, 12), (Flaw.DARK, Flaw.FLAT)),
        (noisy(1.1, 1), (Flaw.DARK, Flaw.FLAT)),
        (cv2.convertScaleAbs(SHARP, alpha=1.6), (Flaw.BRIGHT,)),
        (GLARE, (Flaw.GLARE,)),
        (numpy.full((HEIGHT, WIDTH), 128, numpy.uint8), (Flaw.FLAT,)),
    ],
    ids=[
        "sharp",
        "blur1",
        "blur4",
        "blur8",
        "smear",
        "dark",
        "noise",
        "cap",
        "bright",
        "glare",
        "wall",
    ],
)
def test_each_picture_of_the_table_has_its_verdict(picture, flaws):
    assert judged(picture).flaws == flaws


def test_focus_falls_with_blur_as_in_the_table():
    ratios = [judged(blurred(sigma)).focus for sigma in (1, 2, 4, 8)]
    assert judged(SHARP).focus > ratios[0] > ratios[1] > ratios[2] > ratios[3]
    assert judged(SHARP).focus == pytest.approx(0.593, abs=0.06)
    assert ratios[1] == pytest.approx(0.469, abs=0.06)


def test_darkness_alone_does_not_look_blurred():
    sharp, dark = judged(SHARP), judged(cv2.convertScaleAbs(SHARP, alpha=0.3))
    assert dark.focus == pytest.approx(sharp.focus, abs=0.02)


def test_a_picture_softer_than_the_best_of_three_seconds_is_blurred():
    judge = Judge()
    assert judge.judge(SHARP, 0.0).is_good
    soft = blurred(1.6)
    assert judge.judge(soft, 2.9).focus >= Limits().focus
    assert Flaw.BLURRED in judge.judge(soft, 2.9).flaws
    assert Flaw.BLURRED not in judge.judge(soft, 3.1).flaws


def test_six_pixels_of_shift_are_a_movement():
    moved = judged(SHARP, numpy.roll(SHARP, 6, axis=1))
    assert moved.motion > 4
    assert moved.flaws == (Flaw.MOVING,)


def test_thirty_identical_pictures_are_a_dead_source_and_one_less_is_not():
    assert Flaw.FROZEN not in judged(*[SHARP] * 29).flaws
    assert Flaw.FROZEN in judged(*[SHARP.copy() for _ in range(30)]).flaws


def test_a_single_point_that_changes_is_a_living_source():
    other = SHARP.copy()
    other[3, 3, 0] ^= 1
    shown = [SHARP, other] * 20
    assert Flaw.FROZEN not in judged(*shown).flaws


def test_a_source_that_changes_size_starts_again():
    verdict = judged(SHARP, cv2.resize(SHARP, (640, 480)))
    assert verdict.motion == 0


def test_the_limits_are_settings():
    assert Judge(Limits(focus=0.9)).judge(SHARP, 0).flaws == (Flaw.BLURRED,)


@pytest.mark.parametrize("role", CameraRole)
@pytest.mark.parametrize(
    ("scene", "flaw"),
    [
        (Scene.BLURRED, Flaw.BLURRED),
        (Scene.DARK, Flaw.DARK),
        (Scene.BRIGHT, Flaw.BRIGHT),
        (Scene.GLARE, Flaw.GLARE),
        (Scene.MOVING, Flaw.MOVING),
    ],
)
def test_each_simulated_fault_is_seen_and_a_sharp_scene_has_none(role, scene, flaw):
    assert flaw in judged(*pictures(role, scene)).flaws
    assert judged(*pictures(role, Scene.SHARP)).flaws == ()


GOOD = Verdict(120, 0, 0, 40, 0.6, 0.6, 0.5)
SOFT = replace(GOOD, focus=0.5, flaws=(Flaw.BLURRED,))
shots = st.lists(
    st.tuples(
        st.floats(0, 0.4),
        st.floats(0, 1),
        st.sampled_from([(), (Flaw.DARK,), (Flaw.DARK, Flaw.MOVING)]),
    ),
    min_size=1,
    max_size=40,
)


def shot(at_s: float, focus: float, flaws=()) -> Shot:
    return Shot(SHARP, at_s, replace(GOOD, focus=focus, flaws=flaws))


@given(shots)
def test_the_best_shot_is_the_best_of_the_last_second_and_a_half(steps):
    best, now, every = BestShot(), 0.0, []
    for pause, focus, flaws in steps:
        now += pause
        every.append(shot(now, focus, flaws))
        best.add(every[-1])
        recent = [one for one in every if one.at_s >= now - 1.5]
        assert best.best(now).worth == max(one.worth for one in recent)


def test_a_sharp_shot_of_a_second_ago_wins_over_the_one_of_the_click():
    best = BestShot()
    best.add(shot(0.0, 0.9))
    best.add(shot(0.5, 0.6))
    best.add(Shot(SHARP, 1.2, SOFT))
    assert best.best(1.2).at_s == 0.0
    assert best.best(1.6).at_s == 0.5
    assert best.best(9.0) is None


def test_a_picture_without_flaw_wins_over_a_sharper_one_with_glare():
    best = BestShot()
    best.add(shot(0.0, 0.5))
    best.add(shot(0.1, 0.9, (Flaw.GLARE,)))
    assert best.best(0.2).at_s == 0.0


def test_a_capture_keeps_its_resolution_and_holds_no_metadata():
    file = jpeg_of(SHARP)
    assert size_of(file) == (WIDTH, HEIGHT)
    assert not has_metadata(file)
    assert b"Exif" not in file


def with_segment(marker: int, content: bytes) -> bytes:
    file = jpeg_of(SHARP)
    return (
        file[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content + file[2:]
    )


@pytest.mark.parametrize("marker", [0xE1, 0xE2, 0xED, 0xFE])
def test_metadata_of_any_kind_is_recognised(marker):
    assert has_metadata(with_segment(marker, b"Exif\0\0and a place"))


def test_an_encoder_that_writes_metadata_is_refused(monkeypatch):
    tainted = numpy.frombuffer(with_segment(0xE1, b"Exif\0\0"), numpy.uint8)
    monkeypatch.setattr(cv2, "imencode", lambda *_: (True, tainted))
    with pytest.raises(ImagingError):
        jpeg_of(SHARP)


def test_a_picture_that_is_not_encoded_is_refused(monkeypatch):
    monkeypatch.setattr(cv2, "imencode", lambda *_: (False, None))
    with pytest.raises(ImagingError):
        jpeg_of(SHARP)


@pytest.mark.parametrize("size", [(1920, 1080), (1600, 1200), (640, 480), (3, 2000)])
def test_a_preview_fits_its_slot_and_keeps_its_shape(size):
    shown = fitted(numpy.zeros((size[1], size[0]), numpy.uint8), WIDTH, HEIGHT)
    assert shown.shape[0] <= HEIGHT and shown.shape[1] <= WIDTH and shown.shape[2] == 3
    if size[0] > 100:
        assert shown.shape[1] / shown.shape[0] == pytest.approx(size[0] / size[1], rel=0.01)
