"""The questions: answers, going back, putting aside, the emergency page."""

from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from app.encounter.model import AnswerEvent, Encounter, Step, WithdrawnSign
from app.encounter.way import forward, go_back, go_on, refresh, see_alarm, stay, stop_at
from app.identity import printable
from protocols.answers import AnswerError, parse_answer
from protocols.model import YES, Answer, Block, Kind, Question, Severity

ANSWER_FIRST = "Choisissez une réponse, ou V pour vérifier plus tard."
REASON_LENGTH = 500
CONFIRM_FIRST = "Confirmez d’abord l’identité et l’accord pour l’entretien."
SIGN_STANDS = "Ce signe est noté présent. Pour le retirer, dites pourquoi il était noté à tort."


def observations(encounter: Encounter) -> tuple[Question, ...]:
    """Return what is observed beside the devices on the page of measures: oxygen, awareness."""
    if encounter.protocol is None:
        return ()
    return tuple(
        one
        for one in encounter.protocol.questions
        if one.block is Block.MEASURES
        and one.kind is not Kind.NUMBER
        and not (one.derived or one.from_identity)
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """The patient's answer to one question, as text: "yes", a choice, "38,5"."""

    question_id: str
    text: str


@dataclass(frozen=True, slots=True)
class PutAside:
    """The question is to be checked later; it comes back before the end."""

    question_id: str


@dataclass(frozen=True, slots=True)
class WentBack:
    """Show the stop before this one."""


@dataclass(frozen=True, slots=True)
class WentOn:
    """Show the next stop."""


@dataclass(frozen=True, slots=True)
class Jumped:
    """Show one question of the path, from the overview or the list of signs."""

    question_id: str


@dataclass(frozen=True, slots=True)
class SignWithdrawn:
    """A red sign was answered by mistake; the reason is kept in the record."""

    question_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CallAsked:
    """« Appeler le 15 » was pressed: show the emergency page at once."""


@dataclass(frozen=True, slots=True)
class CallNoted:
    """The call to 15 was made: note its time."""


@dataclass(frozen=True, slots=True)
class AlarmActed:
    """The emergency page was followed: go on to what is left."""


AskMessage = (
    Answered
    | PutAside
    | WentBack
    | WentOn
    | Jumped
    | SignWithdrawn
    | CallAsked
    | CallNoted
    | AlarmActed
)


def answer(encounter: Encounter, message: Answered, at: datetime) -> Encounter:
    """Return the consultation with the answer and its consequences, or the reason of refusal."""
    question = _asked(encounter, message.question_id)
    if question is None:
        return encounter
    if _takes_back(encounter, question, message.text):
        return replace(encounter, notice=SIGN_STANDS)
    try:
        value = parse_answer(question, message.text)
    except AnswerError as refused:
        return replace(encounter, notice=refused.sentence)
    kept = _keep(encounter, question, value, at)
    observed = question.block is Block.MEASURES and encounter.step is Step.MEASURE
    if observed or encounter.step is Step.EMERGENCY:
        return stay(kept)
    return go_on(kept)


def _takes_back(encounter: Encounter, question: Question, text: str) -> bool:
    """True when a red sign noted present would silently disappear."""
    red = question.severity in {Severity.R, Severity.R15}
    return red and encounter.answers.get(question.id) == YES and text != YES


def _asked(encounter: Encounter, question_id: str) -> Question | None:
    """Return the question, when it may be asked: never of an identity still to confirm."""
    if not encounter.identity_confirmed:
        return None
    askable = (*encounter.path, *observations(encounter))
    return next((one for one in askable if one.id == question_id), None)


def _keep(encounter: Encounter, question: Question, value: Answer, at: datetime) -> Encounter:
    event = AnswerEvent(at, question.id, value, "patient")
    return replace(
        encounter,
        answers=MappingProxyType({**encounter.answers, question.id: value}),
        events=(*encounter.events, event),
        put_aside=tuple(one for one in encounter.put_aside if one != question.id),
        kept=None,
        notice="",
    )


def put_aside(encounter: Encounter, message: PutAside) -> Encounter:
    """Return the consultation with the question at the end of the row."""
    others = tuple(one for one in encounter.put_aside if one != message.question_id)
    if _asked(encounter, message.question_id) is None:
        return encounter
    return go_on(replace(encounter, put_aside=(*others, message.question_id), notice=""))


def jump(encounter: Encounter, message: Jumped) -> Encounter:
    """Return the consultation at one question of its path."""
    if not encounter.identity_confirmed:
        return replace(encounter, notice=CONFIRM_FIRST)
    if _asked(encounter, message.question_id) is None:
        return encounter
    return stop_at(replace(encounter, notice=""), message.question_id)


def back(encounter: Encounter) -> Encounter:
    """Return the stop before; a red sign is not left by going back."""
    if encounter.step is Step.EMERGENCY and not encounter.call_asked:
        return replace(encounter, notice="Suivez la conduite à tenir, ou retirez ce signe.")
    return go_back(replace(encounter, notice=""))


def on(encounter: Encounter) -> Encounter:
    """Return the next stop; an unanswered question is not passed."""
    question = encounter.question
    if encounter.step in {Step.SIGNS, Step.ASK} and question is not None:
        if question.id not in encounter.answers:
            return replace(encounter, notice=ANSWER_FIRST)
        return forward(replace(encounter, notice=""))
    return encounter


def withdraw_sign(encounter: Encounter, message: SignWithdrawn, at: datetime) -> Encounter:
    """Return the consultation without a red sign answered by mistake; it is asked again."""
    reason = printable(message.reason).strip()[:REASON_LENGTH]
    if encounter.answers.get(message.question_id) != YES:
        return encounter
    if not reason:
        return replace(encounter, notice="Écrivez pourquoi ce signe était noté à tort.")
    answers = {k: v for k, v in encounter.answers.items() if k != message.question_id}
    sign = WithdrawnSign(message.question_id, reason, at)
    taken_back = replace(
        encounter,
        answers=MappingProxyType(answers),
        withdrawn=(*encounter.withdrawn, sign),
        alarm_seen=None,
        call_asked=False,
        kept=None,
        notice="",
    )
    return stop_at(refresh(taken_back), message.question_id)


def ask_call(encounter: Encounter) -> Encounter:
    """Return the emergency page, whatever the step; going back returns to that step."""
    if encounter.step is Step.EMERGENCY:
        return encounter
    return replace(
        encounter, step=Step.EMERGENCY, before_call=encounter.step, call_asked=True, notice=""
    )


def note_call(encounter: Encounter, at: datetime) -> Encounter:
    """Return the consultation with the time of the call; a second press changes nothing.

    In a late entry the form alone dates the call: nobody calls the 15 while copying it.
    """
    if encounter.called_at or encounter.late:
        return encounter
    return replace(encounter, called_at=at, notice="")


def act_on_alarm(encounter: Encounter) -> Encounter:
    """Return what is left to ask once the emergency page was followed."""
    return encounter if encounter.step is not Step.EMERGENCY else see_alarm(encounter)
