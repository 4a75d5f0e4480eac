"""The small pictures of the professional pages: the same bytes, bounded, archivable, told aloud."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pikepdf
import pytest

from app.encounter.sheet import OrientationSheet
from app.exchange.paper.archival import is_archivable
from app.exchange.pdf import draw
from app.exchange.thumbnails import (
    HEIGHT_PX,
    MOST,
    MOST_BYTES,
    WIDTH_PX,
    Thumbnail,
    thumbnail,
    thumbnails_of,
)
from tests.exchange.reading import plain, words
from tests.exchange.sheets import PROOF
from tests.exchange.test_captures import EAR, HEART, a_sheet


def a_picture(wide: int = 1280, high: int = 720, *, noisy: bool = False, seed: int = 1) -> bytes:
    random = np.random.default_rng(seed)
    pixels = np.full((high, wide, 3), (40, 90, 200), np.uint8)
    cv2.circle(pixels, (wide // 2, high // 2), high // 3, (seed * 40 % 255, 220, 90), -1)
    if noisy:
        pixels = random.integers(0, 256, (high, wide, 3), np.uint8)
    done, coded = cv2.imencode(".jpg", pixels)
    assert done
    return bytes(coded)


def made_of(sheet: OrientationSheet, content: dict[str, bytes]) -> dict[str, Thumbnail]:
    return dict(thumbnails_of(sheet, lambda one: (content.get(one.hex(), b""),)))


def figures(paper: bytes) -> list[str]:
    """Return what is read in the place of each figure."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        return [
            str(one.Alt)
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]


def jpegs(paper: bytes) -> list[bytes]:
    """Return the pictures of the file, as it keeps them."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        found = [
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        for one in found:
            assert one.ColorSpace == "/DeviceRGB" and "/SMask" not in one
        return sorted(_jpeg(one) for one in found)


def _jpeg(image: pikepdf.Stream) -> bytes:
    out = io.BytesIO()
    pikepdf.PdfImage(image).extract_to(stream=out)
    return out.getvalue()


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (4000, 3000), (64, 48), (3000, 20)])
def test_a_thumbnail_is_small_keeps_its_shape_and_never_grows(size: tuple[int, int]) -> None:
    wide, high = size
    small = thumbnail(a_picture(wide, high))
    assert small is not None
    assert small.width <= min(WIDTH_PX, wide) and small.height <= min(HEIGHT_PX, high)
    if high > 20:
        assert abs(small.width / small.height - wide / high) < 0.02 * wide / high
    read = cv2.imdecode(np.frombuffer(small.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert read.shape[:2] == (small.height, small.width)


def test_even_noise_stays_under_the_bound_and_the_same_picture_gives_the_same_bytes() -> None:
    picture = a_picture(noisy=True)
    small = thumbnail(picture)
    assert small is not None and len(small.jpeg) <= MOST_BYTES
    assert thumbnail(picture) == small


@pytest.mark.parametrize("unread", [b"", b"not a picture", a_picture()[:30]])
def test_what_is_no_picture_has_no_thumbnail(unread: bytes) -> None:
    assert thumbnail(unread) is None


def test_the_paper_shows_each_picture_with_its_place_its_side_and_its_moment() -> None:
    later = replace(EAR, id="c" * 32, side="right", moment="J1", sha256="1" * 64)
    sheet = a_sheet(EAR, HEART, later)
    small = made_of(sheet, {EAR.id: a_picture(), later.id: a_picture(seed=2)})
    paper = draw(sheet, PROOF, small)
    assert is_archivable(paper)
    assert paper == draw(sheet, PROOF, small)
    told = plain(words(paper))
    for said in ("Oreille, Tympan, côté gauche, J0", "Oreille, Tympan, côté droit, J1"):
        assert plain(said) in told
    assert figures(paper) == ["Oreille, Tympan, côté gauche, J0", "Oreille, Tympan, côté droit, J1"]
    assert jpegs(paper) == sorted(one.jpeg for one in small.values())


def test_a_simulated_picture_says_so_under_its_thumbnail() -> None:
    sheet = a_sheet(replace(EAR, origin="simulated"))
    (said,) = figures(draw(sheet, PROOF, made_of(sheet, {EAR.id: a_picture()})))
    assert said.startswith("MESURE SIMULÉE") or "SIMULÉE" in said


def test_many_noisy_pictures_leave_a_paper_of_bounded_size_and_say_what_is_left() -> None:
    many = tuple(replace(EAR, id=f"{n:032x}", sha256=f"{n:064x}") for n in range(30))
    sheet = a_sheet(*many)
    content = {one.id: a_picture(noisy=True, seed=n) for n, one in enumerate(many[:MOST])}
    small = made_of(sheet, content)
    assert len(small) == MOST
    bare, paper = draw(sheet, PROOF), draw(sheet, PROOF, small)
    assert len(paper) - len(bare) < MOST * (MOST_BYTES * 1.3 + 2_000)
    assert is_archivable(paper)
    assert plain(f"Sans vignette ici : {30 - MOST}") in plain(words(paper))


def test_a_picture_that_does_not_read_is_not_drawn_and_is_counted() -> None:
    other = replace(EAR, id="c" * 32, sha256="1" * 64)
    sheet = a_sheet(EAR, other)
    paper = draw(sheet, PROOF, made_of(sheet, {EAR.id: a_picture()}))
    assert len(figures(paper)) == 1
    assert plain("Sans vignette ici : 1") in plain(words(paper))
    assert figures(draw(sheet, PROOF)) == []
