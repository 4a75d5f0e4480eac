"""Moments of the people: accounts, recovery shares, the pages before any login, the veil."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.desk.model import Account, Screen
from app.desk.veil import Veil
from app.office.copies import BackupState
from app.office.first_run import FirstRun, Step
from app.office.office import Office
from app.office.people import Act, People, PersonLine
from app.office.recovery import Recovery, ShareAct, SharesWritten, Standing
from app.office.rescue import Rescue
from tests.office.founders import PEOPLE, PHARMACY

PHRASE = "bocal tremper ovale cigogne lucarne fusion aviron meuble"
UNFINISHED = (
    "La création du poste n’est pas finie\u00a0: il n’a pas de parts de secours. "
    "Faites-les depuis la session d’un pharmacien."
)
REFUSED_SHARE = (
    "Feuille 2, mot 17\u00a0: ce mot n’est pas de la liste. Relisez ses quatre premières lettres."
)
TYPED = replace(PHARMACY, finess="35000123", folder="/srv/osys/pharmacie")  # a digit is missing


def some_people() -> tuple[PersonLine, ...]:
    return (
        PersonLine("helene", "Hélène Marchetti", "Pharmacienne adjointe", "pharmacist"),
        PersonLine("bruno", "Bruno Castel", "Pharmacien adjoint", "pharmacist"),
        PersonLine("odile", "Odile Ferrand", "Titulaire, gestion", "owner"),
        PersonLine("paul", "Paul Vidal", "Préparateur", "preparer"),
    )


def a_people_page(**changes: object) -> People:
    usual = People("helene", "pharmacist", some_people(), "odile")
    return replace(usual, **changes)


def people_offices(now: datetime) -> tuple[tuple[str, Screen, Office], ...]:
    pages = {
        "people": a_people_page(done="Compte ajouté\u00a0: Bruno Castel."),
        "people-add": a_people_page(act=Act.ADD, refused="Il manque la fonction, l’identifiant."),
        "people-revoke": a_people_page(act=Act.REVOKE),
        "people-regrant": a_people_page(act=Act.REGRANT, busy="L’accès est rendu."),
        "people-password": a_people_page(act=Act.PASSWORD),
        "people-pin": a_people_page(act=Act.PIN),
        "people-auditor": People("aline", "auditor", some_people(), "bruno"),
    }
    told = [(name, Screen.PEOPLE, Office(people=page)) for name, page in pages.items()]
    return (*told, *_recoveries(now))


def _recoveries(now: datetime) -> tuple[tuple[str, Screen, Office], ...]:
    year, written = (
        timedelta(days=365),
        SharesWritten(
            "/media/cle-usb",
            ("part-1.pdf", "part-2.pdf", "part-3.pdf"),
            (
                "Part 1\u00a0: recopiez les mots 8 à 11.",
                "Part 3\u00a0: recopiez les mots 21 à 24.",
            ),
        ),
    )
    whole = Standing("", now - year, now - year / 2, now + year / 2, are_checked=True)
    pages = {
        "recovery": Recovery("pharmacist", whole),
        "recovery-none": Recovery("pharmacist", Standing(UNFINISHED)),
        "recovery-owner": Recovery("owner", whole),
        "recovery-make": Recovery("pharmacist", Standing(UNFINISHED), ShareAct.MAKE),
        "recovery-words": Recovery(
            "pharmacist", Standing(UNFINISHED), ShareAct.MAKE, written, refused=REFUSED_SHARE
        ),
        "recovery-test": Recovery("pharmacist", whole, ShareAct.TEST),
    }
    return tuple((name, Screen.RECOVERY, Office(recovery=page)) for name, page in pages.items())


def door_moments(now: datetime, station: object) -> dict[str, dict[str, object]]:
    """Return what the desk holds at each moment where nobody is logged in, and under the veil."""
    real = replace(station, demonstration=False)
    people = tuple(Account(one.login, one.label, one.title, one.role) for one in some_people())
    late = BackupState(now - timedelta(hours=80), now - timedelta(hours=3))
    shut: dict[str, object] = {"person": None, "station": real, "demonstration_code": ""}
    first = FirstRun(pharmacy=TYPED, people=PEOPLE)
    pages = {
        "first-pharmacy": replace(first, step=Step.PHARMACY, wrong=TYPED.refusals()),
        "first-people": replace(
            first, step=Step.PEOPLE, wrong={"owner_practises": "Répondez par oui ou par non."}
        ),
        "first-secrets": replace(first, step=Step.SECRETS),
        "first-making": replace(first, step=Step.SECRETS, busy="Ce poste mesure sa vitesse."),
        "first-made": replace(first, step=Step.MADE, made="/srv/osys/pharmacie"),
    }
    told = {
        name: {**shut, "screen": Screen.FIRST_RUN, "first_run": page}
        for name, page in pages.items()
    }
    told["first-secrets"]["suggested"] = PHRASE
    told["login-real"] = {
        **shut,
        "screen": Screen.LOGIN,
        "accounts": people,
        "selected": "helene",
        "copies": late,
    }
    told["login-demonstration-blocked"] = {
        **shut,
        "screen": Screen.LOGIN,
        "station": station,
        "blocked": "L’opération n’a pas pu être enregistrée. Libérez de la place.",
    }
    told["login-blocked"] = {
        **told["login-real"],
        "blocked": "Le fichier vault.sqlite manque. Ne supprimez rien et restaurez la sauvegarde.",
        "accounts": (),
    }
    told["rescue"] = {
        **shut,
        "screen": Screen.RESCUE,
        "rescue": Rescue(refused=REFUSED_SHARE),
        "suggested": PHRASE,
    }
    told["veil"] = {
        "screen": Screen.HOME,
        "veil": Veil(
            now,
            has_pin=True,
            tries=2,
            refused="Ce n’est pas votre code. Encore 3 essais avant le verrouillage.",
        ),
    }
    return told
