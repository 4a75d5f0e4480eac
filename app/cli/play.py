"""Plays the whole story without a window: the messages the window would send, in its order."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from app.cli.headless import Headless
from app.cli.story import StoryPatient, story_answer
from app.desk import messages as desk
from app.desk.model import Screen
from app.effects.demonstration import CODE
from app.effects.opening import make_runner, open_desk
from app.effects.pace import hurried
from app.effects.runner import Runner
from app.encounter import ask, decide, identify, measure, seal
from app.encounter.messages import DraftSaved
from app.encounter.model import Consent, Encounter, SlotState, Stage, Step
from app.encounter.wording import LEVELS
from app.errors import StationError
from app.traffic import AnyMessage, Post
from hardware.codecs.ins_datamatrix import encode_ins
from hardware.datamatrix import make_image
from hardware.readings import Kind
from hardware.simulators.scenario import Scenario, Vitals

LOGIN = "helene"
DEVICES = (Kind.TEMPERATURE, Kind.BLOOD_PRESSURE, Kind.OXIMETRY)
BREATHS_PER_MINUTE = "16"
CODE_IMAGE = "code-ins.png"


class NoVisit(StationError):
    """The consultation is not open."""


class Story:
    """One visit, from login to the written documents; ``say`` is told each step."""

    def __init__(self, out: Path, patient: StoryPatient, say: Callable[[str], None]) -> None:
        self._out = out
        self._patient = patient
        self._say = say
        self._written: tuple[str, ...] = ()
        pace = hurried(Scenario(Vitals(temperature=Decimal(patient.temperature))))
        opened = open_desk(out / "station")

        def make_starter(post: Post) -> Runner:
            self._runner = make_runner(opened, out / "station", post, pace)
            return self._runner

        self._station = Headless(opened, make_starter, pace.now)
        self._station.heard.append(self._acknowledge)

    def play(self) -> dict[str, object]:
        """Play the visit to its end and return what happened; nothing runs on, even refused."""
        try:
            self._log_in()
            self._begin()
            while self._visit.step is not Step.DECIDE:
                self._step()
            self._decide_and_seal()
            return self._write()
        finally:
            self._station.send(desk.LockAsked())
            self._runner.stop()

    @property
    def _visit(self) -> Encounter:
        encounter = self._station.flow.encounter
        if encounter is None:
            raise NoVisit("La consultation n’est pas ouverte.")
        return encounter

    def _acknowledge(self, message: AnyMessage) -> None:
        """Say each acknowledgement: what the vault holds is lost by no power cut."""
        if isinstance(message, desk.Exported):
            self._written = message.names
        if isinstance(message, DraftSaved):
            events = self._visit.events
            last = events[-1].question_id if events else self._visit.step.value
            self._say(f"enregistré {message.revision} {len(events)} {last}")

    def _send(self, message: AnyMessage) -> None:
        """Send one message and wait until the vault holds what it changed."""
        self._station.send(message)
        self._station.wait(lambda: self._visit.is_saved, "enregistrement")

    def _log_in(self) -> None:
        self._station.send(desk.LoginAsked(LOGIN, CODE))
        self._station.wait(lambda: bool(self._station.flow.desk.tiles), "connexion")
        self._say("connexion helene")

    def _begin(self) -> None:
        """Take up the draft an interrupted run left, else open a new consultation."""
        drafts = self._station.flow.desk.drafts
        opening = (
            desk.DraftChosen(drafts[0].draft_id)
            if drafts
            else desk.PatientAsked(self._patient.protocol_id)
        )
        self._station.send(opening)
        shown = self._station.flow
        self._station.wait(
            lambda: shown.desk.screen is Screen.ENCOUNTER and shown.encounter is not None, "accueil"
        )
        if drafts:
            self._say(f"repris {len(self._visit.events)} {self._visit.current or self._visit.step}")

    def _step(self) -> None:
        match self._visit.step:
            case Step.IDENTIFY:
                self._identify()
            case Step.SIGNS | Step.ASK:
                self._answer()
            case Step.EMERGENCY:
                self._send(ask.CallNoted())
                self._send(ask.AlarmActed())
            case Step.MEASURE:
                self._measure()
            case Step.CHOOSE | Step.DECIDE | Step.SEAL:
                raise NoVisit("La démonstration ne devait pas passer par cette page.")

    def _identify(self) -> None:
        """Scan the INS code of the bundled patient from a picture, then the five consents."""
        picture = self._out / CODE_IMAGE
        picture.write_bytes(make_image(encode_ins(self._patient.fields)))
        self._station.send(identify.ScanAsked(str(picture)))
        self._station.wait(lambda: self._visit.scanned and self._visit.is_saved, "code INS")
        patient = self._patient
        self._send(
            identify.TraitsTyped(
                replace(
                    self._visit.traits,
                    phone=patient.phone,
                    doctor=patient.doctor,
                    doctor_mail=patient.doctor_mail,
                )
            )
        )
        self._send(identify.PaperSeen(seen=True))
        for consent in Consent:
            given = patient.photo if consent is Consent.PHOTO else True
            self._send(identify.ConsentAnswered(consent, given=given))
        self._send(identify.AlternativeSaid(patient.alternative))
        self._send(identify.IdentityConfirmed())
        self._say("identité confirmée")

    def _answer(self) -> None:
        question = self._visit.question
        if question is None:
            raise NoVisit("Aucune question n’est affichée.")
        self._send(ask.Answered(question.id, story_answer(question, self._patient.answers)))

    def _measure(self) -> None:
        """Take every simulated device in turn; breaths are counted, then typed."""
        for kind in DEVICES:
            if measure.slot(self._visit, kind).state is SlotState.TAKEN:
                continue
            self._station.send(measure.MeasureAsked(kind))
            self._station.wait(partial(self._is_taken, kind), f"mesure {kind}")
            self._say(f"mesure {kind}")
        self._send(measure.ReadingTyped(Kind.RESPIRATION, (BREATHS_PER_MINUTE,)))
        self._send(measure.MeasuresPassed())

    def _is_taken(self, kind: Kind) -> bool:
        taken = measure.slot(self._visit, kind).state is SlotState.TAKEN
        return taken and self._visit.is_saved

    def _decide_and_seal(self) -> None:
        for product, lot in self._patient.lots.items():
            self._send(decide.LotTyped(product, lot))
        decision = self._visit.decision
        if decision is not None:
            self._say(f"orientation {decision.level.name} {LEVELS[decision.level]}")
        self._station.send(seal.SealAsked())
        self._station.wait(lambda: self._visit.stage is not Stage.SEALING, "scellement")

    def _write(self) -> dict[str, object]:
        """Write the stored documents beside the station and return what happened."""
        visit = self._visit
        if visit.receipt is None or visit.decision is None:
            raise NoVisit("La fiche n’a pas été scellée.")
        self._say(f"scellé {visit.encounter_id} maillon {visit.receipt.number}")
        self._station.send(desk.ExportAsked(visit.encounter_id, str(self._out)))
        self._station.wait(lambda: bool(self._written), "export")
        self._say("documents " + " ".join(self._written))
        return {
            "sheet": visit.encounter_id,
            "number": visit.receipt.number,
            "level": visit.decision.level.name,
            "files": list(self._written),
            "station": str(self._out / "station"),
        }
