"""Moments of the station to show: an invented patient under a small invented protocol."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from types import MappingProxyType

from app.clock import PARIS
from app.desk.model import Account, Desk, DeviceLine, DraftLine, Screen, Tile
from app.encounter.model import (
    AnswerEvent,
    Consent,
    Encounter,
    MeasureSlot,
    Receipt,
    SlotState,
    Stage,
    Step,
    Traits,
)
from app.encounter.viewer import NO_VIEWER
from app.identity import INS_TEST, IdentitySource, IdentityStatus, Ins, Patient, Sex
from app.office.office import Office
from app.office.outbox import OutboxPage
from app.office.outbox_messages import Counts
from hardware.readings import DeviceState, Kind, Origin, Quantity, Reading
from protocols.logic import Logic, Raw, Rulebook, State
from protocols.model import (
    Block,
    CallScript,
    Choice,
    Decision,
    Excluded,
    FiredRule,
    Framework,
    Level,
    Points,
    Protocol,
    ProtocolStatus,
    Question,
    Route,
    ScoreResult,
    Severity,
    Treatment,
)
from protocols.model import Kind as AnswerKind
from tests.builders import a_station
from tests.ui.call_scenes import call_moments, home_moments, relay_moments
from tests.ui.custody_scenes import custody_moments
from tests.ui.device_scenes import device_moments, measure_moments
from tests.ui.document_scenes import received, viewers
from tests.ui.exam_scenes import exam_moments
from tests.ui.identity_scenes import identity_moments
from tests.ui.library_scenes import a_library
from tests.ui.outbox_scenes import outbox_moments
from tests.ui.people_scenes import door_moments
from ui.scene import Scene

NOON = datetime(2026, 11, 23, 11, 46, tzinfo=PARIS)
GRAVE = (
    "Souffle court, douleur dans la poitrine, confusion, paralysie brutale, sang qui coule, "
    "gorge qui gonfle, fièvre avec taches violettes"
)
SIGNS = (
    ("Respire mal, ou avale mal sa salive", "Respirez-vous mal, ou bavez-vous ?"),
    ("Douleur dans la poitrine, malaise", "Avez-vous mal dans la poitrine ?"),
    ("Confusion, somnolence, convulsion", "Est-il confus ou très endormi ?"),
    ("Visage, bras, parole : perte brutale", "Un bras ou le visage est-il tombé d’un coup ?"),
    ("Taches rouges ou violettes", "Avez-vous des taches qui ne s’effacent pas ?"),
    ("Bouche bloquée, cou gonflé", "Avez-vous du mal à ouvrir la bouche ?"),
    ("Très abattu, sans pouvoir boire", "Pouvez-vous encore boire ?"),
    ("Arête ou produit avalé", "Avez-vous avalé une arête ou un produit ?"),
    ("Fièvre et médicament à risque", "Prenez-vous de la clozapine ?"),
    ("Fièvre et défenses affaiblies", "Vos défenses sont-elles diminuées ?"),
)
WHY = (
    "L’absence de toux rend une angine à streptocoque plus probable. Elle compte dans le score "
    "de Mac Isaac, qui décide du test."
)


def _not_run(_: Sequence[Raw]) -> State:
    raise AssertionError("the screens never evaluate a protocol")


def _question(name: str, block: Block, text: str, **changes: object) -> Question:
    usual = Question(
        id=name, kind=AnswerKind.BOOLEAN, block=block, severity=Severity.A, text=text, label=text
    )
    return replace(usual, **changes)


def _questions() -> tuple[Question, ...]:
    signs = tuple(
        _question(
            f"s{place}",
            Block.RED_FLAGS,
            text.replace(" ?", "\u00a0?"),
            label=label.replace(" :", "\u00a0:"),
            severity=Severity.R15 if place == 1 else Severity.R,
            help="Moins de trois doigts, voix étouffée, luette déviée, cou gonflé\u00a0: c’est oui.",
        )
        for place, (label, text) in enumerate(SIGNS, 1)
    )
    durations = (Choice("short", "Moins de 8 jours"), Choice("long", "8 jours ou plus"))
    return (
        *signs,
        _question("a1", Block.SYMPTOMS, "Avez-vous de la fièvre\u00a0?"),
        _question(
            "a_duree",
            Block.SYMPTOMS,
            "Depuis combien de jours avez-vous mal\u00a0?",
            kind=AnswerKind.CHOICE,
            choices=durations,
        ),
        _question(
            "a_toux",
            Block.SYMPTOMS,
            "Toussez-vous\u00a0?",
            help="Depuis le début du mal de gorge. Une toux de fumeur habituelle ne compte pas.",
            why=WHY,
            sources=("S1",),
        ),
        _question(
            "a_nombre",
            Block.CONTEXT,
            "Combien d’angines depuis un an\u00a0?",
            kind=AnswerKind.NUMBER,
            maximum=Decimal(20),
            unit_label="angines",
        ),
        _question("c1", Block.CONTEXT, "Prenez-vous un antibiotique\u00a0?"),
    )


def a_small_protocol() -> Protocol:
    questions = _questions()
    places = MappingProxyType({one.id: place for place, one in enumerate(questions)})
    book = Rulebook((), (), (), (), (), (), (), (), (), Level.DOCTOR_SAME_DAY, 0, "", "")
    return Protocol(
        id="gorge",
        version="2.1",
        status=ProtocolStatus.DEMONSTRATION,
        framework=Framework.COMMON_LAW,
        title="Douleur de gorge",
        short_title="Douleur de gorge",
        icon="mood-sick",
        regions=(),
        valid_from="2026-01-01",
        valid_to="",
        icpc2=("R72",),
        cim10=("J03.0",),
        questions=questions,
        sources=MappingProxyType({"S1": "Mac Isaac et coll., 1998\u00a0; repris par la HAS, 2021"}),
        unvalidated_rules=3,
        outcomes=MappingProxyType(dict.fromkeys(Level, "Un médecin doit vous voir aujourd’hui.")),
        advice=("Boire souvent",),
        return_if=("fièvre plus de 3 jours", "impossible de boire", "cou gonflé"),
        limits=(),
        patient_page=("Buvez tiède ou frais.",),
        follow_up=(),
        follow_up_script=(),
        actions=(),
        emergency_wait=(
            "Assise, penchée en avant",
            "Ne pas l’allonger",
            "Rien à boire ni à manger",
        ),
        call_scripts=(CallScript("souffle", "Elle respire très mal.", "Assise"),),
        call_steps=(),
        flag_sentences=MappingProxyType({}),
        vignettes=(),
        logic=Logic(book, places, (), MappingProxyType({}), _not_run, _not_run),
        package=b"",
        sha256="0" * 64,
    )


def a_patient() -> Patient:
    return Patient(
        birth_family="DORVAL",
        birth_givens=("CAMILLE", "JEANNE"),
        sex=Sex.FEMALE,
        birth_date=datetime(1988, 4, 12, tzinfo=PARIS).date(),
        birth_place="35238",
        ins=Ins("288043523801466", INS_TEST),
        status=IdentityStatus.QUALIFIED,
        source=IdentitySource.DATAMATRIX,
        phone="0600001234",
        doctor="Dre Le Dantec",
    )


def a_decision(level: Level = Level.PHARMACY, *, stopped: bool = False) -> Decision:
    paracetamol = Treatment(
        substance="paracetamol",
        label="Paracétamol 1\u00a0g si douleur ou fièvre",
        form="comprimé",
        dose="1\u00a0g",
        times="6\u00a0h entre deux prises",
        max_days=3,
        max_per_day="3\u00a0g par jour au plus",
        quantity="1 boîte",
        waiting=True,
        limits="",
        sources=("S1",),
    )
    rules = (
        FiredRule("A-01", Severity.A, True, 0, "10 signes d’alerte absents", ("S1",)),
        FiredRule("A-07", Severity.M, True, 10, "Mac Isaac 4\u00a0: test proposé", ("S1",)),
        FiredRule("A-09", Severity.C, False, 3, "Allergie non connue", ()),
    )
    return Decision(
        level=level,
        route=Route.PHARMACY if level is Level.PHARMACY else Route.TREATING_DOCTOR,
        teleconsultation=False,
        remote_reason="",
        flags=(),
        points=Points(10, 13, 13),
        scores=(ScoreResult("mac_isaac", "Mac Isaac", 2, 4, 0, 5, "S1", False),),
        rules=rules,
        treatments=(paracetamol,),
        excluded=(Excluded("ibuprofene", "Ibuprofène", "g_x", "Risque d’infection aggravée"),),
        missing=(),
        stopped=stopped,
        actions=(),
        case="angine",
        sentence="Je peux m’occuper de vous ici. Je vous explique quoi faire.",
        branch="b",
        recipient="",
    )


def a_visit(**changes: object) -> Encounter:
    station, protocol = a_station(), a_small_protocol()
    visit = Encounter(
        encounter_id="1" * 32,
        act_ref="2" * 32,
        started_at=NOON - timedelta(minutes=2),
        station=station,
        author=station.professionals[0],
        step=Step.ASK,
        patient=a_patient(),
        identity_confirmed=True,
        paper_seen=True,
        source=IdentitySource.DATAMATRIX,
        consents=MappingProxyType(dict.fromkeys(Consent, True)),
        traits=Traits("DORVAL", "CAMILLE JEANNE", "12/04/1988", "F", "35238", "288043523801466"),
        protocol=protocol,
        path=protocol.questions,
        decision=a_decision(),
    )
    return replace(visit, **changes)


def a_measuring_protocol() -> Protocol:
    """Return the small protocol with the measures of a shipped one."""
    small = a_small_protocol()
    number = partial(_question, block=Block.MEASURES, kind=AnswerKind.NUMBER)
    aware = (Choice("alerte", "Alerte"), Choice("cvpu", "Confus, ou ne répond qu’à la voix"))
    measures = (
        number("a_temp", text="Température", quantity="temperature"),
        number("g_temp", text="Température", quantity="temperature", optional=True),
        number("g_fc", text="Pouls", quantity="pulse", optional=True),
        number("g_pas", text="Tension systolique", quantity="systolic", optional=True),
        number("g_pad", text="Tension diastolique", quantity="diastolic", optional=True),
        _question("g_o2", Block.MEASURES, "Sous oxygène", optional=True),
        _question(
            "g_consc",
            Block.MEASURES,
            "Conscience (observation)",
            kind=AnswerKind.CHOICE,
            choices=aware,
            optional=True,
        ),
    )
    return replace(small, questions=(*small.questions, *measures))


CALL_SIGNS = (
    ("souffle", "Détresse respiratoire"),
    ("thorax", "Douleur dans la poitrine"),
    ("conscience", "Trouble de la conscience ou convulsion"),
    ("neuro", "Déficit neurologique brutal"),
    ("sang", "Saignement qui ne s’arrête pas"),
    ("allergie", "Réaction allergique grave"),
    ("purpura", "Fièvre avec taches violettes"),
)
CALL_STEPS = (
    "«\u00a0Bonjour, [prénom, nom], pharmacien à [nom de la pharmacie].\u00a0» Numéro où "
    "rappeler\u00a0: [ligne directe].",
    "Adresse exacte\u00a0: [numéro, rue, commune, étage ou entrée, repère].",
    "«\u00a0J’appelle pour [une femme / un homme] de [âge] ans, [conscient(e) / "
    "inconscient(e)], qui [parle / ne parle pas].\u00a0»",
    "Le motif en une phrase\u00a0: [signe qui a déclenché], depuis [heure de début].",
    "Constantes\u00a0: fréquence respiratoire [..], SpO2 [..]\u00a0%, pouls [..], "
    "tension [.. / ..], température [..], glycémie si connue.",
    "Terrain\u00a0: [maladies], [médicaments, surtout anticoagulant], [allergies].",
    "Ce qui a été fait et à quelle heure\u00a0: [position, compression, lavage].",
    "«\u00a0Que dois-je faire en vous attendant\u00a0?\u00a0» Répéter la consigne. Ne pas "
    "raccrocher avant l’accord du régulateur.",
    "Envoyer quelqu’un ouvrir la porte et guider les secours. Noter l’heure de l’appel.",
)


def a_protocol_with_a_call() -> Protocol:
    """Return the small protocol with the grave sign of every shipped one, and its call."""
    grave = _question("g_urg", Block.RED_FLAGS, GRAVE, severity=Severity.R15)
    which = _question(
        "g_urg_signe",
        Block.RED_FLAGS,
        "Quel signe",
        kind=AnswerKind.CHOICE,
        choices=tuple(Choice(*one) for one in CALL_SIGNS),
    )
    small = a_small_protocol()
    return replace(
        small,
        questions=(grave, which, *small.questions),
        call_scripts=(
            CallScript("conscience", "Elle / il est confus(e) depuis [heure].", "Sur le côté."),
            CallScript("souffle", "Elle / il respire très mal.", "Assis, penché en avant."),
        ),
        call_steps=CALL_STEPS,
    )


def a_grave_visit(**changes: object) -> Encounter:
    """Return a visit stopped by the grave sign, its kind not chosen yet."""
    protocol = a_protocol_with_a_call()
    visit = a_visit(
        step=Step.EMERGENCY,
        protocol=protocol,
        path=protocol.questions,
        answers=MappingProxyType({"g_urg": "yes"}),
        events=(AnswerEvent(NOON - timedelta(seconds=42), "g_urg", "yes", "patient"),),
        decision=a_decision(Level.SAMU_15, stopped=True),
    )
    return replace(visit, **changes)


def signs_answered(count: int) -> MappingProxyType[str, str | Decimal]:
    return MappingProxyType({f"s{place}": "no" for place in range(1, count + 1)})


def a_reading(kind: Kind, origin: Origin = Origin.SIMULATED, **values: str) -> Reading:
    return Reading(
        reading_id="r",
        device_id="d",
        model="TH-02",
        serial="1",
        firmware="",
        kind=kind,
        values=tuple(Quantity(name, "", Decimal(text), "", 0) for name, text in values.items()),
        device_time=None,
        clock_skew_s=None,
        received_at=NOON,
        monotonic_ns=0,
        user_index=None,
        quality=(),
        origin=origin,
        raw=b"",
        decoder="",
    )


def some_measures() -> MappingProxyType[Kind, MeasureSlot]:
    temperature = a_reading(Kind.TEMPERATURE, temperature="38.4")
    slots = (
        MeasureSlot(
            Kind.TEMPERATURE, SlotState.TAKEN, progress=100, reading=temperature, set_aside=1
        ),
        MeasureSlot(
            Kind.BLOOD_PRESSURE,
            SlotState.RUNNING,
            live=(Quantity("cuff_pressure", "", Decimal(142), "mm[Hg]", 0),),
            progress=62,
        ),
        MeasureSlot(
            Kind.OXIMETRY,
            SlotState.CONFIRM,
            pending=a_reading(Kind.OXIMETRY, spo2="98", pulse="92"),
        ),
    )
    return MappingProxyType({one.kind: one for one in slots})


def a_desk(**changes: object) -> Desk:
    accounts = (
        Account("helene", "Hélène Marchetti", "Pharmacienne", "pharmacist"),
        Account("theo", "Théo Oriol", "Remplaçant", "pharmacist"),
    )
    desk = Desk(
        station=a_station(),
        accounts=accounts,
        selected="helene",
        person=accounts[0],
        screen=Screen.ENCOUNTER,
        tiles=(
            Tile("gorge", "Douleur de gorge", "mood-sick", 1),
            Tile("tique", "Piqûre de tique", "bug", 2),
            Tile("diarrhee", "Diarrhée", "toilet-paper", 3, "Attestation expirée"),
            *(Tile(f"p{digit}", f"Motif {digit}", "flame", digit) for digit in range(4, 10)),
            Tile("regles", "Règles douloureuses", "moon", 0),
            Tile("estomac", "Brûlures d’estomac", "mug", 0),
        ),
        drafts=(
            DraftLine("a" * 32, "C. D.", "Douleur de gorge", "questions", NOON),
            DraftLine("b" * 32, "M. L.", "Piqûre de tique", "mesures", NOON - timedelta(hours=3)),
        ),
        office=Office(role="pharmacist", outbox=OutboxPage(counts=Counts(2, 1))),
        devices=MappingProxyType(
            {
                Kind.TEMPERATURE: DeviceLine(Kind.TEMPERATURE, DeviceState.READY, ""),
                Kind.BLOOD_PRESSURE: DeviceLine(Kind.BLOOD_PRESSURE, DeviceState.ABSENT, "Absent."),
            }
        ),
        demonstration_code="123456",
    )
    return replace(desk, **changes)


def scene(visit: Encounter | None = None, **changes: object) -> Scene:
    return Scene(a_desk(**changes), visit, NOON)


def _measuring(answers: Mapping[str, str]) -> dict[str, Scene]:
    temperature = a_reading(Kind.TEMPERATURE, temperature="38.4")
    doubtful = a_reading(Kind.BLOOD_PRESSURE, systolic="141", diastolic="88", pulse="66")
    return {
        name: scene(
            a_visit(
                step=Step.MEASURE,
                protocol=a_measuring_protocol(),
                answers=MappingProxyType({**answers, "g_o2": "no"}),
                measures=MappingProxyType(slots),
            ),
            devices=MappingProxyType(lines),
        )
        for name, (slots, lines) in measure_moments(NOON, temperature, doubtful).items()
    }


def moments() -> dict[str, Scene]:
    """Return the moments that people look at, by name."""
    red = MappingProxyType({"s1": "yes"})
    fever = MappingProxyType({**signs_answered(10), "a1": "yes"})
    answered = MappingProxyType({**fever, "a_duree": "short", "a_toux": "no"})
    event = AnswerEvent(NOON - timedelta(seconds=42), "s1", "yes", "patient")
    blank = a_visit(
        step=Step.IDENTIFY,
        patient=None,
        traits=Traits(),
        source=IdentitySource.TYPED,
        paper_seen=False,
    )
    return {
        "login": scene(screen=Screen.LOGIN, person=None),
        "login-refused": scene(
            screen=Screen.LOGIN,
            person=None,
            notice="Ce code n’ouvre pas ce compte. Encore 2 essais.",
            wait_until=NOON + timedelta(seconds=42),
        ),
        "home": scene(screen=Screen.HOME),
        **{
            name: scene(visit and a_visit(call=visit), screen=Screen.HOME, drafts=drafts)
            for name, (visit, drafts) in home_moments(NOON).items()
        },
        **{
            name: scene(screen=Screen.RELAY, office=Office(role="pharmacist", relay=page))
            for name, page in relay_moments().items()
        },
        **{
            name: scene(a_visit(incoming=received(NOON), viewer=viewer))
            for name, viewer in viewers().items()
        },
        "documents-none": scene(a_visit(viewer=replace(NO_VIEWER, is_open=True))),
        "home-empty": scene(screen=Screen.HOME, drafts=(), tiles=()),
        "identify": scene(a_visit(step=Step.IDENTIFY)),
        "identify-blank": scene(
            replace(
                blank,
                consents=MappingProxyType({}),
                field_errors=MappingProxyType(
                    {
                        "family": "Nom de naissance\u00a0: complétez ce champ.",
                        "sex": "Sexe\u00a0: choisissez.",
                    }
                ),
                notice="Complétez les champs signalés, puis confirmez.",
            )
        ),
        **{name: scene(visit) for name, visit in identity_moments(NOON, a_visit).items()},
        "choose": scene(a_visit(step=Step.CHOOSE)),
        "signs": scene(a_visit(step=Step.SIGNS, current="s6", answers=signs_answered(5))),
        "signs-long": scene(
            a_grave_visit(step=Step.SIGNS, current="g_urg", answers=MappingProxyType({}))
        ),
        "ask": scene(a_visit(current="a_toux", answers=answered)),
        "ask-choice": scene(a_visit(current="a_duree", answers=fever)),
        "ask-number": scene(a_visit(current="a_nombre", answers=answered, measures_passed=True)),
        "emergency": scene(
            a_visit(
                step=Step.EMERGENCY,
                answers=red,
                events=(event,),
                decision=a_decision(Level.SAMU_15, stopped=True),
                measures=some_measures(),
            )
        ),
        "emergency-sign": scene(a_grave_visit()),
        "emergency-call": scene(
            a_grave_visit(
                answers=MappingProxyType({"g_urg": "yes", "g_urg_signe": "conscience"}),
                measures=some_measures(),
            )
        ),
        "emergency-hospital": scene(
            a_visit(
                step=Step.EMERGENCY,
                answers=MappingProxyType({"s6": "yes"}),
                events=(replace(event, question_id="s6"),),
                decision=a_decision(Level.EMERGENCY, stopped=True),
            )
        ),
        "measure": scene(
            a_visit(
                step=Step.MEASURE,
                protocol=a_measuring_protocol(),
                answers=MappingProxyType({**fever, "g_o2": "no"}),
                measures=some_measures(),
            )
        ),
        **_measuring(fever),
        **{
            name: scene(a_visit(step=Step.MEASURE, protocol=a_measuring_protocol(), exam=exam))
            for name, exam in exam_moments(NOON).items()
        },
        "decide": scene(a_visit(step=Step.DECIDE, answers=answered, measures_passed=True)),
        "decide-doctor": scene(
            a_visit(step=Step.DECIDE, answers=answered, decision=a_decision(Level.DOCTOR_SAME_DAY))
        ),
        **{
            name: scene(
                a_visit(step=Step.DECIDE, answers=answered, measures_passed=True, **changes)
            )
            for name, changes in call_moments(NOON).items()
        },
        "seal": scene(a_visit(step=Step.SEAL, stage=Stage.SEALING)),
        "sealed": scene(
            a_visit(step=Step.SEAL, stage=Stage.SEALED, receipt=Receipt(418, 418, "9f3a71c0" * 8))
        ),
        "library": scene(screen=Screen.LIBRARY, library=a_library()),
        "library-closed": scene(
            screen=Screen.LIBRARY,
            library=replace(a_library(), selected="brulure", studied="brulure"),
        ),
        **{
            name: scene(screen=screen, **changes)
            for name, screen, changes in (*custody_moments(NOON), *outbox_moments(NOON))
        },
        **{
            name: scene(
                screen=Screen.DEVICES,
                office=Office(role="pharmacist", devices=page),
                devices=MappingProxyType(lines),
            )
            for name, (page, lines) in device_moments(NOON).items()
        },
        **{name: scene(**changes) for name, changes in door_moments(NOON, a_station()).items()},
    }
