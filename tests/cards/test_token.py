"""A real PKCS#11 module, SoftHSM2: what it signs, what it refuses, and the code asked once."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from hardware.links import card_errors, token_process
from hardware.links.card_certificate import is_signed
from hardware.links.token import Card, CardModule
from hardware.links.token_words import Ask, Refused, Scheme, Tries
from tests.cards.authority import Authority, Holder, Uses, p256_key, rsa_key
from tests.cards.conftest import HELENE, Watched, use
from tests.cards.softhsm import LABEL, PIN, Drawer, issue, open_drawer
from tests.faults.test_markers import _betrayals

pytestmark = pytest.mark.needs("softhsm", "tcc")

DATA = b"OSyS card signature test" * 9
WRONG = "402817"
REMOVED = "0x32"
FUNCTIONS = (
    *("C_Initialize", "C_GetInfo", "C_GetSlotList", "C_GetSlotInfo", "C_GetTokenInfo"),
    *("C_OpenSession", "C_CloseSession", "C_Login", "C_Logout", "C_GetAttributeValue"),
    *("C_FindObjectsInit", "C_FindObjects", "C_FindObjectsFinal", "C_SignInit", "C_Sign"),
)
# host memory, general error, function failed, device error, device removed, PIN incorrect,
# invalid, of a bad length, expired, locked, session closed, handle invalid, token not present,
# already logged in, not logged in, another user logged in, a value of the maker's own
ANSWERS = (
    *("0x2", "0x5", "0x6", "0x30", "0x32", "0xa0", "0xa1", "0xa2", "0xa3", "0xa4"),
    *("0xb0", "0xb3", "0xe0", "0x100", "0x101", "0x104", "0x80000001"),
)


def the_card(cards: CardModule) -> Card:
    [card] = cards.cards()
    return card


def sign(cards: CardModule, card: Card, pin: str = PIN) -> bytes:
    return cards.sign(card.serial, card.certificates[0], pin, DATA).signature


def test_the_card_says_whose_it_is_without_any_code(watched: Watched) -> None:
    card = the_card(watched.cards())
    assert (card.label, card.tries, watched.calls("C_Login")) == (LABEL, Tries.USUAL, 0)
    [certificate] = card.certificates
    assert (certificate.holder, certificate.rpps) == ("Hélène Marchetti", "10001234567")


def test_a_card_signs_and_cryptography_agrees(watched: Watched) -> None:
    cards = watched.cards()
    card = the_card(cards)
    signed = cards.sign(card.serial, card.certificates[0], PIN, DATA)
    public = x509.load_der_x509_certificate(signed.certificate).public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(signed.signature, DATA, padding.PKCS1v15(), SHA256())
    assert (signed.scheme, watched.calls("C_Login")) == (Scheme.RSA_PKCS1, 1)


def test_a_p256_card_signs(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer, key = use(open_drawer(tmp_path / "ec"), monkeypatch), p256_key()
    issue(drawer, key, authority.certificate(HELENE, key))
    cards = CardModule(drawer.module)
    card = the_card(cards)
    signed = cards.sign(card.serial, card.certificates[0], PIN, DATA)
    r, s = (int.from_bytes(signed.signature[at : at + 32], "big") for at in (0, 32))
    key.public_key().verify(encode_dss_signature(r, s), DATA, ec.ECDSA(SHA256()))
    assert signed.scheme is Scheme.ECDSA_P256


def test_a_card_that_only_pads_by_pss_signs_by_pss(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(open_drawer(drawer.folder, "slots.mechanisms = CKM_SHA256_RSA_PKCS_PSS\n"), monkeypatch)
    cards = CardModule(drawer.module)
    card = the_card(cards)
    signed = cards.sign(card.serial, card.certificates[0], PIN, DATA)
    public = x509.load_der_x509_certificate(signed.certificate).public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(signed.signature, DATA, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())
    assert signed.scheme is Scheme.RSA_PSS


def test_a_card_that_hashes_nothing_by_itself_signs_the_same(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = the_card(CardModule(drawer.module))
    usual = sign(CardModule(drawer.module), card)
    use(open_drawer(drawer.folder, "slots.mechanisms = CKM_RSA_PKCS\n"), monkeypatch)
    assert sign(CardModule(drawer.module), card) == usual


def test_a_wrong_code_is_given_once_and_the_next_one_is_the_persons(watched: Watched) -> None:
    cards = watched.cards()
    card = the_card(cards)
    with pytest.raises(card_errors.PinIncorrect) as refused:
        sign(cards, card, WRONG)
    assert watched.calls("C_Login") == 1
    assert refused.value.sentence.startswith(
        "Code refusé par la carte\u00a0: il reste peu d’essais"
    )
    assert the_card(cards).tries is Tries.FEW
    assert watched.calls("C_Login") == 1
    sign(cards, card)
    assert (watched.calls("C_Login"), the_card(cards).tries) == (2, Tries.USUAL)


@pytest.mark.parametrize(
    ("flags", "tries", "refusal"),
    [
        ("0x10000", Tries.FEW, card_errors.PinNearlyLocked),
        ("0x20000", Tries.LAST, card_errors.PinLastTry),
        ("0x30000", Tries.LAST, card_errors.PinLastTry),
    ],
)
def test_the_tries_left_are_told_before_and_after(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, flags: str, tries: Tries, refusal: type
) -> None:
    monkeypatch.setenv("OSYS_TOKEN_FLAGS", flags)
    cards = watched.cards()
    card = the_card(cards)
    assert card.tries is tries
    with pytest.raises(refusal):
        sign(cards, card, WRONG)
    assert watched.calls("C_Login") == 1


def test_a_locked_card_is_not_asked(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSYS_TOKEN_FLAGS", "0x40000")
    card = the_card(watched.cards())
    assert card.tries is Tries.NONE
    with pytest.raises(card_errors.PinLocked):
        sign(watched.cards(), card)
    assert watched.calls("C_Login") == 0


@pytest.mark.parametrize("pin", ["", " ", "1234 ", "12 34", "1\n2", "9" * 65])
def test_what_cannot_be_a_code_never_reaches_the_card(watched: Watched, pin: str) -> None:
    card = the_card(watched.cards())
    with pytest.raises(card_errors.PinNotTyped):
        sign(watched.cards(), card, pin)
    assert watched.calls("C_Login") == 0


CASES = sorted(
    {(name, REMOVED) for name in FUNCTIONS}
    | {(name, value) for name in ("C_Login", "C_Sign") for value in ANSWERS}
    | {(name, value) for name in ("C_SignInit", "C_Logout") for value in ANSWERS[::4]}
)


@pytest.mark.parametrize(("name", "value"), CASES)
def test_whatever_a_call_answers_the_code_is_given_once_at_most(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    card = the_card(watched.cards())
    monkeypatch.setenv("OSYS_TOKEN_FAULT", f"{name}={value}")
    before = watched.calls(name)
    with pytest.raises(card_errors.CardError) as refused:
        sign(watched.cards(), card)
    assert watched.calls(name) > before
    assert watched.calls("C_Login") <= 1
    assert refused.value.sentence.endswith(".")
    assert PIN not in f"{refused.value!r} {refused.value.args} {refused.value.__cause__!r}"


@pytest.mark.parametrize("name", ["C_SignInit", "C_Sign"])
def test_a_card_pulled_between_the_code_and_the_signature_signs_nothing(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    card = the_card(watched.cards())
    monkeypatch.setenv("OSYS_TOKEN_FAULT", f"{name}={REMOVED}")
    with pytest.raises(card_errors.CardRemoved):
        sign(watched.cards(), card)
    assert (watched.calls("C_Login"), watched.calls(name)) == (1, 1)


def test_a_key_that_wants_its_code_again_is_not_given_it(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = the_card(watched.cards())
    monkeypatch.setenv("OSYS_TOKEN_FAULT", "C_Sign=0x101")
    with pytest.raises(card_errors.CodeWantedAgain):
        sign(watched.cards(), card)
    assert watched.calls("C_Login") == 1


@pytest.mark.parametrize("name", ["C_Initialize", "C_Login", "C_Sign"])
def test_a_module_that_hangs_is_given_up_in_time(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    card = the_card(watched.cards())
    monkeypatch.setenv("OSYS_TOKEN_FAULT", f"{name}=hang")
    begun = time.monotonic()
    with pytest.raises(card_errors.CardSilent):
        sign(watched.cards(sign_s=2.0), card)
    assert time.monotonic() - begun < 4
    assert watched.calls("C_Login") <= 1


@pytest.mark.parametrize("name", ["C_GetTokenInfo", "C_Login", "C_Sign"])
def test_a_module_that_crashes_takes_nothing_with_it(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    card = the_card(watched.cards())
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    monkeypatch.setenv("OSYS_TOKEN_FAULT", f"{name}=crash")
    with pytest.raises(card_errors.CardFailed):
        sign(watched.cards(), card)
    assert set(tmp_path.iterdir()) == before  # no core file, which would hold the code


def test_an_empty_reader_is_said(drawer: Drawer) -> None:
    card = the_card(CardModule(drawer.module))
    drawer.cards.rename(drawer.folder / "pulled")
    drawer.cards.mkdir()
    assert CardModule(drawer.module).cards() == ()
    with pytest.raises(card_errors.CardAbsent):
        sign(CardModule(drawer.module), card)


def test_another_card_is_never_given_the_code(
    watched: Watched, tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = the_card(watched.cards())
    other, key = use(open_drawer(tmp_path / "other"), monkeypatch), rsa_key()
    issue(other, key, authority.certificate(Holder("Castel", "Bruno", "810007654321"), key))
    with pytest.raises(card_errors.CardAbsent):
        sign(watched.cards(), card)
    assert watched.calls("C_Login") == 0


def test_a_certificate_of_authentication_signs_no_document(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer, key = use(open_drawer(tmp_path / "auth"), monkeypatch), rsa_key()
    issue(drawer, key, authority.certificate(HELENE, key, Uses(signs=False)))
    assert the_card(CardModule(drawer.module)).certificates == ()


def test_a_missing_module_and_a_file_that_is_none_are_said(tmp_path: Path) -> None:
    text = tmp_path / "module.so"
    text.write_text("not a module", encoding="ascii")
    for path in (tmp_path / "absent.so", text):
        with pytest.raises(card_errors.ModuleMissing):
            CardModule(path).cards()


def test_without_the_library_the_station_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    told = token_process.answer({"ask": Ask.LIST.value, "module": "any.so"})
    assert told["refused"] == Refused.LIBRARY.value


def test_a_signature_of_other_bytes_is_not_one(drawer: Drawer) -> None:
    cards = CardModule(drawer.module)
    card = the_card(cards)
    signed = cards.sign(card.serial, card.certificates[0], PIN, DATA)
    der, how = signed.certificate, signed.scheme
    changed = signed.signature[:-1] + bytes((signed.signature[-1] ^ 1,))
    assert is_signed(der, how, signed.signature, DATA)
    assert not is_signed(der, how, signed.signature, DATA + b".")
    assert not is_signed(der, how, changed, DATA)
    assert not is_signed(der, Scheme.RSA_PSS, signed.signature, DATA)
    assert not is_signed(der, Scheme.ECDSA_P256, signed.signature, DATA)


def test_the_code_is_in_no_file_and_on_no_command_line(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "TMPDIR", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    card = the_card(watched.cards())
    sign(watched.cards(), card)
    monkeypatch.setenv("OSYS_TOKEN_FAULT", "C_Sign=hang")
    seen: list[bytes] = []
    real = subprocess.Popen.communicate

    def looked_at(process: subprocess.Popen[bytes], *given: object, **named: object):  # type: ignore[no-untyped-def]  # as Popen
        seen.append(Path(f"/proc/{process.pid}/cmdline").read_bytes())
        seen.append(Path(f"/proc/{process.pid}/environ").read_bytes())
        return real(process, *given, **named)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(subprocess.Popen, "communicate", looked_at)
    with pytest.raises(card_errors.CardSilent):
        sign(watched.cards(sign_s=1.5), card)
    assert len(seen) == 2
    assert not any(PIN.encode() in one for one in seen)
    forms = [PIN.encode(), PIN.encode("utf-16-le"), PIN.encode().hex().encode()]
    assert _betrayals([tmp_path], forms) == set()
    assert os.environ.get("OSYS_TOKEN_LOG") == str(watched.log)
