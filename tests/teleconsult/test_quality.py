"""How the link is said: from what was measured, without flicker; what a low network takes first."""

import asyncio

import pytest

from app.teleconsult.peer import Figures, Line, Rate
from app.teleconsult.quality import Steady, quality_of
from app.teleconsult.states import Quality
from app.teleconsult.wrtc_peer import WrtcPeer

GOOD, SLOW, VOICE, CUT = Quality.GOOD, Quality.SLOW_PICTURE, Quality.VOICE_ONLY, Quality.CUT


def figures(loss=0.0, trip=0.05, taken=30.0, sent=30.0):
    return Figures(loss, trip, (Rate(Line.ROOM, taken, sent, 480),))


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (figures(), GOOD),
        (figures(loss=0.05), GOOD),
        (figures(loss=0.08), SLOW),
        (figures(loss=0.3), VOICE),
        (figures(trip=0.5), SLOW),
        (figures(trip=2.0), VOICE),
        (figures(sent=15.0), SLOW),
        (figures(sent=2.0), VOICE),
        (figures(taken=0.0, sent=0.0), GOOD),
        (Figures(), GOOD),
    ],
)
def test_a_measure_is_said_in_a_word(measured, said):
    assert quality_of(measured) is said


def words(*found):
    said, state = [], Steady()
    for one in found:
        state = state.after(one)
        said.append(state.said)
    return said


def test_one_bad_measure_changes_nothing_and_two_do():
    assert words(GOOD, SLOW, GOOD, SLOW, SLOW) == [GOOD, GOOD, GOOD, GOOD, SLOW]


def test_it_gets_better_after_three_good_measures():
    assert words(SLOW, GOOD, GOOD, GOOD) == [SLOW, SLOW, SLOW, GOOD]
    assert words(SLOW, GOOD, GOOD, SLOW, GOOD, GOOD) == [SLOW] * 6


def test_a_cut_and_its_end_are_said_at_once():
    assert words(GOOD, CUT, SLOW) == [GOOD, CUT, SLOW]


def test_the_room_yields_first_and_the_exam_keeps_its_resolution():
    class Silent:
        def __getattr__(self, name):
            return lambda *given: None

    async def asked():
        peer = WrtcPeer(Silent(), [])
        try:
            await peer.offer()
            senders = [one.sender for one in peer._peer.get_transceivers()]
            return [one.get_parameters() for one in senders]
        finally:
            await peer.close()

    lines = dict(zip(Line, asyncio.run(asked()), strict=True))
    priorities = {line: str(one.encodings[0].priority) for line, one in lines.items()}
    assert priorities[Line.ROOM] == "very-low"
    assert priorities[Line.EXAM] == priorities[Line.VOICE] == "high"
    assert lines[Line.EXAM].degradation_preference == "maintain-resolution"
    assert lines[Line.ROOM].degradation_preference != "maintain-resolution"
