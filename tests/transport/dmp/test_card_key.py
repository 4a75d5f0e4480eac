"""The card that signs for the DMP: the right one, its code asked once, or nothing is sent."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, SHA512

from app.transport.dmp.card_key import find_key
from app.transport.dmp.ports import Assertions, NotSigned, SubmissionSigner
from app.transport.dmp.speaker import speaker_of
from hardware.links.token import CardModule
from tests.builders import a_station
from tests.cards.authority import Authority, Uses, days, p256_key, rsa_key
from tests.cards.conftest import HELENE, Watched, use
from tests.cards.softhsm import Drawer, issue, open_drawer
from tests.transport.dmp.signing import NOW, PATIENT, PERSON, SPEAKER, Asked, Submitted, signing

pytestmark = pytest.mark.needs("softhsm", "tcc")

REMOVED = "0x32"
NOTHING_LEFT = "Rien n’a été envoyé."


def refusal(cards: CardModule, asked: Asked, submitted: Submitted) -> str:
    """Return the sentence of who may not sign."""
    with pytest.raises(NotSigned) as refused:
        signing(cards, asked).sign(submitted.metadata, submitted.documents)
    assert refused.value.sentence.endswith(NOTHING_LEFT)
    return refused.value.sentence


def test_a_round_asks_for_the_code_once_whatever_it_signs(
    watched: Watched, asked: Asked, submitted: Submitted
) -> None:
    with signing(watched.cards(), asked) as ports:
        signer: SubmissionSigner = ports
        speaks: Assertions = ports
        speaks.vihf(PATIENT, NOW)
        signer.sign(submitted.metadata, submitted.documents)
        signer.sign(submitted.metadata, submitted.documents)
    assert (asked.times, watched.calls("C_Login")) == (1, 3)


def test_after_a_round_the_code_is_asked_again(
    watched: Watched, asked: Asked, submitted: Submitted
) -> None:
    ports = signing(watched.cards(), asked)
    for _ in range(2):
        with ports:
            ports.sign(submitted.metadata, submitted.documents)
    assert asked.times == 2


def test_a_wrong_code_is_given_once_and_the_rest_of_the_round_is_refused(
    watched: Watched, submitted: Submitted
) -> None:
    asked = Asked("402817")
    with signing(watched.cards(), asked) as ports:
        for _ in range(3):
            with pytest.raises(NotSigned) as refused:
                ports.sign(submitted.metadata, submitted.documents)
            assert "Code refusé par la carte" in refused.value.sentence
            assert asked.code not in f"{refused.value!r} {refused.value.sentence}"
        with pytest.raises(NotSigned):
            ports.vihf(PATIENT, NOW)
    assert (asked.times, watched.calls("C_Login")) == (1, 1)


@pytest.mark.parametrize("name", ["C_Login", "C_SignInit", "C_Sign"])
def test_a_card_pulled_out_signs_nothing_and_is_not_tried_again(
    watched: Watched,
    asked: Asked,
    submitted: Submitted,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    with signing(watched.cards(), asked) as ports:
        ports.vihf(PATIENT, NOW)
        monkeypatch.setenv("OSYS_TOKEN_FAULT", f"{name}={REMOVED}")
        for _ in range(2):
            with pytest.raises(NotSigned) as refused:
                ports.sign(submitted.metadata, submitted.documents)
            assert "La carte a été retirée" in refused.value.sentence
    assert watched.calls("C_Login") == 2


def test_a_card_that_hangs_is_given_up(
    watched: Watched, asked: Asked, submitted: Submitted, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = watched.cards(sign_s=1.5)
    monkeypatch.setenv("OSYS_TOKEN_FAULT", "C_Sign=hang")
    assert "ne répond pas" in refusal(cards, asked, submitted)


def test_an_empty_reader_is_said(drawer: Drawer, asked: Asked, submitted: Submitted) -> None:
    drawer.cards.rename(drawer.folder / "pulled")
    drawer.cards.mkdir()
    assert "Aucune carte" in refusal(CardModule(drawer.module), asked, submitted)
    assert asked.times == 0


def test_nobody_signs_for_another(
    tmp_path: Path,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    asked: Asked,
    submitted: Submitted,
) -> None:
    drawer, key = use(open_drawer(tmp_path / "other"), monkeypatch), rsa_key()
    other = replace(HELENE, family="Castel", number="810007654321")
    issue(drawer, key, authority.certificate(other, key))
    assert "n’est pas celle" in refusal(CardModule(drawer.module), asked, submitted)
    assert asked.times == 0


@pytest.mark.parametrize(
    "uses", [Uses(after=NOW - days(1)), Uses(before=NOW + days(1))], ids=["expired", "too early"]
)
def test_a_card_outside_its_dates_signs_nothing(
    tmp_path: Path,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    asked: Asked,
    submitted: Submitted,
    uses: Uses,
) -> None:
    drawer, key = use(open_drawer(tmp_path / "old"), monkeypatch), rsa_key()
    issue(drawer, key, authority.certificate(HELENE, key, uses))
    assert "n’est pas valable" in refusal(CardModule(drawer.module), asked, submitted)
    assert asked.times == 0


def test_of_two_cards_of_a_person_the_one_that_lasts_signs(
    drawer: Drawer, authority: Authority, asked: Asked
) -> None:
    key = rsa_key()
    renewed = authority.certificate(HELENE, key, Uses(after=NOW + days(1200)))
    issue(drawer, key, renewed, "CPS renouvelée")
    found = find_key(CardModule(drawer.module), PERSON.rpps, asked, NOW)
    assert found.certificate.not_valid_after_utc == NOW + days(1200)
    assert found.sign(b"data", PKCS1v15(), algorithm=SHA256())


def test_a_card_of_another_algorithm_is_refused_before_any_code(
    tmp_path: Path,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    asked: Asked,
    submitted: Submitted,
) -> None:
    drawer, key = use(open_drawer(tmp_path / "ec"), monkeypatch), p256_key()
    issue(drawer, key, authority.certificate(HELENE, key))
    assert "RSA avec SHA-256" in refusal(CardModule(drawer.module), asked, submitted)
    assert asked.times == 0


def test_a_card_that_only_pads_by_pss_does_not_sign_what_the_xml_announces_otherwise(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch, asked: Asked, submitted: Submitted
) -> None:
    use(open_drawer(drawer.folder, "slots.mechanisms = CKM_SHA256_RSA_PKCS_PSS\n"), monkeypatch)
    assert "pas de certificat" in refusal(CardModule(drawer.module), asked, submitted)


def test_the_key_signs_in_no_other_way(watched: Watched, asked: Asked) -> None:
    key = find_key(watched.cards(), PERSON.rpps, asked, NOW)
    with pytest.raises(NotSigned):
        key.sign(b"data", PSS(MGF1(SHA256()), 32), algorithm=SHA256())
    with pytest.raises(NotSigned):
        key.sign(b"data", PKCS1v15(), algorithm=SHA512())
    assert asked.times == 0


def test_without_a_number_of_the_person_no_card_is_looked_for(
    watched: Watched, asked: Asked, submitted: Submitted
) -> None:
    speaker = replace(SPEAKER, professional=replace(PERSON, rpps=""))
    with pytest.raises(NotSigned) as refused:
        signing(watched.cards(), asked, speaker).sign(submitted.metadata, submitted.documents)
    assert "RPPS" in refused.value.sentence
    assert watched.calls("C_Initialize") == 0


def test_without_the_library_the_station_says_what_to_install(
    watched: Watched, asked: Asked, submitted: Submitted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [one for one in sys.modules if one.startswith("app.transport.dmp.")]:
        if name.endswith((".signature", ".vihf")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "signxml.algorithms", None)
    ports = signing(watched.cards(), asked)
    for ask in (
        lambda: ports.sign(submitted.metadata, submitted.documents),
        lambda: ports.vihf(PATIENT, NOW),
    ):
        with pytest.raises(NotSigned) as refused:
            ask()
        assert "option «\u00a0cards\u00a0»" in refused.value.sentence
    assert asked.times == 0


def test_who_speaks_is_who_is_logged_in() -> None:
    speaker = speaker_of(a_station(), "helene", "ESSAI-0001")
    assert (speaker.professional.login, speaker.software) == ("helene", "OSyS Station")
    assert speaker.version[0].isdigit()
    with pytest.raises(NotSigned):
        speaker_of(a_station(), "nobody", "ESSAI-0001")
