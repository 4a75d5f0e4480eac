"""What a meter may answer when its record is asked for, and what becomes of the measure."""

import pytest

from hardware.codecs.characteristics import GLUCOSE
from hardware.codecs.record_access import (
    ASK_LAST,
    ASK_NUMBER,
    CHARACTERISTIC,
    Outcome,
    RecordNumber,
    Response,
    encode_answer,
)
from hardware.drivers.glucose import ASK_AGAIN_S
from hardware.messages import DeviceSeen, Failed, Taken
from hardware.readings import DeviceState, Kind
from hardware.simulators.glucometer import Glucometer
from hardware.simulators.peripheral import GARBAGE
from hardware.simulators.scenario import Faults, Vitals
from tests.hardware.lines.room import room_with

BUSY, REFUSED = Outcome.NOT_COMPLETED, Outcome.OPERAND_NOT_SUPPORTED
WAITED_S = 30


class ScriptedMeter(Glucometer):
    """Answers the first requests for its last record as it is told, then as a meter in order."""

    def __init__(self, script, now, faults=None):
        super().__init__(Vitals(), faults or Faults(), now)
        self._script = list(script)

    def obey(self, characteristic, data, air):
        if data != ASK_LAST or not self._script:
            super().obey(characteristic, data, air)
            return
        say = self._script.pop(0)
        if isinstance(say, Outcome):
            air.send(CHARACTERISTIC, encode_answer(Response(ASK_LAST[0], say)))
        elif isinstance(say, bytes):
            air.send(CHARACTERISTIC, say)
        elif say == "drop":
            air.drop()


def measured(*script, faults=None):
    with room_with(lambda now: ScriptedMeter(script, now, faults), "1808") as room:
        ended = room.measure(Kind.GLUCOSE)
        return ended, room, room.time.elapsed_s


def lost(room):
    return sum(one.state is DeviceState.LOST for one in room.of(DeviceSeen))


def test_a_busy_meter_is_asked_again():
    ended, _, spent_s = measured(BUSY, BUSY, faults=Faults(stored=1))
    assert isinstance(ended, Taken)
    assert ended.reading.value("glucose") == 105
    assert spent_s > 2 * ASK_AGAIN_S


@pytest.mark.parametrize("say", [BUSY, GARBAGE, encode_answer(RecordNumber(4))])
def test_a_meter_that_never_gives_its_record_is_not_asked_for_ever(say):
    ended, _, _ = measured(say, say, say, faults=Faults(stored=1))
    assert isinstance(ended, Failed)
    assert "Lisez-la sur son écran" in ended.sentence


def test_a_refusal_for_good_ends_the_measure_at_once():
    ended, _, spent_s = measured(REFUSED, faults=Faults(stored=1))
    assert isinstance(ended, Failed)
    assert spent_s < 1


def test_a_meter_gone_while_it_is_asked_is_lost_at_once_and_taken_up_again():
    ended, room, spent_s = measured("drop", faults=Faults(stored=1))
    assert isinstance(ended, Taken)
    assert lost(room) == 1
    assert spent_s < 15


def test_a_meter_that_does_not_answer_is_left_after_thirty_seconds():
    ended, room, spent_s = measured("nothing", faults=Faults(stored=1))
    assert isinstance(ended, Taken)
    assert lost(room) == 1
    assert spent_s > WAITED_S


def test_a_meter_without_the_point_of_records_is_another_device():
    class Bare(Glucometer):
        characteristics = frozenset({GLUCOSE})

    with room_with(lambda now: Bare(Vitals(), Faults(), now), "1808") as room:
        ended = room.measure(Kind.GLUCOSE)
    assert isinstance(ended, Failed)
    assert "pas pris en charge" in ended.sentence


def test_a_meter_that_cannot_count_its_records_is_asked_for_the_last_all_the_same():
    class Uncounted(Glucometer):
        def obey(self, characteristic, data, air):
            if data == ASK_NUMBER:
                refused = Response(ASK_NUMBER[0], Outcome.REQUEST_NOT_SUPPORTED)
                air.send(CHARACTERISTIC, encode_answer(refused))
            else:
                super().obey(characteristic, data, air)

    with room_with(lambda now: Uncounted(Vitals(), Faults(stored=1), now), "1808") as room:
        ended = room.measure(Kind.GLUCOSE)
    assert isinstance(ended, Taken)


def test_a_record_first_seen_after_an_unreadable_one_is_only_a_floor():
    """Nothing tells whether it was there before the window: it is not offered."""

    class Late(Glucometer):
        def obey(self, characteristic, data, air):
            if data == ASK_LAST and not self.asked:
                self.asked = True
                air.send(GLUCOSE, GARBAGE)
                air.send(CHARACTERISTIC, encode_answer(Response(1, Outcome.SUCCESS)))
            else:
                super().obey(characteristic, data, air)

        asked = False

    faults = Faults(stored=1, undated=True, silent=True)
    with room_with(lambda now: Late(Vitals(), faults, now), "1808") as room:
        ended = room.measure(Kind.GLUCOSE)
    assert isinstance(ended, Failed)
    assert room.set_aside == 0
