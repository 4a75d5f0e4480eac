"""The page of the protocols: one study at a time, of the bytes that are shown."""

from dataclasses import replace

from app.desk import messages as say
from app.desk.consult_library import consult
from app.desk.effects import StudyProtocol
from app.desk.library import Library, LibraryLine, Study


def a_line(name: str, sha256: str = "1") -> LibraryLine:
    return LibraryLine(
        protocol_id=name,
        title=name,
        icon="bug",
        version="1.0.0",
        state="valide",
        is_demonstration=False,
        ground="droit commun",
        valid_from="2026-01-01",
        valid_to="",
        sha256=sha256,
        signers=(),
        to_validate=0,
        refusal="",
        package=name.encode(),
    )


def a_study(sha256: str = "1") -> Study:
    return Study(sha256, (), ())


def loaded(*names: str) -> Library:
    return consult(Library(), say.LibraryLoaded(tuple(a_line(one) for one in names)))[0]


def test_the_first_protocol_is_shown_and_worked_out() -> None:
    library, effects = consult(Library(), say.LibraryLoaded((a_line("a"), a_line("b"))))
    assert library.selected == "a"
    assert effects == (StudyProtocol("a", b"a", b""),)


def test_only_one_is_worked_out_at_a_time_then_the_one_shown() -> None:
    library, effects = consult(loaded("a", "b"), say.ProtocolShown("b"))
    assert effects == ()
    library, effects = consult(library, say.ProtocolStudied("a", a_study()))
    assert effects == (StudyProtocol("b", b"b", b""),)
    assert library.study is None


def test_what_was_worked_out_once_is_not_again() -> None:
    library, _ = consult(loaded("a"), say.ProtocolStudied("a", a_study()))
    assert library.study == a_study()
    assert consult(library, say.ProtocolShown("a"))[1] == ()


def test_a_study_of_other_bytes_is_not_shown() -> None:
    library, effects = consult(loaded("a"), say.ProtocolStudied("a", a_study()))
    changed = replace(library, lines=(a_line("a", "2"),))
    assert changed.study is None
    assert effects == ()


def test_a_failure_is_said_and_the_page_does_not_ask_again_by_itself() -> None:
    library, effects = consult(loaded("a"), say.NotStudied("a", "Recommencez plus tard."))
    assert (library.failed, library.studied, effects) == ("Recommencez plus tard.", "", ())
    again, effects = consult(library, say.ProtocolShown("a"))
    assert again.failed == ""
    assert len(effects) == 1


def test_the_failure_of_one_does_not_stop_the_one_shown() -> None:
    library, _ = consult(loaded("a", "b"), say.ProtocolShown("b"))
    library, effects = consult(library, say.NotStudied("a", "Recommencez plus tard."))
    assert library.failed == ""
    assert effects == (StudyProtocol("b", b"b", b""),)
