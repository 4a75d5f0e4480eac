"""The questions and answers of the invented sheets, one a line."""

from app.encounter.sheet import SheetAnswer

WORDS = {"yes": "oui", "no": "non", "unknown": "ne sait pas"}

GATE = """
g_age | Âge | Quel âge avez-vous~? | 38 | identity
g_sexe | Sexe à la naissance | Quel est votre sexe à la naissance~? | F | identity
g_urg | Signe grave en ce moment | Avez-vous en ce moment un de ces signes graves~? | no | red_flags
g_immun_fiev | Défenses diminuées avec fièvre | Avec ces défenses diminuées, avez-vous de la fièvre ou des frissons~? | no | red_flags
g_recid | Déjà consulté depuis 15 jours | Avez-vous consulté pour le même problème depuis 15 jours~? | no | context
g_meds | Médicaments en cours | Prenez-vous des médicaments, même sans ordonnance~? | no | treatment
g_all | Allergie à un médicament | Avez-vous déjà fait une allergie à un médicament~? | no | treatment
g_comp | Réponses fiables | (observation) Les réponses sont-elles fiables~? | yes | context
"""

THROAT = """
a_air | Respire mal, ou avale mal sa salive | Avez-vous du mal à respirer ou à avaler votre salive~? | no | red_flags
a_purp | Taches violettes | Avez-vous des taches rouges ou violettes sur la peau~? | no | red_flags
a_abces | Ouvre mal la bouche | Avez-vous du mal à ouvrir la bouche~? | no | red_flags
a_etat | Très abattu, ne boit plus | Êtes-vous très abattu, sans pouvoir boire~? | no | red_flags
a_ce | Arête ou produit avalé | Avez-vous avalé une arête ou un produit~? | no | red_flags
a_agran | Fièvre et médicament à risque | Fièvre et médicament qui baisse les globules blancs~? | no | red_flags
a_fiev | Plus de 39,5~°C | Avez-vous eu plus de 39,5 de fièvre~? | no | symptoms
a_gross | Enceinte | Êtes-vous enceinte, ou est-ce possible~? | no | context
a_immun | Défenses diminuées | Vos défenses contre les infections sont-elles diminuées~? | no | context
a_voy | Retour d’un pays tropical | Revenez-vous d’un pays tropical~? | no | context
a_atb | Antibiotique en cours | Prenez-vous un antibiotique en ce moment~? | no | context
a_15j | Même angine, 15 jours | Avez-vous eu la même angine ces 15 derniers jours~? | no | context
a_8j | Plus de 8 jours | Avez-vous mal depuis plus de 8 jours~? | no | symptoms
a_toux | Tousse | Toussez-vous~? | no | symptoms
a_gang | Ganglions douloureux | Les ganglions du cou font-ils mal quand j’appuie~? | yes | symptoms
a_amyg | Amygdales gonflées | (observation) Les amygdales sont-elles gonflées ou blanches~? | yes | symptoms
a_aspect | Gorge rouge et blanche | (observation) La gorge est-elle rouge ou rouge et blanche~? | yes | symptoms
g_latex | Allergie aux anesthésiques | Avez-vous réagi à un anesthésique~? | unknown | treatment
a_trod | Test | Je fais le test. Résultat~? | positif | symptoms
"""

TICK = """
t_neuro | Visage paralysé ou nuque raide | Votre visage est-il paralysé, ou votre nuque raide~? | no | red_flags
t_card | Malaise ou palpitations | Avez-vous eu un malaise ou des palpitations depuis~? | no | red_flags
t_em | Rougeur qui s’étend | Une rougeur s’étend-elle autour de la piqûre~? | no | symptoms
t_em_multi | Plaques rouges ailleurs | Avez-vous d’autres plaques rouges ailleurs~? | no | symptoms
t_esc | Croûte noire | Y a-t-il une croûte noire à l’endroit piqué~? | no | symptoms
t_fiev | Fièvre depuis la piqûre | Avez-vous eu de la fièvre depuis la piqûre~? | unknown | symptoms
t_arth | Articulation gonflée | Un genou ou une autre articulation a-t-il gonflé~? | no | symptoms
t_tete | Morceau de tique resté | Un morceau de la tique est-il resté~? | no | symptoms
t_voy | Hors de France ou zone d’encéphalite | Étiez-vous hors de France, ou en zone d’encéphalite~? | no | context
t_30j | Plus de 30 jours | La piqûre date-t-elle de plus de 30 jours~? | no | context
t_place | Tique encore accrochée | La tique est-elle encore accrochée~? | yes | context
t_tet | Vaccin du tétanos en retard | Votre vaccin contre le tétanos est-il en retard~? | unknown | context
"""


def _answer(rank: int, line: str) -> SheetAnswer:
    name, label, wording, answer, block = (
        part.replace("~", "\u00a0") for part in line.split(" | ")
    )
    return SheetAnswer(
        id=name,
        label=label,
        wording=wording,
        answer=answer,
        answer_label=WORDS.get(answer, answer),
        block=block,
        severity="U",
        origin="identity" if block == "identity" else "patient",
        asked_at=f"2026-11-23T11:{45 + rank // 4:02d}:{rank % 4 * 12:02d}+01:00",
    )


def _read(text: str) -> tuple[SheetAnswer, ...]:
    return tuple(_answer(rank, line) for rank, line in enumerate(text.strip().splitlines()))


THROAT_ANSWERS = _read(GATE + THROAT.lstrip("\n"))
TICK_ANSWERS = _read(GATE + TICK.lstrip("\n"))
