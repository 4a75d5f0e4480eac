"""Moments of a call with an invented doctor: consent, link, exam shown, cut, conclusion."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from app.desk.model import DraftLine
from app.encounter.call_state import (
    Asked,
    Call,
    CallOutcome,
    CallPaper,
    CallStage,
    DoctorConclusion,
    LinkQuality,
)
from app.encounter.exam_state import Exam, Pending
from app.encounter.model import MeasureSlot, SlotState
from app.office.relay import Relay
from hardware.bindings import CameraRole
from hardware.readings import Kind, Origin, Quantity, Reading
from tests.ui.exam_scenes import EAR, MITRAL, a_capture

LINK = "https://relais.exemple.invalid/#AAAAAAAAAAAAAAAAAAAAAA." + "B" * 43 + ".0299000000"
CODE = "000G-40R4-0M30-E200"
WORDS = ("jardin", "cloche", "renard", "sel")
DOCTOR = "Dr Aurélien Tessandier"
LONG = "Dre Marie-Charlotte de La Rochefontaine-Vandenbroucke d’Aubigny-sur-Nère"
PAPER = "5" * 64


def a_call(now: datetime, stage: CallStage = CallStage.CONNECTED, **changes: object) -> Call:
    call = Call(
        stage=stage,
        page=True,
        sentence="Le médecin est en ligne. Lisez ensemble les quatre mots.",
        quality=LinkQuality.GOOD,
        words=WORDS,
        agreed=True,
        agreed_at=now - timedelta(minutes=14),
        shares_summary=True,
        opened_at=now - timedelta(minutes=12),
        joined_at=now - timedelta(minutes=7, seconds=42),
        is_briefed=True,
    )
    return replace(call, **changes)


def waiting(now: datetime, stage: CallStage = CallStage.WAITING, **changes: object) -> Call:
    usual = a_call(
        now,
        stage,
        sentence="En attente du médecin. Donnez-lui le lien.",
        quality=LinkQuality.UNKNOWN,
        words=(),
        joined_at=None,
        is_briefed=False,
        link=LINK,
        spoken_code=CODE,
        opened_at=now - timedelta(seconds=42),
    )
    return replace(usual, **changes)


def a_conclusion(now: datetime, **changes: object) -> DoctorConclusion:
    usual = DoctorConclusion(
        message_id="m1",
        doctor=DOCTOR,
        rpps="10000000001",
        diagnosis="Érythème migrant, mollet droit, 6 cm.",
        advice="Photo à J3. Reconsulter si fièvre, mal de tête ou seconde plaque.",
        follow_up="Revoir dans 10 jours.",
        outcome=CallOutcome.PRESCRIPTION,
        papers=(PAPER,),
        received_at=now - timedelta(minutes=1),
    )
    return replace(usual, **changes)


def concluded(now: datetime, stage: CallStage = CallStage.CONNECTED, **changes: object) -> Call:
    paper = CallPaper(PAPER, "ordonnance.pdf", 48_000, "p" * 32, now)
    usual = a_call(
        now,
        stage,
        sentence="",
        doctor=DOCTOR,
        conclusion=a_conclusion(now),
        papers=(paper,),
        told=("m1",),
    )
    return replace(usual, **changes)


def a_slot(kind: Kind, at: datetime, **values: tuple[str, str]) -> MeasureSlot:
    quantities = tuple(
        Quantity(name, "", Decimal(text), unit, 0) for name, (text, unit) in values.items()
    )
    reading = Reading(
        reading_id="r",
        device_id="d",
        model="TH-02",
        serial="1",
        firmware="",
        kind=kind,
        values=quantities,
        device_time=None,
        clock_skew_s=None,
        received_at=at,
        monotonic_ns=0,
        user_index=None,
        quality=(),
        origin=Origin.SIMULATED,
        raw=b"",
        decoder="",
    )
    return MeasureSlot(kind, SlotState.TAKEN, progress=100, reading=reading)


def five_measures(now: datetime) -> MappingProxyType[Kind, MeasureSlot]:
    pressure = {
        "systolic": ("134", "mm[Hg]"),
        "diastolic": ("82", "mm[Hg]"),
        "pulse": ("71", "/min"),
    }
    slots = (
        a_slot(Kind.OXIMETRY, now, spo2=("97", "%"), pulse=("74", "/min")),
        a_slot(Kind.TEMPERATURE, now, temperature=("37.9", "Cel")),
        a_slot(Kind.BLOOD_PRESSURE, now, **pressure),
        a_slot(Kind.WEIGHT, now, weight=("78.40", "kg")),
        a_slot(Kind.GLUCOSE, now, glucose=("104", "mg/dL")),
    )
    return MappingProxyType({one.kind: one for one in slots})


def one_measure(now: datetime) -> MappingProxyType[Kind, MeasureSlot]:
    slot = a_slot(Kind.TEMPERATURE, now, temperature=("37.9", "Cel"))
    return MappingProxyType({slot.kind: slot})


def call_moments(now: datetime) -> dict[str, dict[str, object]]:
    """Return what changes in a consultation at each moment of the call, by name."""
    ear = a_capture("a", EAR, now)
    heart = a_capture("d", MITRAL, now)
    blank = Call(stage=CallStage.PREPARING, page=True)
    shown = a_call(now, shared_camera=CameraRole.DERMATOSCOPE)
    lost = "Liaison coupée\u00a0: le poste la rétablit. Restez assis."
    cut = {"quality": LinkQuality.CUT, "retry_at": now + timedelta(seconds=8), "sentence": lost}
    again = (
        "L’appel a été interrompu. Rien de la fiche n’est perdu\u00a0: rappelez le médecin avec un "
        "nouveau lien, ou continuez sans lui."
    )
    closed = "L’appel n’a pas pu s’ouvrir. Vérifiez le relais dans les réglages."
    ended = {"ended_at": now, "words": (), "sentence": "L’appel est terminé."}
    grave = a_conclusion(now, outcome=CallOutcome.SAMU_15, papers=(), advice="", follow_up="")
    return {
        "call-consent": {"call": blank},
        "call-refused-by-patient": {
            "call": replace(
                blank,
                agreed=False,
                sentence="Le patient refuse la téléconsultation. Orientez-le comme proposé.",
            )
        },
        "call-preview": {"call": replace(blank, agreed=True, agreed_at=now, shares_summary=False)},
        "call-waiting": {"call": waiting(now), "measures": five_measures(now)},
        "call-mailed": {
            "call": waiting(
                now, mail_path="Messages/lien-medecin.eml", request_path="Messages/demande"
            ),
        },
        "call-joining": {"call": waiting(now, CallStage.JOINING, sentence="Le médecin arrive…")},
        "call-connected": {"call": a_call(now)},
        "call-one-value": {"call": shown, "measures": one_measure(now)},
        "call-exam": {
            "call": replace(shown, still_asked=Asked.EXAM),
            "measures": five_measures(now),
            "exam": Exam(captures=(ear, heart)),
        },
        "call-still-room": {"call": a_call(now, still_asked=Asked.ROOM, doctor=LONG)},
        "call-still-exam-unseen": {"call": a_call(now, still_asked=Asked.EXAM)},
        "call-listening": {
            "call": a_call(now, is_listening=True, is_muted=True),
            "exam": Exam(pending=Pending("r", MITRAL, for_doctor=True)),
            "measures": five_measures(now),
        },
        "call-slow": {"call": a_call(now, quality=LinkQuality.SLOW_PICTURE)},
        "call-lost": {"call": a_call(now, CallStage.LOST, **cut), "measures": five_measures(now)},
        "call-alone": {"call": a_call(now, patient_alone=True), "measures": five_measures(now)},
        "call-alone-calling": {"call": a_call(now, patient_alone=True, calling=True)},
        "call-concluded": {"call": concluded(now), "measures": five_measures(now)},
        "call-samu": {"call": concluded(now, conclusion=grave, papers=(), told=())},
        "call-over": {"call": concluded(now, CallStage.OVER, **ended)},
        "call-over-nobody": {
            "call": waiting(now, CallStage.OVER, link="", spoken_code="", ended_at=now)
        },
        "call-interrupted": {"call": a_call(now, CallStage.INTERRUPTED, sentence=again, words=())},
        "call-refused": {"call": waiting(now, CallStage.REFUSED, link="", sentence=closed)},
    }


def home_moments(now: datetime) -> dict[str, tuple[Call | None, tuple[DraftLine, ...]]]:
    """Return the call behind the home page, and the consultations to finish, by name."""
    cut = DraftLine("c" * 32, "J. K.", "Piqûre de tique", "orientation", now - timedelta(hours=1))
    cut = replace(cut, call="interrupted", called_at=now - timedelta(hours=1))
    cuts = tuple(replace(cut, draft_id=f"{place}" * 32) for place in range(4))
    usual = DraftLine("a" * 32, "C. D.", "Douleur de gorge", "questions", now)
    return {
        "home-call-waiting": (waiting(now, page=False), (usual,)),
        "home-call-online": (
            a_call(now, page=False, patient_alone=True, calling=True),
            (cut, usual),
        ),
        "home-calls-cut": (None, (*cuts, usual)),
    }


def relay_moments() -> dict[str, Relay]:
    """Return the pages of the relay, by name."""
    told = "Le relais ne répond pas. Vérifiez son adresse, son certificat et le réseau."
    here = Relay("https://relais.exemple.invalid/", "/etc/osys/autorite.pem", has_key=True)
    return {
        "relay-none": Relay(),
        "relay": replace(here, done="Le relais est enregistré. Il sert au prochain appel."),
        "relay-silent": replace(here, refused=told),
        "relay-trying": replace(here, busy="Le poste appelle le relais."),
    }
