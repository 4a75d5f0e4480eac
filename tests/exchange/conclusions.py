"""What the two protocols say in the invented sheets: rules, products, words."""

from dataclasses import replace

from app.encounter.sheet import SheetExclusion, SheetProtocol, SheetRule, SheetTreatment

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
