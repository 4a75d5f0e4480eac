"""The commands as they are typed: a committee at its desk, two pharmacists at theirs."""

import argparse
import getpass
import json
import shutil
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import protocols.compare
import protocols.prove
from app import clock
from app.cli.signing import add_signing
from app.cli.signing_changes import changes
from app.effects.demonstration import CODE
from app.errors import StationError
from app.records.check.verify import verify
from app.records.station_file import Purpose
from protocols.diagram import TooIntricate
from protocols.prove import Obligation, ProofReport
from protocols.sign_keys import KeyUse, key_file
from tests.protocols.signatures.committee import (
    ID,
    a_version,
    delivery,
    members,
    version_files,
)
from tests.protocols.signatures.rooms import NOW, SECRET, Post, make_station
from tests.protocols.signatures.test_recall import a_sheet

ANNE, BASILE, _ = members()
PHRASE = "une phrase longue"


@dataclass
class Terminal:
    """Runs commands; ``passwords`` are typed in order, ``asked`` is what was asked for."""

    capture: pytest.CaptureFixture[str]
    passwords: deque[str] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)

    def password(self, question: str = "") -> str:
        self.asked.append(question)
        return self.passwords.popleft()

    def run(self, *words: object, typing: tuple[str, ...] = ()) -> tuple[int, str, str]:
        """Return the exit code, what was printed and what was refused."""
        self.passwords.extend(typing)
        parser = argparse.ArgumentParser()
        add_signing(parser.add_subparsers(required=True))
        arguments = parser.parse_args([str(word) for word in words])
        try:
            code, refused = int(arguments.run(arguments)), ""
        except StationError as error:
            code, refused = 2, error.sentence
        assert not self.passwords, "a password was not asked for"
        return code, self.capture.readouterr().out, refused

    def told(self, *words: object, typing: tuple[str, ...] = ()) -> Any:
        code, out, refused = self.run(*words, "--json", typing=typing)
        assert (code, refused) == (0, "")
        return json.loads(out)

    def refused(self, *words: object, typing: tuple[str, ...] = ()) -> str:
        code, _, sentence = self.run(*words, typing=typing)
        assert code == 2
        return sentence


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    terminal = Terminal(capsys)
    monkeypatch.setattr(getpass, "getpass", terminal.password)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return terminal


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The folder where the committee works, with a version to sign."""
    folder = tmp_path / "comite"
    folder.mkdir()
    write(folder, "2026.12.0", "demonstration")
    return folder


def write(folder: Path, version: str, status: str) -> None:
    for name, data in version_files(version, status).items():
        (folder / name).write_bytes(data)


@pytest.fixture(scope="session")
def _demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_station(
        tmp_path_factory.mktemp("demo") / "poste", Purpose.DEMONSTRATION, secret=CODE
    )


@pytest.fixture
def demo(tmp_path: Path, _demo: Path) -> Path:
    """A demonstration whose accounts open with the code shown at login."""
    return Path(shutil.copytree(_demo, tmp_path / "poste"))


def keygen(terminal: Terminal, desk: Path, name: str) -> Any:
    return terminal.told(
        "keygen", "--holder", name, "--role", "membre", "--demonstration",
        "--out", desk / f"{name}.key", typing=(PHRASE, PHRASE),
    )  # fmt: skip


def sign(terminal: Terminal, path: Path, name: str) -> Any:
    key = path.with_name(f"{name}.key")
    return terminal.told("sign", path, "--key", key, typing=(PHRASE,))


@pytest.fixture
def signed_desk(terminal: Terminal, desk: Path, demo: Path) -> Path:
    """A desk where two people made their keys, whose public halves the station trusts."""
    for name in ("Anne", "Basile"):
        made = keygen(terminal, desk, name)
        terminal.told("trust", made["public"], "--data", demo)
    return desk


def test_a_key_is_made_under_a_password_for_its_owner_alone(terminal: Terminal, desk: Path) -> None:
    made = keygen(terminal, desk, "Anne")
    private = Path(made["private"])
    assert private.stat().st_mode & 0o077 == 0
    assert made["id"] not in ("", None)
    assert json.loads(Path(made["public"]).read_bytes())["use"] == "demonstration"
    again = ("keygen", "--holder", "Anne", "--role", "r", "--out", private, "--demonstration")
    assert "existe déjà" in terminal.refused(*again, typing=(PHRASE, PHRASE))


def test_two_passwords_that_differ_make_no_key(terminal: Terminal, desk: Path) -> None:
    before = sorted(desk.iterdir())
    said = terminal.refused(
        "keygen", "--holder", "A", "--role", "r", "--out", desk / "a.key",
        typing=(PHRASE, PHRASE + "s"),
    )  # fmt: skip
    assert "diffèrent" in said
    assert sorted(desk.iterdir()) == before


def test_a_version_goes_from_the_committee_to_the_patients_it_must_call_back(
    terminal: Terminal, signed_desk: Path, demo: Path
) -> None:
    path, package = signed_desk / f"{ID}.yaml", signed_desk / "piqure.osys"
    first, second = sign(terminal, path, "Anne"), sign(terminal, path, "Basile")
    assert (first["signatures"], second["signatures"]) == (1, 2)
    assert first["proofs"] == second["proofs"] != ""
    packed = terminal.told("pack", "--protocol", path, "--out", package)
    assert (packed["protocol"], packed["version"]) == (ID, "2026.12.0")

    taken = terminal.told("import", package, "--data", demo)
    assert (taken["before"], taken["version"]) == ("2026.11.0", "2026.12.0")
    assert taken["changes"][0] == "Version 2026.11.0 remplacée par 2026.12.0."
    assert {one["holder"] for one in taken["signers"]} == {"Anne", "Basile"}
    shelf = terminal.told("shelf", "--data", demo)
    line = next(one for one in shelf["protocols"] if one["id"] == ID)
    assert (line["version"], line["imported"], line["refusal"]) == ("2026.12.0", True, "")

    seal_as(demo, 1)
    recall = terminal.told("recall", ID, "2026.12.0", "--data", demo)
    assert [one["sheet_id"] for one in recall["patients"]] == [f"{1:032x}"]
    gone = terminal.told("withdraw", ID, "2026.12.0", "--reason", "seuil à revoir", "--data", demo)
    assert gone == recall
    shelf = terminal.told("shelf", "--data", demo)
    line = next(one for one in shelf["protocols"] if one["id"] == ID)
    assert line["state"] == "withdrawn"
    assert "seuil à revoir" in line["refusal"]
    assert verify(demo).findings == ()


def seal_as(folder: Path, number: int) -> None:
    """Seal a sheet of the version at a demonstration."""
    Post(folder, real=False, secret=CODE).seal(number, a_sheet())


def test_a_list_of_withdrawals_reaches_the_station_and_names_the_patients(
    terminal: Terminal, signed_desk: Path, demo: Path
) -> None:
    seal_as(demo, 1)
    first, package = signed_desk / "retraits-1.json", signed_desk / "retraits.osys"
    made = terminal.told(
        "revoke", "--withdraw", ID, "2026.12.0", "--reason", "seuil à revoir", "--out", first
    )
    assert made["counter"] == 1
    for name in ("Anne", "Basile"):
        sign(terminal, first, name)
    terminal.told("pack", "--list", first, "--out", package)
    taken = terminal.told("import", package, "--data", demo)
    assert taken["counter"] == 1
    assert [len(one["patients"]) for one in taken["recalls"]] == [1]
    second = signed_desk / "retraits-2.json"
    made = terminal.told(
        "revoke", "--after", first, "--revoke-key", "ab" * 16, "--reason", "perdue", "--out", second
    )
    assert (made["counter"], made["versions"], made["keys"]) == (2, 1, 1)
    assert "déjà installé" in terminal.refused("import", package, "--data", demo)


def test_what_a_person_reads_is_in_words(terminal: Terminal, signed_desk: Path, demo: Path) -> None:
    path, package = signed_desk / f"{ID}.yaml", signed_desk / "piqure.osys"
    sign(terminal, path, "Anne")
    code, out, _ = terminal.run("sign", path, "--key", signed_desk / "Basile.key", typing=(PHRASE,))
    assert (code, out) == (0, f"Signé par Basile\u00a0: 2 signature(s) dans {ID}.osys.sig.json.\n")
    terminal.told("pack", "--protocol", path, "--out", package)
    _, out, _ = terminal.run("import", package, "--data", demo)
    assert "Signé par Anne (membre), le 25/11/2026." in out
    assert "Propriétés vérifiées" in out
    assert "est installé" in out
    seal_as(demo, 1)
    _, out, _ = terminal.run("withdraw", ID, "2026.12.0", "--reason", "seuil", "--data", demo)
    sheet = a_sheet()
    assert "1 patient(s) à rappeler" in out
    assert sheet.patient.phone in out
    _, out, _ = terminal.run("shelf", "--data", demo)
    assert "retiré" in out


def test_the_same_person_twice_is_refused_before_any_password(
    terminal: Terminal, strict: Post, tmp_path: Path
) -> None:
    key = tmp_path / "anne.pub"
    key.write_bytes(key_file(ANNE.key))
    before = strict.files()
    words = ("trust", key, "--data", strict.folder, "--login", "helene", "--second", "helene2")
    assert "deux personnes" in terminal.refused(*words, typing=(SECRET,))
    assert strict.files().keys() == before.keys()


def test_a_real_station_asks_each_person_by_name_and_takes_the_package(
    terminal: Terminal, strict: Post, tmp_path: Path
) -> None:
    package = tmp_path / "piqure.osys"
    package.write_bytes(delivery(a_version(), ANNE, BASILE))
    for number, one in enumerate((ANNE, BASILE)):
        key = tmp_path / f"{number}.pub"
        key.write_bytes(key_file(one.key))
        terminal.told("trust", key, "--data", strict.folder, typing=(SECRET, SECRET))
    assert terminal.asked[:2] == [
        "Mot de passe de Hélène Marchetti\u00a0: ",
        "Mot de passe de Théo Oriol\u00a0: ",
    ]
    said = terminal.refused("import", package, "--data", strict.folder, typing=(SECRET, "un autre"))
    assert "Mot de passe refusé" in said
    shelf = terminal.told("shelf", "--data", strict.folder, typing=(SECRET,))
    assert [one["refusal"] != "" for one in shelf["protocols"] if one["id"] == ID] == [True]
    taken = terminal.told("import", package, "--data", strict.folder, typing=(SECRET, SECRET))
    assert taken["version"] == "2026.12.0"
    shelf = terminal.told("shelf", "--data", strict.folder, typing=(SECRET,))
    line = next(one for one in shelf["protocols"] if one["id"] == ID)
    assert (line["state"], line["refusal"]) == ("valid", "")
    assert {one["holder"] for one in shelf["keys"]} == {ANNE.key.holder, BASILE.key.holder}


def test_one_person_signs_once(terminal: Terminal, signed_desk: Path) -> None:
    path = signed_desk / f"{ID}.yaml"
    sign(terminal, path, "Anne")
    before = (signed_desk / f"{ID}.osys.sig.json").read_bytes()
    said = terminal.refused("sign", path, "--key", signed_desk / "Anne.key", typing=(PHRASE,))
    assert "a déjà signé" in said
    assert (signed_desk / f"{ID}.osys.sig.json").read_bytes() == before


@pytest.mark.parametrize("name", [f"{ID}.yaml", "gate.yaml"])
def test_after_a_signature_no_file_of_the_protocol_changes(
    terminal: Terminal, signed_desk: Path, name: str
) -> None:
    path = signed_desk / f"{ID}.yaml"
    sign(terminal, path, "Anne")
    other = signed_desk / name
    other.write_bytes(other.read_bytes() + b"# one word more\n")
    words = ("sign", path, "--key", signed_desk / "Basile.key")
    assert "autre contenu" in terminal.refused(*words)
    out = signed_desk / "x.osys"
    assert "autre contenu" in terminal.refused("pack", "--protocol", path, "--out", out)
    assert not out.exists()
    assert "ne change plus" in terminal.refused("advance", path, "review")


def test_a_draft_goes_forward_one_step_at_a_time(terminal: Terminal, desk: Path) -> None:
    write(desk, "2026.12.0", "draft")
    path = desk / f"{ID}.yaml"
    assert "ne se signe pas" in terminal.refused("sign", path, "--key", desk / "x.key")
    assert "ne passe pas" in terminal.refused("advance", path, "valid")
    for state in ("review", "valid"):
        assert terminal.told("advance", path, state)["state"] == state
    assert path.read_bytes() == version_files("2026.12.0", "valid")[f"{ID}.yaml"]


def test_a_protocol_for_patients_is_not_signed_while_a_property_fails(
    terminal: Terminal, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(desk, "2026.12.0", "valid")
    keygen(terminal, desk, "Anne")
    broken = Obligation("bounded", "L’entretien a une fin", holds=False, subjects=3)

    def fails(protocol: Any) -> ProofReport:
        return ProofReport(protocol.id, protocol.version, protocol.sha256, (broken,))

    monkeypatch.setattr(protocols.prove, "prove", fails)
    said = terminal.refused("sign", desk / f"{ID}.yaml", "--key", desk / "Anne.key")
    assert "L’entretien a une fin" in said
    assert not (desk / f"{ID}.osys.sig.json").exists()


def test_a_protocol_whose_example_patient_fails_is_not_signed(
    terminal: Terminal, desk: Path
) -> None:
    path = desk / f"{ID}.yaml"
    keygen(terminal, desk, "Anne")
    lighter = path.read_text().replace(
        "class: R\n    text: Votre visage", "class: C\n    text: Votre visage"
    )
    path.write_text(lighter)
    said = terminal.refused("sign", path, "--key", desk / "Anne.key")
    assert "patient d’exemple" in said
    assert not (desk / f"{ID}.osys.sig.json").exists()


def test_an_import_says_which_patients_change(
    terminal: Terminal, signed_desk: Path, demo: Path
) -> None:
    lighter = "class: R\n    text: Votre visage"
    other = a_version(
        "2026.12.0", "demonstration", replaced=((lighter, lighter.replace("R", "U", 1)),)
    )
    anne, basile, _ = members(KeyUse.DEMONSTRATION)
    for number, one in enumerate((anne, basile)):
        key = signed_desk / f"{number}.pub"
        key.write_bytes(key_file(one.key))
        terminal.told("trust", key, "--data", demo)
    package = signed_desk / "lighter.osys"
    package.write_bytes(delivery(other, anne, basile))
    taken = terminal.told("import", package, "--data", demo)
    assert any("urgences avant, médecin le jour même après" in one for one in taken["patients"])
    assert "R devient U" in " ".join(taken["changes"])


def test_an_import_says_when_patients_could_not_be_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_much(_before: Any, _after: Any) -> None:
        raise TooIntricate

    monkeypatch.setattr(protocols.compare, "compare", too_much)
    told = changes(a_version(), a_version("2026.12.1"))
    assert told.patients is None
    assert "n’ont pas pu être comparés" in told.lines[-1]


def test_an_import_says_when_no_patient_changes(
    terminal: Terminal, signed_desk: Path, demo: Path
) -> None:
    path, package = signed_desk / f"{ID}.yaml", signed_desk / "piqure.osys"
    for name in ("Anne", "Basile"):
        sign(terminal, path, name)
    terminal.told("pack", "--protocol", path, "--out", package)
    _, out, _ = terminal.run("import", package, "--data", demo)
    assert "Aucun patient ne change" in out


def test_everybody_signs_over_the_same_proof_report(terminal: Terminal, signed_desk: Path) -> None:
    path = signed_desk / f"{ID}.yaml"
    sign(terminal, path, "Anne")
    report = signed_desk / f"{ID}.osys.proofs.json"
    report.write_bytes(report.read_bytes().replace(b"true", b"false", 1))
    words = ("sign", path, "--key", signed_desk / "Basile.key")
    assert "tous lire le même" in terminal.refused(*words)


BAD: dict[str, Callable[[Path], tuple[object, ...]]] = {
    "no such package": lambda folder: ("import", folder / "absent.osys"),
    "a folder": lambda folder: ("import", folder),
    "no such key": lambda folder: ("trust", folder / "absent.pub"),
    "no such version": lambda _: ("withdraw", ID, "2030.1.0", "--reason", "x"),
    "a version that is none": lambda _: ("withdraw", ID, "dernière", "--reason", "x"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_command_that_cannot_be_done_says_why_and_changes_nothing(
    terminal: Terminal, demo: Path, tmp_path: Path, case: str
) -> None:
    before = Post(demo, real=False).files().keys()
    said = terminal.refused(*BAD[case](tmp_path), "--data", demo)
    assert said.endswith(".")
    assert Post(demo, real=False).files().keys() == before


@pytest.mark.parametrize(
    "words",
    [
        ("pack", "--out", "x.osys"),
        ("sign", "absent.yaml", "--key", "x.key"),
        ("sign", "absent.json", "--key", "x.key"),
        ("advance", "absent.yaml", "review"),
        ("revoke", "--reason", "x", "--out", "x.json"),
        ("revoke", "--withdraw", "../x", "1.0.0", "--reason", "x", "--out", "x.json"),
        ("revoke", "--after", "absent.json", "--reason", "x", "--out", "x.json"),
        ("import", "x.osys", "--data", "absent"),
    ],
    ids=" ".join,
)
def test_a_desk_without_what_is_named_is_told_so(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert terminal.refused(*words).endswith(".")
    assert list(tmp_path.iterdir()) == []
