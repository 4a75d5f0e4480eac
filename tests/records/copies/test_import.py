"""Earlier sheets: judged line by line, shown, then sealed all or none, never as verified."""

import json
from pathlib import Path

import pytest

from app.encounter.summary import read_summary
from app.records.check.verify import verify
from app.records.copies.earlier import plan_import
from app.records.copies.refusals import ImportMoved, ImportRefused, Stopped
from app.records.copies.taking_in import take_in
from app.records.retention.refusals import NotRetyped
from app.records.vault import DocumentKind
from tests.records.copies.copied import custody_of
from tests.records.stations import LATER, opened, seal, vault_of

HEAD = "date;nom;prenoms;naissance;fichier;matricule;motif\n"
GOOD = "2024-03-05;DORVAL;Camille Marie;12/05/1980;a.pdf;280057512345678;Piqûre de tique\n"
OTHER = "06/04/2023;ESSAI;Paul;1990-01-02;b.pdf;;\n"


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A folder with a list and two PDFs."""
    place = tmp_path / "earlier"
    place.mkdir()
    (place / "list.csv").write_text(HEAD + GOOD + OTHER, encoding="utf-8")
    (place / "a.pdf").write_bytes(b"%PDF-1.4 first")
    (place / "b.pdf").write_bytes(b"%PDF-1.4 second")
    return place


def planned(place: Path):
    return plan_import(place / "list.csv", place, LATER)


def test_an_import_is_sealed_as_never_verified(folder: Path, earlier: Path) -> None:
    plan = planned(earlier)
    assert (plan.refused, plan.phrase) == ((), "importer 2 fiches non vérifiées")
    with opened(folder) as session:
        custody, vault = custody_of(session), vault_of(session)
        seal(vault, 1)
        assert take_in(custody, plan, plan.phrase, LATER) == 2
        first, second, ours = vault.sheets()[::-1][1:] + vault.sheets()[-1:]
        assert (first.imported, second.imported, ours.imported) == (True, True, False)
        assert (first.month, second.month) == (202403, 202304)
        sealed = vault.read(first.sheet_id)
        assert sealed.imported and sealed.intact
        assert sealed.documents == {DocumentKind.PDF: b"%PDF-1.4 first"}
        assert json.loads(sealed.body)["mention"] == "importé, non vérifié"
        summary = read_summary(first.summary)
        assert summary.situation == "Piqûre de tique (importé, non vérifié)"
        assert (summary.family, summary.given) == ("DORVAL", "Camille")
        assert session.facts is not None
        assert len(session.facts.between(0, 999999)) == 1
        assert take_in(custody, plan, plan.phrase, LATER) == 0
        assert len(vault.sheets()) == 3
    assert verify(folder).findings == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2024-03-05;A;B;1980-01-01;../../etc/passwd;;\n", "simple nom"),
        ("2024-03-05;A;B;1980-01-01;/etc/passwd;;\n", "simple nom"),
        ("2024-03-05;A;B;1980-01-01;..;;\n", "simple nom"),
        ("2024-03-05;A;B;1980-01-01;C:\\a.pdf;;\n", "simple nom"),
        ("2024-03-05;A;B;1980-01-01;CON|x.pdf;;\n", "simple nom"),
        ("2024-03-05;A;B;1980-01-01;none.pdf;;\n", "pas dans le dossier"),
        ("2024-03-05;A;B;1980-01-01;link.pdf;;\n", "pas dans le dossier"),
        ("2024-03-05;A;B;1980-01-01;text.pdf;;\n", "pas un PDF"),
        ("2024-03-05;A;B;1980-01-01;large.pdf;;\n", "20\u00a0Mo"),
        ("2024-03-05;A;;1980-01-01;a.pdf;;\n", "prenoms est vide"),
        (f"2024-03-05;{'A' * 201};B;1980-01-01;a.pdf;;\n", "trop longue"),
        ("2024-03-05;A\u202e;B;1980-01-01;a.pdf;;\n", "signe interdit"),
        ("2099-03-05;A;B;1980-01-01;a.pdf;;\n", "futur"),
        ("2024-13-05;A;B;1980-01-01;a.pdf;;\n", "AAAA-MM-JJ"),
        ("2011-03-05;A;B;1980-01-01;a.pdf;;\n", "durée de conservation"),
        (GOOD, "double"),
    ],
)
def test_a_refused_line_imports_nothing(folder: Path, earlier: Path, line: str, said: str) -> None:
    (earlier / "link.pdf").symlink_to(earlier / "a.pdf")
    (earlier / "text.pdf").write_bytes(b"MZ")
    with (earlier / "large.pdf").open("wb") as large:
        large.write(b"%PDF-")
        large.truncate(21 * 1024 * 1024)
    with (earlier / "list.csv").open("a", encoding="utf-8") as listed:
        listed.write(line)
    plan = planned(earlier)
    [refused] = plan.refused
    assert said in refused.sentence
    assert refused.line == 4
    with opened(folder) as session:
        with pytest.raises(ImportRefused):
            take_in(custody_of(session), plan, plan.phrase, LATER)
        assert vault_of(session).sheets() == ()


@pytest.mark.parametrize(
    "listed",
    [
        b"",
        b"date;nom\n",
        b"\xff\xfe\x00",
        b"date;nom;prenoms;naissance;fichier;evil\n",
        b"a" * 11_000_000,
    ],
)
def test_a_list_that_is_none_is_refused(earlier: Path, listed: bytes) -> None:
    (earlier / "list.csv").write_bytes(listed)
    with pytest.raises(ImportRefused):
        planned(earlier)


def test_nothing_is_half_imported(folder: Path, earlier: Path) -> None:
    plan = planned(earlier)
    with opened(folder) as session:
        custody, head = custody_of(session), vault_of(session).tree_head()
        with pytest.raises(NotRetyped):
            take_in(custody, plan, "importer", LATER)
        with pytest.raises(Stopped):
            take_in(custody, plan, plan.phrase, LATER, lambda done, _total: done < 2)
        (earlier / "b.pdf").write_bytes(b"%PDF-1.4 changed meanwhile")
        with pytest.raises(ImportMoved):
            take_in(custody, plan, plan.phrase, LATER)
        assert (vault_of(session).sheets(), vault_of(session).tree_head()) == ((), head)
        assert seal(vault_of(session), 1).number == head.next_number
    assert verify(folder).findings == ()
