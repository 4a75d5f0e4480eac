"""A town whose pharmacy sealed hundreds of thousands of sheets: invented, drawn from a seed."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from random import Random

import msgspec

from app.encounter.summary import Summary
from app.records.vault import SealRequest

FIRST = datetime(2016, 12, 1, 8, 0, tzinfo=UTC)
TEN_YEARS = timedelta(days=3640)
SHEETS_A_PATIENT = 4
_STARTS = (
    "Ba",
    "Ber",
    "Cha",
    "Da",
    "Du",
    "Fa",
    "Gar",
    "Hé",
    "La",
    "Le",
    "Ma",
    "Mo",
    "Ni",
    "Pe",
    "Ro",
    "Sa",
    "Thé",
    "Va",
)
_MIDDLES = (
    "",
    "bou",
    "che",
    "di",
    "fou",
    "gné",
    "lan",
    "mi",
    "no",
    "que",
    "ri",
    "son",
    "tel",
    "vi",
)
_ENDS = (
    "ard",
    "aud",
    "bert",
    "dier",
    "eau",
    "el",
    "et",
    "ier",
    "in",
    "lon",
    "mont",
    "nier",
    "ot",
    "ral",
    "sier",
    "ville",
)
_GIVENS = (
    "Adèle",
    "Bruno",
    "Camille",
    "Denis",
    "Élise",
    "Farid",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jean-Luc",
    "Karima",
    "Louis",
    "Maëlys",
    "Noé",
    "Odile",
    "Paul",
    "Rose",
    "Samir",
    "Zoé",
)
_SITUATIONS = (
    ("piqure_tique", "Tique"),
    ("douleur_pharyngee", "Mal de gorge"),
    ("rhinite", "Nez qui coule"),
    ("douleur_mictionnelle", "Cystite"),
    ("conjonctivite", "Œil rouge"),
    ("lombalgie", "Mal de dos"),
)
_LEVELS = ("PHARMACY", "PHARMACY", "PHARMACY", "DOCTOR_48H", "DOCTOR_SAME_DAY", "SAMU_15")


def families() -> list[str]:
    """Return the family names of the town, the most borne first."""
    made = [f"{a}{b}{c}" for a in _STARTS for b in _MIDDLES for c in _ENDS]
    Random("families").shuffle(made)  # noqa: S311 - the same town each time
    return made


def summaries(count: int) -> Iterator[tuple[datetime, Summary]]:
    """Yield ``count`` archive lines in the order of time, names borne as in a real town."""
    random = Random("town")  # noqa: S311 - the same town each time
    names = families()
    weights = [1 / (rank + 8) for rank in range(len(names))]
    patients = [
        _patient(random, random.choices(names, weights)[0])
        for _ in range(count // SHEETS_A_PATIENT + 1)
    ]
    for rank in range(count):
        at = FIRST + TEN_YEARS * (rank / count)
        protocol, situation = random.choice(_SITUATIONS)
        family, given, used, born, matricule = random.choice(patients)
        yield (
            at,
            Summary(
                family=family,
                given=given,
                used=used,
                birth_date=born,
                matricule=matricule,
                protocol_id=protocol,
                situation=situation,
                level=random.choice(_LEVELS),
                sealed_at=at.isoformat(),
                author=f"1000000000{random.randrange(4)}",
            ),
        )


Patient = tuple[str, str, str, str, str]


def _patient(random: Random, family: str) -> Patient:
    year, month, day = (
        random.randrange(1930, 2020),
        random.randrange(1, 13),
        random.randrange(1, 29),
    )
    sex = random.choice("12")
    used = random.choice(families_cache) if sex == "2" and random.random() < 0.3 else ""
    matricule = f"{sex}{year % 100:02}{month:02}{random.randrange(1, 96):02}{random.randrange(1000):03}{random.randrange(1000):03}{random.randrange(97):02}"
    return family, random.choice(_GIVENS), used, f"{year}-{month:02}-{day:02}", matricule


families_cache = families()


def requests(count: int) -> Iterator[SealRequest]:
    """Yield what is sealed of each line: a small sheet without documents."""
    for rank, (at, summary) in enumerate(summaries(count), start=1):
        yield SealRequest(
            sheet_id=rank.to_bytes(16, "big"),
            month=at.year * 100 + at.month,
            body=b"sheet",
            documents=(),
            package=b"id: piqure_tique\n",
            summary=msgspec.json.encode(asdict(summary)),
            fact=b"",
            outbox=(),
            draft_id=None,
            now=at,
        )
