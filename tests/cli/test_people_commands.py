"""A real pharmacy from the command line: created, opened, people changed, access recovered."""

import io
import json
import re
import shutil
from pathlib import Path

import pytest

import resources.files
from app.cli.headless import Headless, Stalled
from app.clock import now
from app.desk import messages as desk
from app.desk.model import Screen
from app.effects.demonstration import CODE
from app.effects.opening import make_runner, open_desk
from app.effects.pace import hurried
from app.effects.runner import Runner
from app.main import main
from app.records.check.verify import verify
from app.records.people.session import PharmacistSession
from app.records.people.unlock import unlock
from app.records.station_file import KEYSTORE, STATION, Purpose, read_station_file
from app.settings import read_settings
from app.traffic import Post
from hardware.simulators.scenario import Scenario
from tests.exchange.reading import words

HELENE = "lubie marron globe maison optique critère utile"
THEO = "sentier cuivre lundi agrafe pile exact cheval"
OWNER = "chapitre ombrage falaise tricoter manchot avril lavande"
OTHER = "romance dotation montagne résoudre étendoir lambeau gonfler"
COMMON = ("--owner-login", "helene.titulaire", "--owner-name", "Hélène Marchetti", "--secret-stdin")


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def settings_file(folder: Path) -> Path:
    copied = folder / "reglages.toml"
    shutil.copyfile(resources.files.path("demonstration/station.toml"), copied)
    return copied


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pharmacy")
    with pytest.MonkeyPatch.context() as patch:
        typed(patch, HELENE, THEO, OWNER)
        named = ["--data", str(place / "poste"), "--settings", str(settings_file(place))]
        assert main(["station", "create", *named, *COMMON]) == 0
    return place / "poste"


@pytest.fixture
def post(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "poste"))


class Terminal:
    """Runs ``osys people`` on one post, with lines on the standard input."""

    def __init__(
        self, post: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self._post, self._patch, self._capture = post, patch, capture

    def run(self, action: str, *words: str, login: str = "helene", typing: tuple[str, ...]) -> int:
        typed(self._patch, *typing)
        place = ["--data", str(self._post), "--login", login, "--secret-stdin"]
        return main(["people", *action.split(), *words, *place])

    def heard(self) -> tuple[str, str]:
        said = self._capture.readouterr()
        return said.out, said.err


@pytest.fixture
def terminal(
    post: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(post, monkeypatch, capsys)


def test_a_created_station_is_real_and_its_owner_has_two_accounts(made: Path) -> None:
    assert read_station_file(made).purpose is Purpose.REAL
    assert verify(made).findings == ()
    with unlock(made, "helene", HELENE, now()) as session:
        assert isinstance(session, PharmacistSession)
        assert session.own.account.cost.memory_kib >= 64 * 1024
    with unlock(made, "helene.titulaire", OWNER, now()) as session:
        assert not isinstance(session, PharmacistSession)
        assert session.person.label == "Hélène Marchetti"


def logged_in(station: Headless) -> None:
    """Wait for the home screen: the shares that were never made are shown before it."""
    station.wait(lambda: station.flow.desk.person is not None, "connexion")
    assert station.flow.desk.screen is Screen.RECOVERY
    assert "parts de secours" in station.flow.desk.notice
    station.send(desk.HomeAsked())
    station.wait(lambda: bool(station.flow.desk.tiles), "accueil")


def test_the_window_opens_a_real_station_and_refuses_demonstration_protocols(post: Path) -> None:
    opened = open_desk(post)
    assert not opened.station.demonstration
    assert opened.demonstration_code == ""
    assert [one.login for one in opened.accounts] == ["helene", "theo", "helene.titulaire"]
    runners: list[Runner] = []

    def starter(send: Post) -> Runner:
        runners.append(make_runner(opened, post, send, hurried(Scenario())))
        return runners[0]

    station = Headless(opened, starter, now)
    try:
        station.send(desk.LoginAsked("helene", HELENE))
        logged_in(station)
        tiles = station.flow.desk.tiles
        assert tiles
        assert all(tile.locked for tile in tiles)
        station.send(desk.PatientAsked("douleur_pharyngee"))
        with pytest.raises(Stalled) as refused:
            station.wait(lambda: station.flow.encounter is not None, "consultation")
        assert "démonstration" in refused.value.sentence
        assert station.flow.encounter is None
    finally:
        runners[0].stop()


def test_the_code_of_the_demonstration_opens_no_real_station(
    terminal: Terminal, post: Path
) -> None:
    assert terminal.run("password", typing=(CODE, OTHER)) == 2
    assert "Mot de passe refusé" in terminal.heard()[1]
    assert terminal.run("password", typing=(HELENE, CODE)) == 2
    assert "deviner" in terminal.heard()[1]
    unlock(post, "helene", HELENE, now()).close()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((CODE, THEO, OWNER), "deviner"),
        ((HELENE, THEO, HELENE), "autre compte"),
        ((HELENE, THEO), "ligne manque"),
        ((HELENE, f"{HELENE} oriol", OWNER), "oriol"),
    ],
)
def test_a_refused_secret_leaves_nothing_behind(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: tuple[str, ...],
    said: str,
) -> None:
    typed(monkeypatch, *lines)
    place, settings = tmp_path / "poste", str(settings_file(tmp_path))
    assert main(["station", "create", "--data", str(place), "--settings", settings, *COMMON]) == 2
    assert said.casefold() in capsys.readouterr().err.casefold()
    assert not place.exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('finess = "350001236"', 'finess = "35"', "finess"),
        ('rpps = "10000678903"', 'rpps = "1"', "rpps"),
        ('login = "theo"', 'login = "helene"', "helene"),
        ("[pharmacy]", "[pharmacy", "corriger"),
        ('city = "Kerlanec"', 'city = "Kerlanec"\ncolour = "x"', "colour"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_with_their_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    said: str,
) -> None:
    settings = settings_file(tmp_path)
    settings.write_text(settings.read_text().replace(old, new))
    typed(monkeypatch, HELENE, THEO, OWNER)
    place = tmp_path / "poste"
    words = ["station", "create", "--data", str(place), "--settings", str(settings), *COMMON]
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert not place.exists()


def test_a_station_is_not_created_over_another(
    post: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = {one.name: one.read_bytes() for one in post.iterdir()}
    typed(monkeypatch, HELENE, THEO, OWNER)
    words = ["--data", str(post), "--settings", str(settings_file(tmp_path))]
    assert main(["station", "create", *words, *COMMON]) == 2
    assert {one.name: one.read_bytes() for one in post.iterdir()} == before


def test_people_are_listed_added_revoked_and_given_back_their_access(
    terminal: Terminal, post: Path
) -> None:
    person = ("claire", "--family", "Dumont", "--given", "Claire", "--title", "Pharmacienne")
    assert terminal.run("add", *person, "--rpps", "10000999908", typing=(HELENE, OTHER)) == 0
    unlock(post, "claire", OTHER, now()).close()
    assert read_settings(post / "station.toml").professionals[-1].rpps == "10000999908"
    assert terminal.run("regrant", "theo", typing=(HELENE, OTHER + " plus")) == 0
    unlock(post, "theo", OTHER + " plus", now()).close()
    assert terminal.run("revoke", "claire", typing=(HELENE,)) == 0
    terminal.heard()
    assert terminal.run("list", "--json", typing=()) == 0
    listed = json.loads(terminal.heard()[0])
    assert [one["login"] for one in listed] == ["helene", "helene.titulaire", "theo"]
    assert terminal.run("rotate", typing=(HELENE,)) == 0
    assert "fiches" in terminal.heard()[0]
    assert verify(post).findings == ()


def test_an_owner_adds_no_pharmacist_and_is_told_who_can(terminal: Terminal, post: Path) -> None:
    before = (post / KEYSTORE).read_bytes(), (post / "station.toml").read_bytes()
    person = ("claire", "--family", "Dumont", "--given", "Claire", "--title", "Pharmacienne")
    rpps = ("--rpps", "10000999908")
    login = "helene.titulaire"
    assert terminal.run("add", *person, *rpps, login=login, typing=(OWNER, OTHER)) == 2
    assert "pharmacien" in terminal.heard()[1]
    assert ((post / KEYSTORE).read_bytes(), (post / "station.toml").read_bytes()) == before


def test_a_pharmacist_without_number_is_not_added(terminal: Terminal, post: Path) -> None:
    before = (post / KEYSTORE).read_bytes()
    person = ("claire", "--family", "Dumont", "--given", "Claire", "--title", "Pharmacienne")
    assert terminal.run("add", *person, typing=(HELENE, OTHER)) == 2
    assert "rpps" in terminal.heard()[1]
    assert (post / KEYSTORE).read_bytes() == before


def words_of(paper: Path) -> str:
    """Read the 33 numbered words of a printed share, as a person would."""
    found = dict(re.findall(r"(\d+)\.\s+([a-z]+)", words(paper.read_bytes())))
    return " ".join(found[str(place)] for place in range(1, 34))


def test_printed_shares_are_tested_and_bring_the_access_back(
    terminal: Terminal, post: Path, tmp_path: Path
) -> None:
    out = tmp_path / "cle-usb"
    assert terminal.run("recovery state", typing=(HELENE,)) == 1
    assert "pas finie" in terminal.heard()[0]
    assert terminal.run("recovery make", "--out", str(out), "--later", typing=(HELENE,)) == 0
    assert "relues" in terminal.heard()[0]
    papers = sorted(out.iterdir())
    assert [one.stat().st_mode & 0o777 for one in papers] == [0o600] * 3
    shares = [words_of(one) for one in papers]
    assert terminal.run("recovery test", typing=(HELENE, shares[0], shares[2])) == 0
    terminal.heard()
    assert terminal.run("recovery state", "--json", typing=(OWNER,), login="helene.titulaire") == 0
    assert json.loads(terminal.heard()[0])["standing"] == "checked"
    assert terminal.run("recovery use", "theo", typing=(shares[1], shares[2], OTHER)) == 0
    unlock(post, "theo", OTHER, now()).close()
    assert terminal.run("recovery state", typing=(HELENE,)) == 1
    assert "servi" in terminal.heard()[0]
    assert verify(post).findings == ()


def test_shares_are_never_written_in_the_station_nor_over_others(
    terminal: Terminal, post: Path, tmp_path: Path
) -> None:
    assert terminal.run("recovery make", "--out", str(post / "parts"), typing=(HELENE,)) == 2
    assert "jamais" in terminal.heard()[1]
    assert terminal.run("recovery make", "--out", str(tmp_path / "a"), "--later",
                        typing=(HELENE,)) == 0  # fmt: skip
    first = (tmp_path / "a" / "part-de-secours-1.pdf").read_bytes()
    assert terminal.run("recovery make", "--out", str(tmp_path / "a"), typing=(HELENE,)) == 2
    assert (tmp_path / "a" / "part-de-secours-1.pdf").read_bytes() == first
    # The shares that exist still count: nothing was made before the refusal.
    shares = [words_of(one) for one in sorted((tmp_path / "a").iterdir())]
    assert terminal.run("recovery test", typing=(HELENE, *shares[:2])) == 0


def test_words_that_are_not_those_of_the_shares_leave_them_unchecked(
    terminal: Terminal, tmp_path: Path
) -> None:
    out = ("--out", str(tmp_path / "b"))
    assert terminal.run("recovery make", *out, typing=(HELENE, "a b c d", "e f g h")) == 2
    assert "recopiez" in terminal.heard()[1]
    assert terminal.run("recovery state", typing=(HELENE,)) == 1


def test_a_passphrase_is_proposed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "passphrase"]) == 0
    assert len(capsys.readouterr().out.split()) == 8


def test_no_secret_is_in_the_files_nor_in_what_is_said(
    terminal: Terminal, post: Path, tmp_path: Path
) -> None:
    assert terminal.run("recovery make", "--out", str(tmp_path / "c"), "--later",
                        typing=(HELENE,)) == 0  # fmt: skip
    share = words_of(tmp_path / "c" / "part-de-secours-1.pdf")
    said = " ".join(terminal.heard())
    assert share.split()[10] not in said.split()
    for file in post.iterdir():
        content = file.read_bytes()
        assert not any(one.encode() in content for one in (HELENE, THEO, OWNER, share))
    assert json.loads((post / STATION).read_text()).keys() == {
        "format", "suite", "station", "purpose", "public", "created"
    }  # fmt: skip
