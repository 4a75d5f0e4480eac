"""The doctor's voice in the room: a step at a time, never silent, whole again at the next call."""

from app.encounter.call_effects import SetVolume
from app.encounter.call_messages import CallEnded, VolumeTurned
from tests.encounter.calls import OURS, connected


def test_a_step_is_heard_until_the_loudest_or_the_quietest() -> None:
    visit = connected().say(VolumeTurned(louder=True))
    assert visit.asked(SetVolume) == []
    visit.say(*[VolumeTurned(louder=False)] * 6)
    assert [one.percent for one in visit.asked(SetVolume)] == [80, 60, 40, 20]
    visit.say(VolumeTurned(louder=True))
    assert visit.asked(SetVolume)[-1] == SetVolume(OURS, 40)
    assert visit.encounter.call.volume == 40


def test_the_next_call_begins_at_the_whole_voice() -> None:
    visit = connected().say(VolumeTurned(louder=False), CallEnded())
    assert visit.encounter.call.volume == 100
    visit.say(VolumeTurned(louder=False))
    assert visit.encounter.call.volume == 100
