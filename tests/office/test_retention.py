"""Nothing is destroyed before it was shown, typed again, and a second person was there."""

from datetime import date

from app.office import retention as page
from tests.builders import AT

PLAN = page.PurgePlan(
    (page.MonthDue("09/2016", "fiches", 104, 2), page.MonthDue("09/2016", "accès", 40, 0)),
    "détruire 144 lignes, de 09/2016 à 09/2016",
)
PLANNED = page.Retention(plan=PLAN, may_purge=True)


def refused(state: page.Retention, message: page.RetentionMessage) -> str:
    after, effects = page.update(state, message)
    assert effects == ()
    return after.refused


def test_a_purge_without_a_plan_destroys_nothing() -> None:
    asked = page.PurgeAsked("odile", "secret", PLAN.phrase)
    assert "plan" in refused(page.Retention(), asked)


def test_two_presses_destroy_once_and_do_not_ask_for_another_plan() -> None:
    asked = page.PurgeAsked("odile", "secret", PLAN.phrase)
    destroying, _ = page.update(PLANNED, asked)
    assert page.update(destroying, asked) == (destroying, ())


def test_the_phrase_and_the_second_person_are_both_needed() -> None:
    assert "exactement" in refused(PLANNED, page.PurgeAsked("odile", "s", "détruire 144"))
    assert "seconde" in refused(PLANNED, page.PurgeAsked("odile", "", PLAN.phrase))
    assert "seconde" in refused(PLANNED, page.PurgeAsked("", "s", PLAN.phrase))
    after, effects = page.update(PLANNED, page.PurgeAsked("odile", "s3cret", PLAN.phrase))
    assert effects == (page.RunPurge("odile", "s3cret", PLAN.phrase),)
    assert after.busy
    assert "s3cret" not in repr(effects) + repr(after)


def test_the_plan_counts_what_goes_and_what_stays() -> None:
    assert (PLAN.destroyed, PLAN.kept) == (144, 2)


def test_a_done_purge_says_when_it_is_complete_and_puts_its_plan_away() -> None:
    after, effects = page.update(PLANNED, page.PurgeDone(144, date(2026, 12, 25)))
    assert after.plan is None
    assert "25/12/2026" in after.done
    assert effects == (page.LoadRetention(),)


def test_coming_back_to_the_page_forgets_an_old_plan() -> None:
    after, effects = page.arrive(PLANNED)
    assert after.plan is None
    assert effects == (page.LoadRetention(),)


def test_a_hold_needs_the_printed_number_and_a_reason() -> None:
    state = page.Retention()
    assert "nombre" in refused(state, page.HoldAsked("4l8", "Réquisition"))
    assert "nombre" in refused(state, page.HoldAsked("٤", "Réquisition"))
    assert "motif" in refused(state, page.HoldAsked("418", " "))
    _, placed = page.update(state, page.HoldAsked(" 418 ", "Réquisition"))
    _, released = page.update(state, page.HoldAsked("418", "Fin", release=True))
    assert placed == (page.PlaceHold(418, "Réquisition"),)
    assert released == (page.ReleaseHold(418, "Fin"),)


def test_two_presses_prepare_one_plan() -> None:
    once, first = page.update(page.Retention(), page.PlanAsked())
    _, second = page.update(once, page.PlanAsked())
    assert (first, second) == ((page.PreparePurge(),), ())


def test_holds_and_purges_are_shown_as_they_were_read() -> None:
    hold = page.HoldLine(418, AT, "Odile", "Réquisition")
    loaded = page.RetentionLoaded((hold,), (), may_purge=True)
    after, _ = page.update(page.Retention(busy="x"), loaded)
    assert (after.holds, after.may_purge, after.busy) == ((hold,), True, "")
