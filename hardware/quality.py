"""What the flags of a device mean for a reading, and how they are said in French.

Three families: a reading that must never count, one that counts only after the pharmacist has
confirmed it, and a value still being worked out, shown live and never kept.

Source: devices.md §1.3 (policy of the oximeter, control solution), §4.2 (serial oximeter). Where
that policy names no family for a bit, the more careful one was chosen: confirmation for a
processing irregularity and an unknown sensor, live only for a calibration and a held display.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

FOREIGN = frozenset({"stored", "demonstration_data", "test_data", "control_solution"})
NEVER = FOREIGN | frozenset(
    {
        "measurement_unavailable",
        "measurement_wrong",
        "equipment_malfunction",
        "non_pulsatile",
        "sensor_off",
        "sensor_displaced",
        "sensor_malfunction",
        "sensor_disconnected",
        "probe_error",
        "sample_too_small",
        "strip_inserted_badly",
        "strip_wrong",
        "strip_pulled_early",
        "result_too_high",
        "result_too_low",
        "sensor_too_hot",
        "sensor_too_cold",
    }
)
TO_CONFIRM = frozenset(
    {
        "measurement_questionable",
        "processing_irregularity",
        "inadequate_signal",
        "poor_signal",
        "weak_signal",
        "low_perfusion",
        "erratic_signal",
        "questionable_pulse",
        "sensor_interference",
        "sensor_unknown",
        "body_movement",
        "cuff_loose",
        "bad_position",
        "clock_not_set",
    }
)
PROVISIONAL = frozenset(
    {
        "measurement_ongoing",
        "early_estimate",
        "calibration_ongoing",
        "extended_update",
        "signal_analysis_ongoing",
        "searching",
        "search_too_long",
    }
)

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "stored": "lecture en mémoire",
        "demonstration_data": "valeur de démonstration",
        "test_data": "valeur d’essai",
        "control_solution": "solution de contrôle",
        "measurement_unavailable": "mesure indisponible",
        "measurement_wrong": "mesure rejetée par l’appareil",
        "equipment_malfunction": "panne de l’appareil",
        "non_pulsatile": "pouls non perçu",
        "sensor_off": "capteur retiré",
        "sensor_displaced": "capteur déplacé",
        "sensor_malfunction": "panne du capteur",
        "sensor_disconnected": "capteur débranché",
        "probe_error": "panne du capteur",
        "sample_too_small": "goutte de sang trop petite",
        "strip_inserted_badly": "bandelette mal insérée",
        "strip_wrong": "bandelette inadaptée",
        "strip_pulled_early": "bandelette retirée trop tôt",
        "result_too_high": "au-dessus de la limite de l’appareil",
        "result_too_low": "au-dessous de la limite de l’appareil",
        "sensor_too_hot": "appareil trop chaud",
        "sensor_too_cold": "appareil trop froid",
        "measurement_questionable": "mesure douteuse",
        "processing_irregularity": "calcul irrégulier",
        "inadequate_signal": "signal insuffisant",
        "poor_signal": "signal faible",
        "weak_signal": "signal faible",
        "low_perfusion": "perfusion faible",
        "erratic_signal": "signal irrégulier",
        "questionable_pulse": "pouls douteux",
        "sensor_interference": "lumière parasite",
        "sensor_unknown": "capteur inconnu",
        "body_movement": "mouvement pendant la mesure",
        "cuff_loose": "brassard trop lâche",
        "irregular_pulse": "pouls irrégulier",
        "pulse_above_range": "pouls au-dessus de la plage de l’appareil",
        "pulse_below_range": "pouls au-dessous de la plage de l’appareil",
        "bad_position": "mauvaise position du bras",
        "clock_not_set": "horloge non réglée",
        "measurement_ongoing": "mesure en cours",
        "early_estimate": "première estimation",
        "calibration_ongoing": "étalonnage en cours",
        "extended_update": "affichage retenu",
        "signal_analysis_ongoing": "analyse du signal",
        "searching": "recherche du pouls",
        "search_too_long": "recherche du pouls trop longue",
        "low_saturation": "alarme de saturation basse",
        "low_battery": "pile faible",
        "encrypted_link": "liaison chiffrée",
        "validated": "mesure validée",
        "fully_qualified": "mesure de bonne qualité",
        "site_armpit": "aisselle",
        "site_body": "corps",
        "site_ear": "oreille",
        "site_finger": "doigt",
        "site_digestive": "voie digestive",
        "site_mouth": "bouche",
        "site_rectum": "rectum",
        "site_toe": "orteil",
        "site_tympanum": "tympan",
    }
)


def is_foreign(flags: Iterable[str]) -> bool:
    """Tell whether the reading is of nobody present: a memory, a test, a control."""
    return not FOREIGN.isdisjoint(flags)


def must_never_count(flags: Iterable[str]) -> bool:
    """Tell whether one flag forbids the reading."""
    return not NEVER.isdisjoint(flags)


def needs_confirmation(flags: Iterable[str]) -> bool:
    """Tell whether one flag asks the pharmacist to confirm the reading."""
    return not TO_CONFIRM.isdisjoint(flags)


def is_provisional(flags: Iterable[str]) -> bool:
    """Tell whether the value is still being worked out: shown live, never kept."""
    return not PROVISIONAL.isdisjoint(flags)


def causes(flags: Iterable[str]) -> str:
    """Return the French names of ``flags`` that explain a failure, comma separated."""
    telling = [flag for flag in flags if flag in NEVER | TO_CONFIRM | PROVISIONAL]
    return ", ".join(LABELS[flag] for flag in telling)
