"""Moments of the archive and of the back office: invented people, one of each state."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from app.desk.archive import (
    HIDDEN,
    Act,
    Archive,
    ArchiveLine,
    Filters,
    Keeping,
    Period,
    SheetDetail,
    SignatureLine,
    VersionLine,
)
from app.desk.model import Screen
from app.effects.custody.notices import intended_use, notices, words_of
from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked
from app.encounter.sheet import OrientationSheet, SheetNote
from app.office.access_log import AccessLine, AccessLog
from app.office.backup import Backup
from app.office.card import LOOKING, CardForm, CardLine
from app.office.copies import BackupState, Places, Task, TaskEnded
from app.office.diagnostics import Diagnostics, Fact, Health
from app.office.emergency import AlarmRaised, Danger, Emergency
from app.office.erasure import Erasure, ErasurePlan
from app.office.notices import Notices
from app.office.office import Office
from app.office.retention import HoldLine, MonthDue, PurgeLine, PurgePlan, Retention
from hardware.links.token_words import Tries
from tests.builders import a_station, a_visit_at_decision
from tests.ui.people_scenes import people_offices

WHY = (
    "Cette fiche est d’un confrère\u00a0: dites pourquoi vous l’ouvrez. "
    "Le motif sera inscrit au journal des accès."
)
BROKEN = (
    "Le contenu enregistré ne correspond plus à ce qui a été scellé. Ne l’utilisez pas, "
    "ne supprimez rien et lancez la vérification des archives."
)
AN_ERASURE = ErasurePlan(418, "Scellée pour un autre patient", "effacer la fiche 418")
Moment = tuple[str, Screen, dict[str, object]]


def an_archive(now: datetime) -> Archive:
    levels = ("PHARMACY", "DOCTOR_48H", "DOCTOR_SAME_DAY", "EMERGENCY", "SAMU_15", "PHARMACY")
    names = ("DORVAL Camille", "LESTRADE Malo", "FERRANDEC Julie", "CARADEC Inès", "MAHÉO Georges")
    lines = tuple(
        ArchiveLine(
            sheet_id=f"{place:032x}",
            number=418 - place,
            sealed_at=now - timedelta(days=place),
            patient=(*names, HIDDEN)[place],
            situation="Douleur de gorge" if place % 2 else "Piqûre de tique",
            level=level,
            intact=place != 3,
            hidden=place == 5,
            versions=2 if place == 1 else 1,
        )
        for place, level in enumerate(levels)
    )
    return Archive(
        lines=lines,
        matching=1862,
        total=12_407,
        asked=1,
        answered=1,
        selected=lines[0].sheet_id,
        verified="Journal vérifié\u00a0: 12\u00a0640 maillons, aucune rupture.",
    )


@cache
def a_sealed_sheet() -> OrientationSheet:
    """Return a sheet sealed by the station itself, under a shipped protocol."""
    visit = a_visit_at_decision("piqure_tique").say(SealAsked())
    (effect,) = visit.asked(SealSheet)
    assert isinstance(effect, SealSheet)
    return effect.sheet


def an_opened_archive(now: datetime) -> Archive:
    archive = an_archive(now)
    note = SheetNote(
        "complément",
        "Le médecin a rappelé à 14:10\u00a0: pas d’antibiotique.",
        "Appel du médecin traitant",
        "Hélène Marchetti",
        now.isoformat(),
    )
    versions = (
        VersionLine(1, "fiche scellée", now - timedelta(hours=3), "Hélène Marchetti"),
        VersionLine(2, "complément", now, note.author, note.reason, note.text),
    )
    detail = SheetDetail(
        line=replace(archive.lines[0], versions=2),
        sheet=replace(a_sealed_sheet(), notes=(note,)),
        signed_by="Hélène Marchetti",
        replayed="Même résultat",
        fingerprint="9f3a71c0" * 8,
        refusals=(
            "Ce poste est une démonstration\u00a0: le document est un spécimen, il n’est jamais "
            "transmis.",
        ),
        versions=versions,
        keeping=Keeping("2036-11-30", "Réquisition du 12 novembre"),
        documents=("sheet.pdf", "sheet.xml", "IHE_XDM.ZIP"),
        openings=3,
        own_openings=2,
        signatures=(
            SignatureLine(
                "Signée par une carte au nom de Hélène Marchetti",
                "Certificat non reconnu : signature d’essai. Version 1, le 23/11/2026 à 11:52, "
                "certificat 9f3a71c09f3a71c0",
            ),
        ),
    )
    return replace(archive, detail=detail)


def _archives(now: datetime) -> tuple[tuple[str, Archive], ...]:
    archive, opened = an_archive(now), an_opened_archive(now)
    filters = Filters(
        level="DOCTOR_SAME_DAY", period=Period.MONTH, author=a_station().professionals[1].rpps
    )
    nothing = replace(archive, query="lestradé", filters=filters, lines=(), matching=0, selected="")
    asked = replace(
        archive, selected=archive.lines[5].sheet_id, reason_for=archive.lines[5].sheet_id
    )
    return (
        ("archive", archive),
        ("archive-sheet", opened),
        ("archive-read", replace(opened, is_reading=True)),
        ("archive-addendum", replace(opened, is_reading=True, act=Act.ADDENDUM)),
        (
            "archive-right",
            replace(opened, is_reading=True, act=Act.OPPOSE, refused="Dites le motif."),
        ),
        ("archive-reason", replace(asked, reason_why=WHY)),
        (
            "archive-broken",
            replace(
                archive,
                selected=archive.lines[3].sheet_id,
                refused=BROKEN,
                broken=True,
                verified="Rompue au maillon 402. L’entrée n’est pas celle qui a été signée.",
            ),
        ),
        ("archive-none", nothing),
        ("archive-empty", Archive(asked=1, answered=1)),
        ("archive-alike", replace(archive, query="dorvalle", by_sound=True)),
        ("archive-searching", replace(archive, query="dor", asked=2)),
    )


def an_access_log(now: datetime) -> AccessLog:
    lines = (
        AccessLine(now, "Hélène Marchetti", "Fiche ouverte", 418, ""),
        AccessLine(
            now - timedelta(minutes=4),
            "Théo Oriol",
            "Fiche ouverte",
            402,
            "Rappel du médecin traitant au sujet de la patiente",
        ),
        AccessLine(now - timedelta(hours=2), "Théo Oriol", "Documents exportés", 402, ""),
        AccessLine(now - timedelta(days=1), "Hélène Marchetti", "Recherche", 0, ""),
    )
    return AccessLog(lines=lines, total=340, unread=2)


def a_retention(now: datetime) -> Retention:
    return Retention(
        holds=(
            HoldLine(402, now - timedelta(days=40), "Odile Ferrand", "Réquisition du parquet"),
            HoldLine(31, now - timedelta(days=400), "Odile Ferrand", "", intact=False),
        ),
        purges=(
            PurgeLine(now - timedelta(days=9), 212, (now + timedelta(days=21)).date(), 2),
            PurgeLine(
                now - timedelta(days=400),
                198,
                (now - timedelta(days=370)).date(),
                is_complete=True,
            ),
        ),
        may_purge=True,
    )


def a_planned_retention(now: datetime) -> Retention:
    months = (
        MonthDue("09/2016", "fiches", 104, 2),
        MonthDue("10/2016", "fiches", 118, 0),
        MonthDue("10/2025", "accès", 2310, 0),
    )
    plan = PurgePlan(months, "détruire 2532 lignes, de 09/2016 à 10/2025")
    return replace(a_retention(now), plan=plan, refused="Retapez exactement la phrase affichée.")


def a_backup(now: datetime) -> Backup:
    state = BackupState(
        data_at=now - timedelta(hours=30),
        keys_at=now - timedelta(days=4),
        places=Places("/media/coffre-a/osys", "/media/coffre-b/osys"),
        every_h=24,
        drilled_at=now - timedelta(days=60),
    )
    return Backup(state=state, is_known=True)


def some_notices() -> Notices:
    """The parts of this very station, the licence of one being read."""
    return Notices(*intended_use(), notices(), "lxml", words_of("lxml"))


SOME_FACTS = (
    Fact("osys", "OSyS Station", "0.1.0"),
    Fact("sqlite", "SQLite", "3.40.1", advice="Un seul processus écrit."),
    Fact("qt", "Qt", "6.11.3"),
    Fact("card", "Carte de professionnel", "absent"),
    Fact("folder", "Dossier du poste", "complet", Health.GOOD),
    Fact("disk_free", "Place libre", "9,1\u00a0Go sur 252,0\u00a0Go", Health.LATE, "Libérez."),
    Fact("keys_backup", "Sauvegarde des clés", "jamais", Health.BAD, "Faites une sauvegarde."),
)


def _offices(now: datetime) -> tuple[tuple[str, Screen, Office], ...]:
    copies = a_backup(now)
    done = TaskEnded(
        Task.BACKUP,
        good=True,
        lines=(
            "Sauvegarde faite et relue\u00a0: 12640 maillons, 812\u00a0Mo.",
            "Données dans /media/coffre-a/osys/donnees/20261123T1046.",
            "Les données et les clés sont sur le même support.",
        ),
    )
    steps = (
        "Débranchez le poste du réseau.",
        "Appelez le 17 et déposez plainte\u00a0: gardez le numéro.",
        "Prévenez la CNIL dans les 72 heures.",
    )
    raised = AlarmRaised("/media/cle/preuves-20261123", steps)
    return (
        ("home-late", Screen.HOME, Office(backup=copies)),
        (
            "home-copying",
            Screen.HOME,
            Office(backup=replace(copies, task=Task.BACKUP, progress=(1, 3))),
        ),
        ("access-log", Screen.ACCESS_LOG, Office(access_log=an_access_log(now))),
        *people_offices(now),
        ("retention", Screen.RETENTION, Office(retention=a_retention(now))),
        ("retention-plan", Screen.RETENTION, Office(retention=a_planned_retention(now))),
        (
            "retention-erasure",
            Screen.RETENTION,
            Office(retention=a_retention(now), erasure=Erasure(plan=AN_ERASURE)),
        ),
        (
            "retention-owner",
            Screen.RETENTION,
            Office(retention=replace(a_retention(now), may_purge=False)),
        ),
        ("backup", Screen.BACKUP, Office(backup=copies)),
        (
            "backup-running",
            Screen.BACKUP,
            Office(backup=replace(copies, task=Task.BACKUP, progress=(37, 100))),
        ),
        ("backup-done", Screen.BACKUP, Office(backup=replace(copies, ended=done))),
        ("backup-never", Screen.BACKUP, Office(backup=Backup(is_known=True))),
        ("backup-owner", Screen.BACKUP, Office(backup=replace(copies, may_copy=False))),
        (
            "alarm",
            Screen.EMERGENCY_OFFICE,
            Office(emergency=Emergency(Danger.STOLEN, refused="Indiquez le dossier.")),
        ),
        ("diagnostics", Screen.DIAGNOSTICS, Office(diagnostics=Diagnostics(SOME_FACTS))),
        ("notices", Screen.NOTICES, Office(notices=some_notices())),
        ("alarm-raised", Screen.EMERGENCY_OFFICE, Office(emergency=Emergency(raised=raised))),
    )


def _signings(now: datetime) -> tuple[Moment, ...]:
    """The form that signs with a card: looking, its last try told, another person's card."""
    opened = replace(an_opened_archive(now), is_reading=True)
    sheet_id = opened.lines[0].sheet_id
    until = now + timedelta(days=700)
    card = CardLine("0417", "CPS", Tries.LAST, "Hélène Marchetti", "10000123454", until, b"der")
    other = replace(card, serial="0999", holder="Bruno Castel", tries=Tries.USUAL)
    forms = (
        ("archive-card", CardForm(sheet_id, busy=LOOKING)),
        ("archive-card-code", CardForm(sheet_id, (card,), card, b"statement")),
        ("archive-card-which", CardForm(sheet_id, (card, other))),
        (
            "archive-card-other",
            CardForm(
                sheet_id,
                (other,),
                other,
                refused="Cette carte n’est pas celle du pharmacien qui a scellé la fiche. "
                "Personne ne signe pour un autre : insérez votre propre carte.",
            ),
        ),
    )
    return tuple(
        (name, Screen.ARCHIVE, {"archive": opened, "office": Office(card=form)})
        for name, form in forms
    )


def custody_moments(now: datetime) -> tuple[Moment, ...]:
    """Return the moments of this file: name, screen, changes of the desk."""
    archives = [(name, Screen.ARCHIVE, {"archive": archive}) for name, archive in _archives(now)]
    offices = [(name, screen, {"office": office}) for name, screen, office in _offices(now)]
    return (*archives, *offices, *_signings(now))
