"""One message in, the consultation and its effects out. Nothing here touches the world."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from app.encounter import (
    ask,
    call,
    call_live,
    choose,
    decide,
    exam,
    exam_live,
    identify,
    identity_import,
    incoming_page,
    late,
    measure,
    measure_by_hand,
    same_identity,
    seal,
)
from app.encounter.call_messages import CallMessage
from app.encounter.draft import draft_bytes
from app.encounter.effects import Effect, SaveDraft
from app.encounter.exam_messages import ExamMessage
from app.encounter.incoming_messages import IncomingMessage
from app.encounter.messages import DraftSaved, Message
from app.encounter.model import Encounter, Stage
from app.encounter.same_person import SameFound

Next = tuple[Encounter, tuple[Effect, ...]]


def update(encounter: Encounter, message: Message, at: datetime) -> Next:
    """Return what the consultation becomes and what must be done in the world.

    An answer that carries the id of another consultation changes nothing: a slow cuff never
    writes the pressure of one patient into the sheet of the next.
    """
    if getattr(message, "encounter_id", encounter.encounter_id) != encounter.encounter_id:
        return encounter, ()
    if isinstance(message, DraftSaved):
        return call_live.acknowledge(_acknowledge(encounter, message))
    if encounter.stage is not Stage.OPEN:
        return _after_seal_asked(encounter, message), ()
    changed, effects = _open(encounter, message, at)
    compared, looked_for = same_identity.follow(encounter, changed)
    own, dropped = incoming_page.follow(encounter, compared)
    told, said = call_live.follow(encounter, own)
    told, acknowledged = call_live.acknowledge(told)
    shown = exam_live.follow(encounter, told)
    followed = (*looked_for, *dropped, *shown, *said, *acknowledged)
    return _save_if_changed(encounter, told, (*effects, *followed))


def _acknowledge(encounter: Encounter, message: DraftSaved) -> Encounter:
    if message.revision <= encounter.acknowledged:
        return encounter
    return replace(encounter, acknowledged=message.revision)


def _after_seal_asked(encounter: Encounter, message: Message) -> Encounter:
    match message:
        case seal.Sealed() if encounter.stage is Stage.SEALING:
            return seal.close(encounter, message)
        case seal.SealFailed() if encounter.stage is Stage.SEALING:
            return seal.reopen(encounter, message)
        case ask.CallAsked():
            return replace(encounter, notice=seal.CALL_NOW)
        case _:
            return encounter


def _save_if_changed(before: Encounter, after: Encounter, effects: tuple[Effect, ...]) -> Next:
    """Return the effect that keeps the draft when anything worth keeping changed."""
    if after.stage is not Stage.OPEN or draft_bytes(before) == draft_bytes(after):
        return after, effects
    saved = replace(after, revision=before.revision + 1)
    return saved, (*effects, SaveDraft(saved.encounter_id, saved))


def _open(encounter: Encounter, message: Message, at: datetime) -> Next:
    match message:
        case identify.ScanAsked():
            return identify.ask_scan(encounter, message)
        case measure.MeasureAsked():
            return measure.ask_measure(encounter, message)
        case measure.MeasureStopped():
            return measure.stop_measure(encounter, message)
        case seal.SealAsked():
            return seal.ask_seal(encounter, at)
        case seal.Sealed() | seal.SealFailed() | DraftSaved():
            return encounter, ()
        case _ if isinstance(message, ExamMessage | CallMessage | IncomingMessage):
            return _beside(encounter, message, at)
        case _:
            return _quietly(encounter, message, at), ()


def _beside(
    encounter: Encounter, message: ExamMessage | CallMessage | IncomingMessage, at: datetime
) -> Next:
    """Return the consultation after a message of the pages beside the questions."""
    if isinstance(message, ExamMessage):
        return exam.listen(encounter, message, at)
    if isinstance(message, CallMessage):
        return call.listen(encounter, message, at)
    return incoming_page.listen(encounter, message, at)


Quiet = (
    identify.QuietMessage
    | late.LateMessage
    | choose.ComplaintChosen
    | ask.AskMessage
    | measure.QuietMessage
    | decide.DecideMessage
)


def _quietly(encounter: Encounter, message: Quiet, at: datetime) -> Encounter:
    """Return the consultation after a message that asks nothing of the world."""
    match message:
        case choose.ComplaintChosen():
            return choose.choose(encounter, message)
        case late.LateTyped():
            return late.enter_late(encounter, message, at)
        case late.LateDropped():
            return late.drop_late(encounter)
        case _ if isinstance(message, identify.QuietMessage):
            return _identify(encounter, message)
        case _ if isinstance(message, ask.AskMessage):
            return _ask(encounter, message, at)
        case _ if isinstance(message, measure.QuietMessage):
            return _measure(encounter, message, at)
        case _:
            return _decide(encounter, message)


def _identify(  # noqa: C901, PLR0911 - one line per message
    encounter: Encounter, message: identify.QuietMessage
) -> Encounter:
    match message:
        case identify.TraitsTyped():
            return identify.type_traits(encounter, message)
        case identify.CodeRead():
            return identify.read_code(encounter, message)
        case identity_import.IdentityPasted():
            return identify.paste(encounter, message)
        case identity_import.IdentityImported(identity=identity):
            return identify.renewed(encounter, identity_import.take(encounter, identity))
        case SameFound():
            return same_identity.find(encounter, message)
        case identify.CodeRefused(sentence=sentence):
            return replace(encounter, notice=sentence)
        case identify.PaperSeen():
            return identify.see_paper(encounter, message)
        case identify.ConsentAnswered():
            return identify.answer_consent(encounter, message)
        case identify.AlternativeSaid():
            return identify.say_alternative(encounter, message)
        case identify.IdentityConfirmed():
            return identify.confirm_identity(encounter)
        case _:
            assert_never(message)


def _ask(  # noqa: C901, PLR0911 - one line per message
    encounter: Encounter, message: ask.AskMessage, at: datetime
) -> Encounter:
    match message:
        case ask.Answered():
            return ask.answer(encounter, message, at)
        case ask.PutAside():
            return ask.put_aside(encounter, message)
        case ask.WentBack():
            return ask.back(encounter)
        case ask.WentOn():
            return ask.on(encounter)
        case ask.Jumped():
            return ask.jump(encounter, message)
        case ask.SignWithdrawn():
            return ask.withdraw_sign(encounter, message, at)
        case ask.CallAsked():
            return ask.ask_call(encounter)
        case ask.CallNoted():
            return ask.note_call(encounter, at)
        case ask.AlarmActed():
            return ask.act_on_alarm(encounter)
        case _:
            assert_never(message)


def _measure(encounter: Encounter, message: measure.QuietMessage, at: datetime) -> Encounter:
    match message:
        case measure.LiveShown():
            return measure.show_live(encounter, message)
        case measure.Measured():
            return measure.receive(encounter, message, at)
        case measure.MeasureDoubtful():
            return measure.doubt(encounter, message)
        case measure.ReadingsSetAside():
            return measure.set_aside(encounter, message)
        case measure.MeasureFailed():
            return measure.fail(encounter, message)
        case measure.DoubtLifted():
            return measure.lift_doubt(encounter, message, at)
        case measure.ReadingTyped() | measure.MeasureAdded() | measure.MeasuresPassed():
            return measure_by_hand.by_hand(encounter, message, at)
        case _:
            assert_never(message)


def _decide(encounter: Encounter, message: decide.DecideMessage) -> Encounter:
    match message:
        case decide.ProposalKept():
            return decide.keep_proposal(encounter)
        case decide.OutcomeChanged():
            return decide.change(encounter, message)
        case decide.LotTyped():
            return decide.type_lot(encounter, message)
        case decide.RefusalSaid():
            return decide.say_refusal(encounter, message)
        case _:
            assert_never(message)
