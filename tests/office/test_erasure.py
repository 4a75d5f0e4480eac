"""One sheet is erased early only as it was shown, by two people, the phrase typed again."""

from dataclasses import replace

from app.office import erasure as page

PLAN = page.ErasurePlan(418, "Autre patient", "effacer la fiche 418")


def test_a_sheet_is_named_by_its_number_and_a_reason() -> None:
    for asked in (page.ErasureAsked("quatre", "x"), page.ErasureAsked("418", "  ")):
        after, effects = page.update(page.Erasure(), asked)
        assert after.refused
        assert effects == ()
    _, effects = page.update(page.Erasure(), page.ErasureAsked(" 418 ", " Autre patient "))
    assert effects == (page.PrepareErasure(418, "Autre patient"),)
    assert "Autre" not in repr(effects)


def test_nothing_goes_without_the_plan_the_phrase_and_the_second_person() -> None:
    shown = page.Erasure(plan=PLAN)
    confirmed = page.ErasureConfirmed("theo", "s3cret", PLAN.phrase)
    for state, message in (
        (page.Erasure(), confirmed),
        (replace(shown, busy="en cours"), confirmed),
        (shown, replace(confirmed, typed="effacer la fiche 41")),
        (shown, replace(confirmed, secret="")),
        (shown, replace(confirmed, login="")),
    ):
        assert page.update(state, message)[1] == ()
    after, effects = page.update(shown, confirmed)
    assert effects == (page.RunErasure(PLAN, "theo", "s3cret"),)
    assert "s3cret" not in repr(effects) + repr(after)


def test_a_plan_is_put_away_unless_it_is_being_executed() -> None:
    shown = page.Erasure(plan=PLAN)
    assert page.update(shown, page.ErasurePut())[0] == page.Erasure()
    busy = replace(shown, busy="en cours")
    assert page.update(busy, page.ErasurePut())[0] == busy


def test_what_is_done_is_told_and_forgets_the_plan() -> None:
    after, _ = page.update(page.Erasure(plan=PLAN), page.ErasureDone("Effacée."))
    assert after == page.Erasure(done="Effacée.")
