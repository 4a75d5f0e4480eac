"""Who, where and what was measured in the invented sheets."""

from dataclasses import replace

from app.encounter.sheet import (
    SheetAct,
    SheetConsent,
    SheetPatient,
    SheetPharmacist,
    SheetPharmacy,
    SheetReading,
)

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
