"""The commands that keep, copy, destroy and hand over, on one real folder."""

import io
import json
import shutil
from pathlib import Path

import pytest

from app.clock import now
from app.effects.demonstration import CODE
from app.main import main
from app.records.keys.argon import DEMONSTRATION_COST, FLOOR_KIB, ArgonCost
from app.records.keys.roster import Role
from app.records.people.founding import create_station
from app.records.people.making import NewPerson
from app.records.station_file import Purpose

IMPORT_ONE = "importer 1 fiche non vérifiée"
TWO = ["--login", "helene", "--second", "theo"]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("custody") / "demo"
    assert main(["demo", "--out", str(out), "--protocol", "douleur_pharyngee"]) == 0
    return out / "station"


@pytest.fixture
def station(told: Path, tmp_path: Path) -> Path:
    """A demonstration with one sealed sheet."""
    return Path(shutil.copytree(told, tmp_path / "station"))


class Command:
    """Runs commands on one folder and reads their JSON."""

    def __init__(self, capsys: pytest.CaptureFixture[str], station: Path) -> None:
        self._capsys = capsys
        self._data = ["--data", str(station)]

    def __call__(self, *words: str, code: int = 0, data: bool = True) -> object:
        self._capsys.readouterr()
        said = [*words, *(self._data if data else []), "--json"]
        assert main(said) == code, self._capsys.readouterr().err
        return json.loads(self._capsys.readouterr().out)

    def refused(self, *words: str) -> str:
        self._capsys.readouterr()
        assert main([*words, *self._data]) == 2
        return self._capsys.readouterr().err


@pytest.fixture
def osys(capsys: pytest.CaptureFixture[str], station: Path) -> Command:
    return Command(capsys, station)


@pytest.fixture
def number(osys: Command) -> str:
    [line] = osys("archive", "list")  # type: ignore[misc]
    return str(line["number"])


def test_a_backup_is_made_proven_and_restored(
    osys: Command, station: Path, tmp_path: Path, number: str
) -> None:
    places = [str(tmp_path / "disk"), "--keys", str(tmp_path / "stick")]
    made = osys("backup", *places, "--every", "12")
    assert isinstance(made, dict)
    assert made["sample"] == {"taken": 1, "opened": 1}
    state = osys("backups")
    assert isinstance(state, dict)
    assert (state["data_at"], state["every_h"], state["late"]) == (state["keys_at"], 12, False)
    proof = osys("drill", *places, "--login", "theo", data=False)
    assert isinstance(proof, dict)
    assert (proof["good"], str(proof["read"])) == (True, number)
    shutil.rmtree(station)
    back = str(tmp_path / "back")
    done = osys("restore", places[0], back, *places[1:], *TWO, data=False)
    assert isinstance(done, dict)
    assert (done["sheets"], done["lacks"], done["findings"]) == (1, None, [])
    again = osys("archive", "show", number, "--data", back, data=False)
    assert isinstance(again, dict)
    assert again["intact"]
    assert osys("archive", "verify", back, data=False) == {
        **osys("archive", "verify", back, data=False),  # type: ignore[dict-item]
        "findings": [],
    }


def test_a_restore_tells_what_an_anchor_knows(osys: Command, tmp_path: Path) -> None:
    places = [str(tmp_path / "disk"), "--keys", str(tmp_path / "stick")]
    made = osys("backup", *places)
    assert isinstance(made, dict)
    beyond = f"{made['entries'] + 3}:0011223344556677"
    words = ["restore", places[0], str(tmp_path / "back"), *places[1:], *TWO]
    done = osys(*words, "--anchor", beyond, code=1, data=False)
    assert isinstance(done, dict)
    assert done["lacks"] == [made["entries"] + 1, made["entries"] + 3]


def test_places_and_people_are_refused_in_french(osys: Command, tmp_path: Path) -> None:
    place = str(tmp_path / "disk")
    assert "deux endroits différents" in osys.refused("backup", place, "--keys", place)
    assert "Il faut deux personnes" in osys.refused(
        "handover", place, "--keys", str(tmp_path / "k"), "--login", "helene"
    )
    assert not list(tmp_path.rglob("copie.json"))


def test_a_hold_is_placed_listed_and_released(osys: Command, number: str) -> None:
    osys("retention", "hold", number, "--reason", "réclamation")
    [hold] = osys("retention", "holds")  # type: ignore[misc]
    assert (str(hold["number"]), hold["reason"]) == (number, "réclamation")
    assert "conservation forcée" in osys.refused(
        "retention",
        "erase",
        number,
        "--reason",
        "x",
        "--second",
        "theo",
        "--confirm",
        f"effacer la fiche {number}",
    )
    osys("retention", "release", number, "--reason", "close")
    assert osys("retention", "holds") == []
    assert "numéro" in osys.refused("retention", "release", number, "--reason", "close")


def test_a_sheet_is_erased_by_two_who_typed_it_again(osys: Command, number: str) -> None:
    asked = ["retention", "erase", number, "--reason", "mauvais patient", "--second", "theo"]
    assert "Retapez exactement" in osys.refused(*asked, "--confirm", "oui")
    osys(*asked, "--confirm", f"effacer la fiche {number}")
    assert osys("archive", "list") == []


def test_nothing_due_is_said_and_nothing_destroyed(osys: Command, number: str) -> None:
    plan = osys("retention", "plan")
    assert isinstance(plan, dict)
    assert plan["months"] == []
    osys("retention", "purge")
    assert osys("retention", "state") == []
    assert osys("archive", "list")


def test_a_person_gets_everything_held_on_them(osys: Command, tmp_path: Path, number: str) -> None:
    shown = osys("archive", "show", number)
    assert isinstance(shown, dict)
    ins = shown["sheet"]["patient"]["matricule"]
    said = ["--who", "Camille DORVAL", "--words", "copie de mon dossier"]
    out = tmp_path / "file"
    done = osys("rights", "export", "--ins", ins, "--out", str(out), *said)
    assert isinstance(done, dict)
    assert (out / "a-lire.pdf").read_bytes().startswith(b"%PDF-")
    [held] = json.loads((out / "donnees.json").read_text())["sheets"]
    assert held["content"]["patient"] == shown["sheet"]["patient"]
    assert held["content"]["answers"] == shown["sheet"]["answers"]
    osys("rights", "object", "--sheet", number, *said)
    osys("rights", "rectify", "--sheet", number, *said)
    kinds = [one["kind"] for one in osys("rights", "list")]  # type: ignore[attr-defined]
    assert kinds == ["rectification", "objection", "access"]
    assert "Aucune fiche" in osys.refused(
        "rights", "export", "--ins", "1" * 13, "--out", str(tmp_path / "b"), *said
    )


def test_an_archive_is_handed_over_with_its_paper(
    osys: Command, tmp_path: Path, number: str
) -> None:
    done = osys("handover", str(tmp_path / "d"), "--keys", str(tmp_path / "k"), *TWO)
    assert isinstance(done, dict)
    assert Path(done["paper"]).read_bytes().startswith(b"%PDF-")
    assert done["sheets"] == 1
    assert b"DORVAL" not in Path(done["paper"]).read_bytes()


def test_earlier_sheets_are_shown_then_imported(osys: Command, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 earlier")
    listed = tmp_path / "list.csv"
    head = "date;nom;prenoms;naissance;fichier\n"
    listed.write_text(head + "2024-03-05;ESSAI;Paul;1980-05-12;a.pdf\n")
    words = ["import", str(listed), "--pdf", str(tmp_path)]
    assert osys(*words, "--plan") == {"sheets": 1, "octets": 16, "refused": []}
    assert len(osys("archive", "list")) == 1  # type: ignore[arg-type]
    done = osys(*words, "--confirm", IMPORT_ONE)
    assert done == {"sheets": 1, "imported": 1}
    assert len(osys("archive", "list")) == 2  # type: ignore[arg-type]
    listed.write_text(head + "2024-03-05;ESSAI;Paul;1980-05-12;../a.pdf\n")
    refused = osys(*words, code=1)
    assert isinstance(refused, dict)
    assert refused["refused"][0]["line"] == 2


@pytest.mark.parametrize(
    ("author", "wording"),
    [(";Dr Ancel", "Écrite par Dr Ancel"), (";", "Écrite par un auteur non indiqué")],
)
def test_an_imported_sheet_names_who_wrote_it_and_is_not_said_signed(
    osys: Command,
    station: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    author: str,
    wording: str,
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 earlier")
    listed = tmp_path / "list.csv"
    head = "date;nom;prenoms;naissance;fichier;auteur\n"
    listed.write_text(f"{head}2024-03-05;ESSAI;Paul;1980-05-12;a.pdf{author}\n")
    osys("import", str(listed), "--pdf", str(tmp_path), "--confirm", IMPORT_ONE)
    number = str(max(one["number"] for one in osys("archive", "list")))  # type: ignore[attr-defined]
    words = ["archive", "show", number, "--reason", "Patient au comptoir", "--data", str(station)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert wording in said
    assert "importé par Hélène Marchetti, non vérifié" in said
    assert "Signée" not in said
    assert "intègre" not in said


def test_an_account_without_keys_is_told_so_by_the_ages_of_the_backups(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = (
        NewPerson("helene", "Hélène Marchetti", "Pharmacienne", Role.PHARMACIST, CODE),
        NewPerson("nadia", "Nadia Perrot", "Préparatrice", Role.PREPARER, CODE),
    )
    station = tmp_path / "shared"
    create_station(
        station, people, bytes(range(16)), now(), DEMONSTRATION_COST, Purpose.DEMONSTRATION
    )
    assert main(["backups", "--data", str(station), "--login", "nadia"]) == 2
    assert "compte" in capsys.readouterr().err


PHRASE = "Cerise 42 tambour, velours granit!"
OTHER_PHRASE = "Lanterne 77 prairie; cobalt meringue?"


@pytest.fixture
def real_station(tmp_path: Path) -> Path:
    """A real station of two people, whose passwords are asked for."""
    people = (
        NewPerson("helene", "Hélène Marchetti", "Pharmacienne", Role.PHARMACIST, PHRASE),
        NewPerson("odile", "Odile Ferrand", "Titulaire", Role.OWNER, OTHER_PHRASE),
    )
    create_station(
        tmp_path / "real", people, bytes(range(16)), now(), ArgonCost(FLOOR_KIB, 1, 1), Purpose.REAL
    )
    return tmp_path / "real"


def test_a_real_station_asks_for_both_passwords_on_the_standard_input(
    real_station: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    places = [str(tmp_path / "disk"), "--keys", str(tmp_path / "stick")]
    data = ["--data", str(real_station), "--login", "helene", "--secret-stdin"]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHRASE}\n"))
    assert main(["backup", *places, *data]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHRASE}\n{OTHER_PHRASE}\n"))
    assert main(["handover", *places, *data, "--json"]) == 0
    words = ["restore", places[0], str(tmp_path / "back"), *places[1:], "--login", "helene"]
    # The anchors of this computer know the entries written after the copy was taken.
    for typed, code in ((PHRASE, 2), (OTHER_PHRASE, 1)):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHRASE}\n{typed}\n"))
        assert main([*words, "--second", "odile", "--secret-stdin"]) == code
    told = capsys.readouterr()
    assert PHRASE not in told.out + told.err
    assert "Poste restauré" in told.out
    assert "Cette copie n’a pas les entrées" in told.out


def test_a_restore_that_names_no_second_person_asks_the_owner(
    real_station: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    places = [str(tmp_path / "disk"), "--keys", str(tmp_path / "stick")]
    data = ["--data", str(real_station), "--login", "helene", "--secret-stdin"]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHRASE}\n"))
    assert main(["backup", *places, *data]) == 0
    back = tmp_path / "back"
    words = ["restore", places[0], str(back), *places[1:], "--login", "helene", "--secret-stdin"]
    for typed in (PHRASE, ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHRASE}\n{typed}\n"))
        assert main(words) == 2
        assert not back.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHRASE}\n{OTHER_PHRASE}\n"))
    assert main(words) in {0, 1}
    assert back.is_dir()
    assert "Poste restauré" in capsys.readouterr().out


@pytest.mark.parametrize("second", [[], ["--second", "Helene"]], ids=["nobody", "the same"])
def test_a_restore_by_one_person_is_refused_before_any_password(
    osys: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: list[str]
) -> None:
    places = [str(tmp_path / "disk"), "--keys", str(tmp_path / "stick")]
    osys("backup", *places)
    typed = io.StringIO("un mot de passe\n")
    monkeypatch.setattr("sys.stdin", typed)
    back = tmp_path / "back"
    words = ["restore", places[0], str(back), *places[1:], "--login", "helene", *second]
    assert main([*words, "--secret-stdin"]) == 2
    assert typed.tell() == 0
    assert not back.exists()
