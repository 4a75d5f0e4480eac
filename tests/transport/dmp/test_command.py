"""``osys outbox`` with the DMP: a real pharmacy, a card behind PKCS#11, a service over TLS."""

import base64
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from lxml import etree
from signxml.verifier import SignatureConfiguration
from signxml.xades import XAdESVerifier

from app import clock
from app.effects.demonstration import CODE
from app.main import main
from app.records.check.verify import verify
from app.records.people.founding import create_station
from app.records.people.unlock import unlock
from app.records.station_file import Purpose
from app.transport.dmp.account import ACCOUNT
from app.transport.service_words import DEMONSTRATION, NOT_HOMOLOGATED, NOT_SET
from tests.cards.softhsm import PIN, Drawer
from tests.protocols.signatures.rooms import PEOPLE, SECRET, make_station
from tests.records.stations import CHEAP, STATION_ID, vault_of
from tests.transport.dmp import messages as far
from tests.transport.dmp.endpoint import an_endpoint
from tests.transport.dmp.parties import keep_record
from tests.transport.servers import Papers, server_context
from tests.transport.vaults import a_sheet

BY_CARD = pytest.mark.needs("softhsm", "tcc")


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """A real pharmacy with one sheet sealed, that may leave."""
    folder = make_station(tmp_path / "station", Purpose.REAL)
    with unlock(folder, "helene", SECRET, clock.now()) as session:
        keep_record(vault_of(session), a_sheet())
    return folder


def configure(
    station: Path, operator: Papers, pharmacy: Papers, port: int, number: str = "ESSAI-0001"
) -> None:
    lines = {
        "homologation": number,
        "repository": f"https://127.0.0.1:{port}/repository",
        "registry": f"https://127.0.0.1:{port}/registry",
        "certificate": str(pharmacy.certificate),
        "key": str(pharmacy.key),
        "authority": str(operator.authority),
    }
    text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    (station / ACCOUNT).write_text(text, encoding="utf-8")


class Command:
    """Runs ``osys outbox`` on the folder of the pharmacy."""

    def __init__(
        self,
        station: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        self._station, self._capsys, self._patch = station, capsys, monkeypatch

    def __call__(self, *words: str, code: int = 0) -> str:
        reading, writing = os.pipe()
        os.write(writing, f"{SECRET}\n".encode())
        os.close(writing)
        self._capsys.readouterr()
        command = words[0] if words[0] == "exchange" else "outbox"
        asked = words[1:] if words[0] == "exchange" else words
        with os.fdopen(reading, encoding="utf-8") as typed:
            self._patch.setattr("sys.stdin", typed)
            given = ("--data", str(self._station), "--login", "helene", "--secret-stdin")
            assert main([command, *asked, *given]) == code
        said = self._capsys.readouterr()
        # before the refusal, a real station says what the computer lacks
        return said.err.splitlines()[-1] if code == 2 else said.out

    def send(self, module: Path, *words: str, code: int = 0, pin: str = PIN) -> str:
        return self.by_card(module, "send", "--by", "dmp", *words, code=code, pin=pin)

    def query(self, module: Path, *words: str, code: int = 0) -> str:
        number = str(self.record()["number"])
        return self.by_card(module, "exchange", "query", number, *words, code=code)

    def by_card(self, module: Path, *words: str, code: int = 0, pin: str = PIN) -> str:
        reading, writing = os.pipe()
        os.write(writing, f"{pin}\n".encode())
        os.close(writing)
        try:
            card = ("--module", str(module), "--pin-fd", str(reading))
            return self(*words, *card, code=code)
        finally:
            os.close(reading)

    def record(self) -> dict[str, object]:
        (line,) = [
            one for one in json.loads(self("list", "--json")) if one["document"] == "IHE_XDM.ZIP"
        ]
        return dict(line)


@pytest.fixture
def osys(
    station: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    return Command(station, capsys, monkeypatch)


@BY_CARD
def test_a_record_signed_by_the_card_is_registered_once(
    osys: Command, station: Path, own: Drawer, operator: Papers, pharmacy: Papers
) -> None:
    with an_endpoint(server_context(operator, pharmacy)) as (port, endpoint):
        configure(station, operator, pharmacy, port)
        assert (osys.record()["channel"], osys.record()["state"]) == ("service du DMP", "waiting")
        told = json.loads(osys.send(own.module, "--json"))
        assert (told["tried"], told["accepted"]) == (1, 1)
        assert json.loads(osys.send(own.module, "--json"))["tried"] == 0
    assert "enregistré dans le DMP" in osys("list")
    assert verify(station).findings == ()
    (request,) = endpoint.requests
    (assertion,) = request.envelope.xpath("//wsse:Security/*", namespaces=far.NAMES)
    said = "".join(assertion.itertext())
    assert "ESSAI-0001" in said and "^^^&1.2.250.1.213.1.4.8&ISO^NH" in said
    (signature,) = [
        one.content
        for one in endpoint.documents.values()
        if b"XMLSchema" not in one.content and b"Manifest" in one.content
    ]
    expected = SignatureConfiguration(require_x509=True, expect_references=3)
    certificate = own_certificate(signature)
    XAdESVerifier().verify(signature, x509_cert=certificate, expect_config=expected)


def own_certificate(signature: bytes) -> x509.Certificate:
    found = etree.fromstring(signature).findtext(".//{*}X509Certificate")
    return x509.load_der_x509_certificate(base64.b64decode(found))


@BY_CARD
def test_a_wrong_code_sends_nothing_and_keeps_the_record_waiting(
    osys: Command, station: Path, own: Drawer, operator: Papers, pharmacy: Papers
) -> None:
    with an_endpoint(server_context(operator, pharmacy)) as (port, endpoint):
        configure(station, operator, pharmacy, port)
        said = osys.send(own.module, code=2, pin="000000")
    assert said.endswith("Rien n’a été envoyé.")
    assert endpoint.requests == []
    assert (osys.record()["state"], osys.record()["attempts"]) == ("waiting", 0)


def test_without_a_homologation_number_nothing_is_asked_of_anybody(
    osys: Command, station: Path, tmp_path: Path, operator: Papers, pharmacy: Papers
) -> None:
    with an_endpoint(server_context(operator, pharmacy)) as (port, endpoint):
        configure(station, operator, pharmacy, port, number="")
        assert osys.send(tmp_path / "no.so", code=2) == NOT_HOMOLOGATED
    assert endpoint.requests == []
    said = osys("list")
    assert NOT_HOMOLOGATED in said and "dossier d’export" in said
    assert osys.record()["channel"] == "dossier d’export"


def test_without_an_access_one_sentence_says_what_to_do(osys: Command, tmp_path: Path) -> None:
    assert osys.send(tmp_path / "no.so", code=2) == NOT_SET
    assert "non homologué" in NOT_SET and NOT_SET in osys("list")


def test_a_demonstration_is_refused_before_any_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], operator: Papers, pharmacy: Papers
) -> None:
    shown, person = tmp_path / "shown", replace(PEOPLE[0], secret=CODE)
    create_station(shown, (person,), STATION_ID, clock.now(), CHEAP, Purpose.DEMONSTRATION)
    configure(shown, operator, pharmacy, 1)
    capsys.readouterr()
    assert main(["outbox", "send", "--by", "dmp", "--data", str(shown)]) == 2
    assert capsys.readouterr().err == f"{DEMONSTRATION}\n"


def test_the_archives_that_wait_are_written_in_a_folder(osys: Command, tmp_path: Path) -> None:
    told = json.loads(osys("send", "--by", "folder", "--to", str(tmp_path / "out"), "--json"))
    assert (told["tried"], told["accepted"]) == (1, 1)
    (written,) = (tmp_path / "out").glob("fiche-*/IHE_XDM.ZIP")
    assert written.read_bytes().startswith(b"PK")
    assert osys("send", "--by", "folder") == "Archives écrites\u00a0: 0.\n"


@BY_CARD
def test_the_documents_of_the_patient_are_listed_then_written(
    osys: Command, station: Path, own: Drawer, tmp_path: Path, operator: Papers, pharmacy: Papers
) -> None:
    with an_endpoint(server_context(operator, pharmacy)) as (port, endpoint):
        configure(station, operator, pharmacy, port)
        osys.send(own.module)
        told = json.loads(osys.query(own.module, "--agreed", "--json"))
        assert [one["kind"] for one in told["documents"]] == ["93024-8"]
        assert told["files"] == []
        osys.query(own.module, "--agreed", "--to", str(tmp_path / "taken"))
    (written,) = (tmp_path / "taken").iterdir()
    (content,) = [one.content for one in endpoint.documents.values() if b"nonXML" in one.content]
    assert written.read_bytes() == content
    assert main(["exchange", "read", str(written)]) == 0


@BY_CARD
def test_without_the_agreement_of_the_patient_nothing_is_asked(
    osys: Command, station: Path, own: Drawer, operator: Papers, pharmacy: Papers
) -> None:
    with an_endpoint(server_context(operator, pharmacy)) as (port, endpoint):
        configure(station, operator, pharmacy, port)
        assert "accord du patient" in osys.query(own.module, code=2)
    assert endpoint.requests == []
