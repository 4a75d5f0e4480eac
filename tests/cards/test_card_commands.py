"""A real sealed sheet signed through PKCS#11 by the command line, and the signature judged."""

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from app import clock
from app.cli.command import run
from app.effects.card import TRIAL
from app.effects.demonstration import CODE
from app.records.check.verify import verify
from app.records.people.unlock import unlock
from app.records.station_file import VAULT
from tests.cards.authority import Authority, Uses, rsa_key
from tests.cards.conftest import DEMONSTRATION, Watched, use
from tests.cards.softhsm import PIN, Drawer, issue, open_drawer
from tests.cli.test_nothing_leaks import betrayed
from tests.records.retention.old_station import custody_of
from tests.records.stations import shell

pytestmark = pytest.mark.needs("softhsm", "tcc")


def osys(*words: str, pin: str | None = None, fails: int = 0, said_on: int = 2) -> str:
    """Run one command; return what it printed, or what it complained of when it fails.

    ``said_on`` is 1 for a command whose findings are on its output.
    """
    if pin is not None:
        reading, writing = os.pipe()
        os.write(writing, f"{pin}\n".encode())
        os.close(writing)
        words = (*words, "--pin-fd", str(reading))
    out, complaints = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(complaints):
        code = run(list(words))
    if pin is not None:
        os.close(reading)
    assert code == fails, complaints.getvalue()
    return complaints.getvalue() if fails and said_on == 2 else out.getvalue()


def sign(station: Path, module: Path, pin: str = PIN, fails: int = 0) -> str:
    [line] = json.loads(osys("archive", "list", "--data", str(station), "--json"))
    words = ("card", "sign", str(line["number"]), "--data", str(station), "--module", str(module))
    return osys(*words, "--json", pin=pin, fails=fails)


def test_the_cards_are_listed_with_what_the_readers_show(own: Drawer) -> None:
    told = json.loads(osys("card", "list", "--module", str(own.module), "--json"))
    [card] = told["cards"]
    assert card["certificates"][0]["rpps"] == "10000123454"
    assert told["readers"]["sentence"]
    assert "Hélène Marchetti" in osys("card", "list", "--module", str(own.module))


def test_no_card_that_signs_is_a_sentence_beside_what_is_present(tmp_path: Path) -> None:
    words = ("card", "list", "--module", str(tmp_path / "none.so"), "--simulated", "vitale")
    told = json.loads(osys(*words, "--json", fails=1, said_on=1))
    assert told["refused"].startswith("Le module de la carte est introuvable")
    [card] = told["readers"]["cards"]
    assert (card["kind"], card["simulated"]) == ("vitale", True)
    shown = osys(*words, fails=1, said_on=1)
    assert "Simulation\u00a0: Carte Vitale présente" in shown
    assert "logiciel de facturation" in shown


def test_a_sealed_sheet_is_signed_and_anybody_can_check_it(station: Path, own: Drawer) -> None:
    told = json.loads(sign(station, own.module))
    assert (told["standing"], told["rpps"]) == ("trial", "10000123454")
    with unlock(station, "helene", CODE, clock.now()) as session:
        vault = custody_of(session).vault
        [(sheet_id, version)] = vault.cards.signed_sheets()
        sealed = vault.read(sheet_id, version)
        [(_, kept)] = vault.cards.kept(sealed)
    public = x509.load_der_x509_certificate(kept.certificate).public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(kept.signature, kept.statement.packed(), padding.PKCS1v15(), SHA256())
    assert verify(station).findings == ()
    [judged] = json.loads(osys("card", "verify", "--data", str(station), "--json"))
    assert (judged["standing"], judged["sheet"]) == ("trial", told["sheet"])


def test_what_was_signed_is_written_for_openssl_and_never_twice(
    station: Path, own: Drawer, tmp_path: Path
) -> None:
    told = json.loads(sign(station, own.module))
    number, out = str(told["sheet"]), tmp_path / "out"
    words = ("card", "export", number, "--data", str(station), "--out", str(out))
    names = json.loads(osys(*words, "--json"))["files"]
    osys("archive", "export", number, "--data", str(station), "--out", str(out))
    statement, certificate, signature = ((out / name).read_bytes() for name in names)
    assert sha256((out / "sheet.json").read_bytes()).digest() in statement
    public = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(signature, statement, padding.PKCS1v15(), SHA256())
    assert all((out / name).stat().st_mode & 0o077 == 0 for name in names)
    assert "dossier vide" in osys(*words, fails=2)


def test_a_sheet_without_a_signature_is_said(station: Path, tmp_path: Path) -> None:
    [line] = json.loads(osys("archive", "list", "--data", str(station), "--json"))
    words = ("card", "export", str(line["number"]), "--data", str(station), "--out", str(tmp_path))
    assert "n’a pas de signature" in osys(*words, fails=2)


def test_a_test_certificate_is_never_shown_as_a_cps(station: Path, own: Drawer) -> None:
    sign(station, own.module)
    said = osys("card", "verify", "--data", str(station))
    assert TRIAL in said
    assert "CPS" not in said


def test_a_wrong_code_signs_nothing_and_is_given_once(
    station: Path, own: Drawer, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(own, monkeypatch)
    said = sign(station, watched.module, pin="000000", fails=2)
    assert said.startswith("Code refusé par la carte")
    assert "Traceback" not in said
    assert watched.calls("C_Login") == 1
    assert osys("card", "verify", "--data", str(station)) == "Signatures par carte\u00a0: 0.\n"
    assert verify(station).findings == ()


def test_the_card_of_another_is_refused_before_its_code(
    station: Path, watched: Watched, drawer: Drawer
) -> None:
    said = sign(station, watched.module, fails=2)
    assert "Personne ne signe pour un autre" in said
    assert watched.calls("C_Login") == 0


def test_an_expired_card_is_refused_before_its_code(
    station: Path,
    tmp_path: Path,
    authority: Authority,
    watched: Watched,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, key = use(open_drawer(tmp_path / "old"), monkeypatch), rsa_key()
    uses = Uses(after=datetime(2025, 6, 1, tzinfo=UTC))
    issue(old, key, authority.certificate(DEMONSTRATION, key, uses))
    assert "n’est pas valable à la date" in sign(station, watched.module, fails=2)
    assert watched.calls("C_Login") == 0


def test_a_signature_that_was_touched_is_found_with_and_without_keys(
    station: Path, own: Drawer
) -> None:
    sign(station, own.module)
    shell(station / VAULT, "update card_signature set body = zeroblob(length(body))")
    osys("archive", "verify", str(station), fails=1)
    assert "Ne vous fiez pas" in osys("card", "verify", "--data", str(station), fails=1)


def test_the_code_is_in_nothing_that_was_written_or_printed(
    station: Path, own: Drawer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    told = sign(station, own.module)
    said = sign(station, own.module, pin="135797531", fails=2)
    codes = [PIN, "135797531"]
    assert betrayed((told + said).encode(), codes) == []
    written = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert {one.name for one in written} >= {"vault.sqlite", "keystore.sqlite"}
    assert {
        one.name: found for one in written if (found := betrayed(one.read_bytes(), codes))
    } == {}


def test_a_missing_module_is_said(station: Path, tmp_path: Path) -> None:
    assert "module de la carte est introuvable" in sign(station, tmp_path / "none.so", fails=2)
