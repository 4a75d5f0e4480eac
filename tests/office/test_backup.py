"""The copies: two places, one long work at a time, ages that turn ochre then red."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.office import copies as say
from app.office.backup import (
    OTHER_ACCOUNT,
    THREE_PLACES,
    TWO_PEOPLE,
    TWO_PLACES,
    Backup,
    arrive,
    update,
)
from app.office.copies import Age, age
from tests.builders import AT

TWO = say.Places("/a", "/b")
RESTORE = say.RestoreAsked(TWO, "/c", "mien", "theo", "sien", "N° 418", takes_damage=False)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0, Age.GOOD), (23, Age.GOOD), (24, Age.LATE), (71, Age.LATE), (72, Age.VERY_LATE),
     (-23, Age.GOOD), (-25, Age.VERY_LATE)],
)  # fmt: skip
def test_a_backup_is_late_after_a_day_and_very_late_after_three(hours: int, expected: Age) -> None:
    assert age(AT - timedelta(hours=hours), AT) is expected


def test_no_backup_at_all_is_very_late() -> None:
    assert age(None, AT) is Age.VERY_LATE


@pytest.mark.parametrize("places", [say.Places(), say.Places("/a"), say.Places("/a", "/a")])
def test_one_place_for_both_halves_is_refused(places: say.Places) -> None:
    for message in (say.BackupAsked(places), say.DrillAsked(places), say.ScheduleChosen(places, 4)):
        after, effects = update(Backup(), message)
        assert (after.refused, effects) == (TWO_PLACES, ())


def test_one_long_work_at_a_time_and_it_can_be_stopped_once() -> None:
    running, effects = update(Backup(), say.BackupAsked(TWO))
    assert effects == (say.RunBackup(TWO),)
    assert update(running, say.DrillAsked(TWO)) == (running, ())
    stopping, effects = update(running, say.TaskStopAsked())
    assert effects == (say.StopTask(),)
    assert update(stopping, say.TaskStopAsked()) == (stopping, ())
    assert update(Backup(), say.TaskStopAsked()) == (Backup(), ())


def test_the_keys_follow_the_data_and_the_ages_are_read_again() -> None:
    running, _ = update(Backup(), say.BackupAsked(TWO))
    assert update(running, say.DataCopied(TWO))[1] == (say.FinishBackup(TWO),)
    ended = say.TaskEnded(say.Task.BACKUP, good=True, lines=("Faite.",))
    after, effects = update(running, ended)
    assert (after.task, after.ended, effects) == (None, ended, (say.LoadBackups(),))


def test_a_failed_work_says_why_and_does_not_begin_again_by_itself() -> None:
    running, _ = update(Backup(), say.BackupAsked(TWO))
    after, effects = update(running, say.TaskFailed("Le support est plein."))
    assert (after.task, after.refused) == (None, "Le support est plein.")
    assert effects == (say.LoadBackups(may_begin=False),)


def test_a_drill_is_kept_before_it_is_told() -> None:
    running, _ = update(Backup(), say.DrillAsked(TWO))
    _, effects = update(running, say.DrillEnded(good=True, lines=("Tout se rouvre.",)))
    assert effects == (say.KeepDrill(good=True, lines=("Tout se rouvre.",)),)


def test_a_backup_that_is_due_begins_unless_a_work_runs() -> None:
    known = say.BackupState(places=TWO, every_h=24)
    begun, effects = update(Backup(), say.BackupsLoaded(known, is_due=True))
    assert effects == (say.RunBackup(TWO),)
    assert begun.state == known
    assert update(begun, say.BackupsLoaded(known, is_due=True))[1] == ()
    assert update(Backup(), say.BackupsLoaded(known))[1] == ()


def test_an_account_without_the_sheets_may_only_prove_the_copies() -> None:
    owner = Backup(login="odile", may_copy=False)
    for message in (say.BackupAsked(TWO), RESTORE):
        after, effects = update(owner, message)
        assert (after.refused, effects) == (OTHER_ACCOUNT, ())
    assert update(owner, say.DrillAsked(TWO))[1] == (say.RunDrill(TWO),)


def test_a_restoration_needs_a_folder_and_two_passwords() -> None:
    state = Backup(login="helene")
    for message, sentence in (
        (replace(RESTORE, into=" "), THREE_PLACES),
        (replace(RESTORE, secret=""), TWO_PEOPLE),
        (replace(RESTORE, second_secret=""), TWO_PEOPLE),
    ):
        after, effects = update(state, message)
        assert (after.refused, effects) == (sentence, ())
    _, effects = update(state, RESTORE)
    (effect,) = effects
    assert isinstance(effect, say.RunRestore)
    assert (effect.login, effect.into) == ("helene", "/c")
    assert "mien" not in repr(effect) + repr(RESTORE)
    assert "sien" not in repr(effect) + repr(RESTORE)


def test_arriving_puts_away_what_ended_before() -> None:
    ended = say.TaskEnded(say.Task.DRILL, good=True, lines=("x",))
    assert arrive(Backup(ended=ended, refused="y")) == (Backup(), (say.LoadBackups(),))
