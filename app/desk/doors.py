"""The pages before any login: the first run, and the access given back with two shares."""

from dataclasses import replace

from app.desk.model import Desk, Screen
from app.office import first_run, rescue
from app.office.phrases import PhraseAsked, PhraseSuggested, SuggestPhrase

Next = tuple[Desk, tuple[first_run.FirstRunEffect | rescue.RunRescue, ...]]


def found(desk: Desk, message: first_run.FirstRunMessage) -> Next:
    """Return the station after a message of the first run; its end asks for a fresh process."""
    page, effects = first_run.update(desk.first_run, message)
    shown = replace(desk, first_run=page, screen=Screen.FIRST_RUN, notice="")
    if page.step is not desk.first_run.step:
        shown = replace(shown, suggested="")
    if page.step is first_run.Step.NOT_BEGUN:
        shown = replace(shown, screen=Screen.LOGIN, stale=desk.stale or page.after_session)
    match message:
        case first_run.FoundedOpened() if page.made:
            return replace(shown, opens=page.made, stale=True), effects
        case _:
            return shown, effects


def begin(desk: Desk) -> Desk:
    """Return the first page of the first run, once the session of ``desk`` was closed for it."""
    begun, _ = first_run.update(desk.first_run, first_run.FoundingAsked())
    return replace(desk, screen=Screen.FIRST_RUN, first_run=replace(begun, after_session=True))


def rescue_with_shares(desk: Desk, message: rescue.RescueMessage) -> Next:
    """Return the station after a message of the page of the shares."""
    page, effects = rescue.update(desk.rescue, message)
    shown = replace(desk, rescue=page, screen=Screen.RESCUE, notice="")
    match message:
        case rescue.RescueLeft():
            return replace(shown, screen=Screen.LOGIN, suggested=""), effects
        case rescue.Rescued(login, label):
            told = f"L’accès de {label} est rendu. Ouvrez le poste, puis refaites les parts."
            back = replace(shown, screen=Screen.LOGIN, selected=login, suggested="", notice=told)
            return back, effects
        case _:
            return shown, effects


def propose(
    desk: Desk, message: PhraseAsked | PhraseSuggested
) -> tuple[Desk, tuple[SuggestPhrase, ...]]:
    """Return the station with the passphrase that was drawn, or the asking of one."""
    if isinstance(message, PhraseSuggested):
        return replace(desk, suggested=message.phrase), ()
    return desk, (SuggestPhrase(message.login, message.label),)
