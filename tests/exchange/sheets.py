"""Complete invented sheets for both protocols and every level, as the consultation builds them."""

from dataclasses import replace
from datetime import UTC, datetime

from app.encounter.sheet import (
    FORMAT,
    OrientationSheet,
    SheetAct,
    SheetConsent,
    SheetDecision,
    SheetExclusion,
    SheetPatient,
    SheetPharmacist,
    SheetPharmacy,
    SheetProposal,
    SheetProtocol,
    SheetReading,
    SheetRecall,
    SheetRule,
    SheetScore,
    SheetTest,
    SheetTreatment,
    SheetWithdrawnSign,
)
from app.exchange.proof import SealProof
from tests.exchange.answers import THROAT_ANSWERS, TICK_ANSWERS

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

PHARMACY = SheetPharmacy(
    name="Pharmacie des Tilleuls",
    finess="990000010",
    street="12, place du Halage",
    postcode="35999",
    city="Kerlanec",
    phone="02 99 00 00 15",
    oid="2.25.215736845109437165843321900547613020914",
    station="Espace 1",
)
PHARMACIST = SheetPharmacist(
    family="Marchetti",
    given="Hélène",
    title="Pharmacienne",
    rpps="99900000417",
    specialty="G15_21/A",
    trained_on="2026-03-12",
)
PATIENT = SheetPatient(
    birth_family="DORVAL",
    birth_givens=("CAMILLE", "JEANNE"),
    used_family="",
    sex="F",
    birth_date="1988-04-12",
    birth_place="35238",
    age_years=38,
    age_months=463,
    matricule="288043523801466",
    ins_root="1.2.250.1.213.1.4.10",
    status="qualified",
    source="datamatrix",
    weight_kg="",
    phone="0600001234",
    doctor="Dre Le Dantec",
    doctor_mail="le.dantec@medecin.demonstration.invalid",
    companion="",
)
ACT = SheetAct(
    started_at="2026-11-23T11:44:00+01:00",
    ended_at="2026-11-23T12:02:31+01:00",
    place="espace de confidentialité",
    present=("patient",),
    emergency_call_at="",
)
MENTIONS = (
    "Démonstration\u00a0: patient inventé, protocole non validé par un comité scientifique. "
    "Ne pas utiliser pour soigner.",
    "Points d’orientation\u00a0: barème local, non validé.",
    "Aide à la décision sans marquage CE de dispositif médical\u00a0: le pharmacien décide.",
    "Ce document n’est ni un diagnostic ni une ordonnance. En cas d’aggravation\u00a0: 15 (112, ou "
    "114 par SMS).",
    "NEWS2, Royal College of Physicians, 2017, reproduit sans modification avec mention de la "
    "source. Adulte de 16 ans et plus, hors grossesse.",
)
SIMULATED = "Mesure simulée pour la démonstration\u00a0: ne peut pas être envoyée au DMP."


def _reading(
    names: tuple[str, str, str], value: str, unit: tuple[str, str], at: str, device: str
) -> SheetReading:
    quantity, label, loinc = names
    return SheetReading(
        quantity=quantity,
        label=label,
        loinc=loinc,
        value=value,
        unit=unit[0],
        unit_label=unit[1],
        origin="live",
        device=device.rpartition(" ")[0],
        serial=device.rpartition(" ")[2],
        taken_at=f"2026-11-23T{at}:00+01:00",
        operator="helene",
    )


READINGS = (
    _reading(
        ("temperature", "Température", "8310-5"),
        "38.4",
        ("Cel", "°C"),
        "11:47",
        "Thermomètre TH-02",
    ),
    _reading(
        ("systolic", "Systolique", "8480-6"),
        "124",
        ("mm[Hg]", "mmHg"),
        "11:50",
        "Tensiomètre PA-01",
    ),
    _reading(
        ("diastolic", "Diastolique", "8462-4"),
        "78",
        ("mm[Hg]", "mmHg"),
        "11:50",
        "Tensiomètre PA-01",
    ),
    _reading(("spo2", "SpO2", "20564-1"), "98", ("%", "%"), "11:48", "Oxymètre OX-01"),
    replace(
        _reading(
            ("respiration", "Fréquence respiratoire", "9279-1"), "16", ("/min", "/min"), "11:51", ""
        ),
        origin="manual",
        serial="",
    ),
)
CONSENTS = tuple(
    SheetConsent(name, label, given, "2026-11-23T11:44:40+01:00")
    for name, label, given in (
        ("g_cons_entretien", "Entretien", "yes"),
        ("g_cons_medecin", "Médecin traitant", "yes"),
        ("g_cons_rappel", "Rappel", "yes"),
        ("g_cons_photo", "Photo", "no"),
        ("g_cons_dmp", "Mon espace santé", "yes"),
    )
)
THROAT = SheetProtocol(
    id="douleur_pharyngee",
    version="2.1.0",
    status="demonstration",
    framework="common_law",
    title="Douleur de gorge",
    short_title="Gorge",
    valid_from="2026-11-01",
    valid_to="2027-10-31",
    sha256="9f3a71c0" * 8,
    semantics=1,
    icpc2=("R21", "R72"),
    cim10=("J02.9", "J03.0"),
    unvalidated_rules=3,
)
TICK = replace(
    THROAT,
    id="piqure_tique",
    version="1.0.0",
    framework="osys_transitional",
    title="Piqûre de tique",
    short_title="Tique",
    sha256="41be02d7" * 8,
    icpc2=("S12",),
    cim10=("T14.0", "W57"),
    unvalidated_rules=4,
)
THROAT_RULES = (
    SheetRule(
        "mac_isaac",
        "I",
        True,
        0,
        "Mac Isaac 4 (fièvre, pas de toux, ganglions, amygdales)\u00a0: test proposé à partir de 2",
        ("McIsaac et al., 1998", "HAS, fiche mémo angine, 2021"),
    ),
    SheetRule(
        "trod_positif",
        "I",
        True,
        0,
        "Test positif\u00a0: antibiotique de première intention",
        ("HAS, juillet 2024",),
    ),
)
TICK_RULES = (
    SheetRule(
        "t_fiev",
        "U",
        False,
        3,
        "Fièvre depuis la piqûre\u00a0: ne sait pas",
        ("HAS, borréliose de Lyme, 2018",),
    ),
    SheetRule(
        "t_place",
        "A",
        True,
        0,
        "Tique en place\u00a0: retrait maintenant",
        ("Santé publique France, 2023",),
    ),
)
AMOXICILLIN = SheetTreatment(
    substance="amoxicilline",
    label="Amoxicilline",
    form="comprimé",
    dose="1 g",
    times="matin et soir",
    max_per_day="2 g par jour",
    max_days=6,
    until="2026-11-28",
    quantity="1 boîte de 14",
    lot="AX4471",
    limits=("Prendre tout le traitement. Arrêt et appel si boutons ou gonflement.",),
)
PARACETAMOL = SheetTreatment(
    substance="paracetamol",
    label="Paracétamol",
    form="comprimé",
    dose="1 g",
    times="si vous avez mal, 6 heures entre deux prises",
    max_per_day="3 g par jour",
    max_days=3,
    until="2026-11-25",
    quantity="1 boîte de 8",
    lot="",
    limits=("3 jours de fièvre, 5 jours de douleur.",),
)
THROAT_ADVICE = (
    "Buvez tiède ou frais, souvent.",
    "Mangez mou.",
    "Reposez-vous.",
    "Ne fumez pas.",
    "Prenez tout l’antibiotique si on vous en donne un.",
    "Lavez vos mains, ne partagez pas vos couverts.",
)
THROAT_RETURN = (
    "fièvre plus de 3 jours",
    "impossible de boire",
    "douleur d’un seul côté",
    "cou gonflé",
    "boutons",
    "pas mieux au 3e jour",
)
THROAT_LIMITS = (
    "Paracétamol\u00a0: 3 jours de fièvre, 5 jours de douleur.",
    "Pas d’ibuprofène.",
    "Amoxicilline\u00a0: 6 jours.",
    "Céfuroxime\u00a0: 4 jours.",
    "Cefpodoxime ou clarithromycine\u00a0: 5 jours.",
    "Arrêt et appel si boutons ou gonflement.",
    "Pas de spray ni de pastille avant 6 ans.",
)
THROAT_PAGE = (
    "Vous avez mal à la gorge.",
    "Le test dit si un antibiotique est utile.",
    "Test négatif\u00a0: c’est un virus.",
    "Le virus guérit seul en une semaine.",
    "Test positif\u00a0: prenez tout l’antibiotique.",
    "Prenez du paracétamol contre la douleur.",
    "Ne prenez pas d’ibuprofène.",
    "Vous ne pouvez plus boire\u00a0? Consultez.",
    "Vous respirez mal\u00a0? Appelez le 15.",
)
TICK_ADVICE = (
    "La tique est retirée et la peau désinfectée.",
    "Notez la date d’aujourd’hui.",
    "Entourez la zone au stylo.",
    "Regardez-la chaque semaine pendant un mois.",
    "Une petite rougeur les deux premiers jours est normale.",
    "Pas d’antibiotique ni de prise de sang sans signe.",
)
TICK_RETURN = (
    "rougeur qui s’étend",
    "plaques ailleurs",
    "croûte noire",
    "fièvre ou courbatures",
    "visage de travers",
    "palpitations",
    "articulation gonflée",
)
TICK_LIMITS = ("Aucun médicament par la bouche.", "Antiseptique une seule fois, après le retrait.")
TICK_PAGE = (
    "Nous avons retiré la tique.",
    "Le risque de maladie est faible.",
    "Regardez votre peau pendant un mois.",
    "Prenez une photo demain et dans trois jours.",
    "Une rougeur de plus de 5\u00a0cm\u00a0? Appelez-nous.",
    "Fièvre, visage de travers, palpitations\u00a0? Consultez vite.",
    "Vous n’avez pas besoin d’antibiotique aujourd’hui.",
)
THROAT_SENTENCES = {
    "PHARMACY": "«\u00a0Le test est positif. Voici l’antibiotique et son attestation.\u00a0»",
    "DOCTOR_48H": "«\u00a0Un médecin doit vous voir dans les 48 heures.\u00a0»",
    "DOCTOR_SAME_DAY": "«\u00a0Il faut voir un médecin aujourd’hui.\u00a0»",
    "EMERGENCY": "«\u00a0Votre gorge peut cacher un abcès. Allez aux urgences maintenant.\u00a0»",
    "SAMU_15": "«\u00a0J’appelle le 15. Restez assis, ne vous allongez pas.\u00a0»",
}
TICK_SENTENCES = {
    "PHARMACY": "«\u00a0La tique est retirée. Le risque est faible. Nous surveillons ensemble.\u00a0»",
    "DOCTOR_48H": "«\u00a0Je préfère qu’un médecin vous voie dans les 48 heures.\u00a0»",
    "DOCTOR_SAME_DAY": "«\u00a0Cette rougeur ou ce signe doit être vu aujourd’hui. Un traitement est possible.\u00a0»",
    "EMERGENCY": "«\u00a0Ce signe demande un examen aux urgences maintenant.\u00a0»",
    "SAMU_15": "«\u00a0J’appelle le 15. Restez assis avec moi.\u00a0»",
}
TREATMENTS = {
    "PHARMACY": (AMOXICILLIN, PARACETAMOL),
    "DOCTOR_48H": (PARACETAMOL,),
    "DOCTOR_SAME_DAY": (PARACETAMOL,),
}
EXCLUSIONS = (
    SheetExclusion("ibuprofene", "Ibuprofène", "infection de la gorge"),
    SheetExclusion("clarithromycine", "Clarithromycine", "atorvastatine"),
)


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


def unqualified(sheet: OrientationSheet) -> OrientationSheet:
    """Return the sheet of an identity that nobody has qualified."""
    patient = replace(sheet.patient, matricule="", ins_root="", status="validated", source="typed")
    return replace(sheet, patient=patient)
