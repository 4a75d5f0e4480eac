"""Complete invented sheets for both protocols and every level, as the consultation builds them."""

from dataclasses import replace
from datetime import UTC, datetime

from app.encounter.sheet import (
    FORMAT,
    OrientationSheet,
    SheetDecision,
    SheetPresence,
    SheetProposal,
    SheetRecall,
    SheetRule,
    SheetScore,
    SheetTest,
    SheetWithdrawnSign,
)
from app.exchange.proof import SealProof
from tests.exchange.answers import THROAT_ANSWERS, TICK_ANSWERS
from tests.exchange.conclusions import (
    EXCLUSIONS,
    THROAT,
    THROAT_ADVICE,
    THROAT_LIMITS,
    THROAT_PAGE,
    THROAT_RETURN,
    THROAT_RULES,
    THROAT_SENTENCES,
    TICK,
    TICK_ADVICE,
    TICK_LIMITS,
    TICK_PAGE,
    TICK_RETURN,
    TICK_RULES,
    TICK_SENTENCES,
    TREATMENTS,
)
from tests.exchange.facts import (
    ACT,
    CONSENTS,
    MENTIONS,
    PATIENT,
    PHARMACIST,
    PHARMACY,
    READINGS,
    SIMULATED,
)

PROOF = SealProof(418, 417, bytes(range(0x9F, 0x9F + 32)))
SUBMISSION = "2.25.329800735698586629295641978511506172918"
SENT_AT = datetime(2026, 11, 23, 11, 3, 5, tzinfo=UTC)
LEVELS = ("PHARMACY", "DOCTOR_48H", "DOCTOR_SAME_DAY", "EMERGENCY", "SAMU_15")
DELAYS = {
    "PHARMACY": "maintenant",
    "DOCTOR_48H": "dans les 48 heures",
    "DOCTOR_SAME_DAY": "le jour même, au plus tard dans les 24 heures",
    "EMERGENCY": "maintenant",
    "SAMU_15": "maintenant",
}
ROUTES = {
    "PHARMACY": "pharmacy",
    "DOCTOR_48H": "treating_doctor",
    "DOCTOR_SAME_DAY": "treating_doctor",
    "EMERGENCY": "emergency_department",
    "SAMU_15": "samu_15",
}
POINTS = {"PHARMACY": 0, "DOCTOR_48H": 10, "DOCTOR_SAME_DAY": 30, "EMERGENCY": 100, "SAMU_15": 100}


def _proposal(level: str, sentence: str, case: str, rules: tuple[SheetRule, ...]) -> SheetProposal:
    return SheetProposal(
        level=level,
        route=ROUTES[level],
        teleconsultation=level in {"DOCTOR_48H", "DOCTOR_SAME_DAY"},
        flags=(),
        points_minimum=POINTS[level],
        points_maximum=POINTS[level],
        points_used=POINTS[level],
        case=case,
        sentence=sentence,
        scores=(),
        rules=rules,
    )


def _recalls(level: str, plan: tuple[tuple[int, str], ...]) -> tuple[SheetRecall, ...]:
    if level != "PHARMACY":
        return (SheetRecall(2, "call", "2026-11-25", "Avez-vous été vu par un médecin\u00a0?"),)
    days = {1: "2026-11-24", 3: "2026-11-26", 30: "2026-12-23"}
    return tuple(SheetRecall(day, kind, days[day], "Suivi") for day, kind in plan)


def _closed(sheet: OrientationSheet, level: str) -> OrientationSheet:
    called = "2026-11-23T11:52:10+01:00" if level == "SAMU_15" else ""
    kept = SheetDecision(level, ROUTES[level], DELAYS[level], "", False, False)
    return replace(sheet, decision=kept, act=replace(ACT, emergency_call_at=called))


def throat_sheet(level: str = "PHARMACY") -> OrientationSheet:
    """Return a sore throat at ``level``; at the pharmacy the test is positive."""
    proposal = _proposal(
        level,
        THROAT_SENTENCES[level],
        "Angine à streptocoque A" if level == "PHARMACY" else "Douleur de gorge",
        THROAT_RULES,
    )
    score = SheetScore("mac_isaac", "Mac Isaac", 4, 4, -1, 5, "McIsaac et al., 1998", True)
    sheet = OrientationSheet(
        format=FORMAT,
        sheet_id="7c1e0b5a9f3d4c2e8a6b1d0f5e7c9a3b",
        act_ref="00d1c2b3a4958677f0e1d2c3b4a59687",
        software="OSyS Station 0.1.0",
        demonstration=True,
        pharmacy=PHARMACY,
        pharmacist=PHARMACIST,
        patient=PATIENT,
        act=ACT,
        protocol=THROAT,
        answers=THROAT_ANSWERS,
        not_asked=(),
        withdrawn_signs=(),
        readings=READINGS,
        proposal=replace(proposal, scores=(score,)),
        decision=SheetDecision(level, ROUTES[level], DELAYS[level], "", False, False),
        treatments=TREATMENTS.get(level, ()),
        exclusions=EXCLUSIONS,
        actions=(),
        advice=THROAT_ADVICE,
        return_if=THROAT_RETURN,
        limits=THROAT_LIMITS,
        patient_page=THROAT_PAGE if level == "PHARMACY" else (THROAT_SENTENCES[level],),
        tests=(
            SheetTest(
                "Test rapide streptocoque A",
                "positif",
                "",
                "",
                "L2611",
                "2026-11-23T11:58:00+01:00",
            ),
        )
        if level == "PHARMACY"
        else (),
        consents=CONSENTS,
        alternative="vu un médecin",
        recalls=_recalls(level, ((3, "call"),)),
        mentions=MENTIONS,
        archive_until="2036-11-23",
        absent=("photos",),
    )
    return _closed(sheet, level)


def tick_sheet(level: str = "PHARMACY") -> OrientationSheet:
    """Return a tick bite at ``level``, with simulated readings and a sign taken back."""
    base = throat_sheet(level)
    points = {"points_minimum": 0, "points_maximum": 30} if level == "PHARMACY" else {}
    proposal = replace(
        _proposal(level, TICK_SENTENCES[level], "Piqûre de tique", TICK_RULES), **points
    )
    return replace(
        base,
        sheet_id="0a4be7c2d95f4e31b86c2f7d1e90a354",
        protocol=TICK,
        answers=TICK_ANSWERS,
        not_asked=("Paupière ou oreille",),
        withdrawn_signs=(
            SheetWithdrawnSign(
                "t_card",
                "Malaise ou palpitations",
                "Le patient parlait d’un ancien malaise.",
                "2026-11-23T11:47:02+01:00",
            ),
        ),
        readings=(replace(READINGS[0], value="36.9", origin="simulated"),),
        proposal=proposal,
        treatments=(),
        exclusions=(),
        tests=(),
        actions=(
            "Retirer la tique au crochet, sans rien appliquer avant.",
            "Vérifier le vaccin contre le tétanos.",
        ),
        advice=TICK_ADVICE,
        return_if=TICK_RETURN,
        limits=TICK_LIMITS,
        patient_page=TICK_PAGE if level == "PHARMACY" else (TICK_SENTENCES[level],),
        recalls=_recalls(level, ((1, "photo"), (3, "photo"), (3, "call"), (30, "message"))),
        mentions=(*MENTIONS, SIMULATED),
        absent=("photos", "NEWS2"),
    )


def real(sheet: OrientationSheet) -> OrientationSheet:
    """Return the sheet as a real folder would hold it: national INS, values from real devices."""
    readings = tuple(
        replace(one, origin="live") if one.origin == "simulated" else one for one in sheet.readings
    )
    patient = replace(sheet.patient, ins_root="1.2.250.1.213.1.4.8")
    protocol = replace(sheet.protocol, status="valid")
    return replace(
        sheet,
        demonstration=False,
        readings=readings,
        patient=patient,
        protocol=protocol,
        mentions=sheet.mentions[1:5],
    )


def of_a_child(sheet: OrientationSheet, link: str = "parent") -> OrientationSheet:
    """Return the sheet of a child whose mother was there, or was called, with an interpreter."""
    patient = replace(
        sheet.patient,
        birth_date="2014-04-12",
        age_years=12,
        age_months=151,
        companion="Dorval Anne",
    )
    presence = SheetPresence(link=link, interpreter="M. Haddad", language="arabe")
    return replace(sheet, patient=patient, presence=presence)


def unqualified(sheet: OrientationSheet) -> OrientationSheet:
    """Return the sheet of an identity that nobody has qualified."""
    patient = replace(sheet.patient, matricule="", ins_root="", status="validated", source="typed")
    return replace(sheet, patient=patient)
