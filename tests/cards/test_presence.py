"""Which card is there: by its answer to reset, through a real PC/SC daemon, and simulated."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.links import cards
from hardware.links.cards import CardKind, kind_of
from hardware.readings import DeviceState, Origin
from hardware.simulators.card import ATRS, NotATestIdentity, SimulatedReader, SimulatedVitale
from tests.hardware.test_datamatrix import ALIX
from tests.rules.tree import ROOT
from tests.tools import tools

ROOM = Path(__file__).with_name("pcsc_room.py")
VITALES = (
    "3f6525002c09699000",
    "3f6525002209f99000",
    "3b751300004309ea9000",
    "3b751300004509ea9000",
)
CPSES = (
    "3bac00402a001225006480000310009000",
    "3b010203040012250064800a0b0c009000",
    "2b8f80010031b86404b0ecc1739401808290000e",
)


@pytest.mark.parametrize("atr", CPSES)
def test_a_cps_is_known_by_its_answer(atr: str) -> None:
    assert kind_of(bytes.fromhex(atr)) is CardKind.CPS


@pytest.mark.parametrize("atr", VITALES)
def test_a_vitale_card_is_known_and_left_to_the_billing_software(atr: str) -> None:
    assert kind_of(bytes.fromhex(atr)) is CardKind.VITALE
    assert "logiciel de facturation" in cards.SENTENCES[CardKind.VITALE]


@given(st.binary(min_size=1, max_size=33))
def test_any_other_answer_is_an_unknown_card(atr: bytes) -> None:
    assert kind_of(atr) in {CardKind.UNKNOWN, CardKind.CPS, CardKind.VITALE}
    assert kind_of(atr + b"\0" * 40) is CardKind.UNKNOWN


def test_a_card_that_does_not_answer_is_mute() -> None:
    assert kind_of(b"") is CardKind.MUTE


def test_without_the_library_it_is_a_state_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard", None)
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    seen = cards.look()
    assert (seen.state, seen.cards) == (DeviceState.NOT_INSTALLED, ())
    assert "python3-pyscard" in seen.sentence


@pytest.mark.needs("pcsc", "namespaces")
def test_a_real_daemon_shows_cards_come_and_go() -> None:
    command = [*tools.ALONE, sys.executable, str(ROOM), str(tools.pcsc())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    states = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["state"], one["kinds"]) for one in states] == [
        ("absent", []),
        ("ready", []),
        ("connected", ["cps"]),
        ("ready", []),
        ("connected", ["vitale"]),
        ("ready", []),
        ("absent", []),
    ]
    assert "pcscd" in states[0]["sentence"]
    assert "logiciel de facturation" in states[4]["sentence"]


def test_a_simulated_card_always_says_so() -> None:
    reader = SimulatedReader()
    assert reader.look().state is DeviceState.READY
    for kind in ATRS:
        reader.insert(kind)
        [card] = reader.look().cards
        assert (card.kind, card.simulated) == (kind, True)
        assert card.sentence.startswith("Simulation\u00a0:")
        assert kind_of(card.atr) is kind
    reader.remove()
    assert reader.look().cards == ()


def test_a_simulated_vitale_holds_an_invented_identity_only() -> None:
    reader = SimulatedReader()
    reader.insert_vitale(SimulatedVitale(ALIX))
    assert reader.vitale is not None
    assert reader.vitale.origin is Origin.SIMULATED
    for real in ("1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9"):
        with pytest.raises(NotATestIdentity):
            SimulatedVitale(replace(ALIX, root=real))
    with pytest.raises(NotATestIdentity):
        SimulatedVitale(ALIX, Origin.LIVE)
    reader.remove()
    assert reader.vitale is None
