"""Which official codes make which question of the common questionnaire be answered with care.

Only rows whose answer can make the station more careful stand here. ``g_bpco`` does not: a known
BPCO lets a lower oxygen pass. A prefix stands for the codes under it. The names are those of the
substances (DCI), as whole words: the pharmacy’s files often bear a CIS or CIP code that only its
label explains.

Source: WHO ATC index; CIM-10, French edition (ATIH); the help texts of the common questionnaire
for what each question covers. The freshness in days is ours: 30 for what passes, 301 (43 weeks)
for a pregnancy.
"""

from dataclasses import dataclass

from app.encounter.incoming import FactKind

ATC_SYSTEMS = frozenset(
    {"2.16.840.1.113883.6.73", "1.2.250.1.215.200.1.2.1", "1.2.250.1.215.200.1.2.2"}
)
"""ATC, and ATC as the health insurance writes it (JDV_BDM_ATC_CNAM-HR_CISIS, levels 2 and 5)."""
CIM10_SYSTEMS = frozenset({"2.16.840.1.113883.6.3"})

YES = "yes"
MILD, SEVERE = "peni_non_severe", "severe_ou_cephalo"


@dataclass(frozen=True, slots=True)
class Row:
    """The facts that answer ``question``: ``assumed`` until the patient says one of ``agreeing``.

    ``prefixes`` are ATC codes for a substance, CIM-10 for a condition. ``days`` bounds the age of
    the document, 0 for none.
    """

    question: str
    kind: FactKind
    prefixes: tuple[str, ...]
    names: tuple[str, ...] = ()
    assumed: str = YES
    agreeing: frozenset[str] = frozenset({YES})
    days: int = 0


_PENICILLINS = (
    *("penicilline", "penicillines", "amoxicilline", "ampicilline", "oxacilline", "cloxacilline"),
    *("pivmecillinam", "piperacilline", "ticarcilline", "temocilline", "benzylpenicilline"),
    *("phenoxymethylpenicilline", "betalactamine", "betalactamines"),
)
_CEPHALOSPORINS = (
    *("cephalosporine", "cephalosporines", "cefuroxime", "cefpodoxime", "cefixime", "cefaclor"),
    *("cefadroxil", "cefalexine", "cefradine", "cefazoline", "cefotaxime", "ceftriaxone"),
    *("cefepime", "ceftazidime", "cefoxitine", "cefotiam"),
)
_MACROLIDES = (
    *("clarithromycine", "azithromycine", "erythromycine", "josamycine", "roxithromycine"),
    *("spiramycine", "midecamycine", "macrolide", "macrolides"),
)
_AINS = (
    *("ibuprofene", "ketoprofene", "naproxene", "diclofenac", "flurbiprofene", "meloxicam"),
    *("piroxicam", "celecoxib", "etoricoxib", "indometacine", "nimesulide"),
)
_PARACETAMOL = ("paracetamol",)
ANY_GRADE = frozenset({MILD, SEVERE})
_BL = "g_all_bl"

ALLERGIES = (
    Row(_BL, FactKind.ALLERGY, ("J01C",), _PENICILLINS, SEVERE, ANY_GRADE),
    Row(_BL, FactKind.ALLERGY, ("J01D",), _CEPHALOSPORINS, SEVERE, frozenset({SEVERE})),
    Row("g_all_macro", FactKind.ALLERGY, ("J01FA",), _MACROLIDES),
    Row("g_all_fosfo", FactKind.ALLERGY, ("J01XX01",), ("fosfomycine",)),
    Row("g_all_para", FactKind.ALLERGY, ("N02BE",), _PARACETAMOL),
    Row("g_asth_ains", FactKind.ALLERGY, ("M01A", "N02BA", "B01AC06"), (*_AINS, "aspirine")),
)

TREATMENTS = (
    Row(
        "g_ac",
        FactKind.TREATMENT,
        ("B01AA", "B01AB", "B01AE", "B01AF", "B01AX05"),
        (
            *("warfarine", "fluindione", "acenocoumarol", "apixaban", "rivaroxaban", "dabigatran"),
            *("edoxaban", "heparine", "enoxaparine", "tinzaparine", "dalteparine", "fondaparinux"),
        ),
    ),
    Row("g_avk", FactKind.TREATMENT, ("B01AA",), ("warfarine", "fluindione", "acenocoumarol")),
    Row(
        "g_aap",
        FactKind.TREATMENT,
        ("B01AC",),
        ("clopidogrel", "ticagrelor", "prasugrel", "dipyridamole"),
    ),
    Row("g_clopi", FactKind.TREATMENT, ("B01AC04",), ("clopidogrel",)),
    Row("g_ains", FactKind.TREATMENT, ("M01A", "N02BA"), _AINS, days=30),
    Row("g_mtx", FactKind.TREATMENT, ("L04AX03", "L01BA01"), ("methotrexate",)),
    Row("g_li", FactKind.TREATMENT, ("N05AN01",), ("lithium",)),
    Row(
        "g_cort",
        FactKind.TREATMENT,
        ("H02AB",),
        ("prednisone", "prednisolone", "methylprednisolone", "dexamethasone", "betamethasone"),
    ),
    Row(
        "g_rein_med",
        FactKind.TREATMENT,
        ("C03", "C09", "C07B", "C07C", "C07D", "C08G", "C02L"),
        (
            *("furosemide", "hydrochlorothiazide", "indapamide", "spironolactone", "bumetanide"),
            *("perindopril", "ramipril", "enalapril", "lisinopril", "captopril", "trandolapril"),
            *("losartan", "valsartan", "candesartan", "irbesartan", "olmesartan", "telmisartan"),
        ),
    ),
    Row(
        "g_iec",
        FactKind.TREATMENT,
        ("C09A", "C09B"),
        ("perindopril", "ramipril", "enalapril", "lisinopril", "captopril", "trandolapril"),
    ),
    Row(
        "g_metf",
        FactKind.TREATMENT,
        ("A10BA02", "A10BD", "A10BK"),
        ("metformine", "dapagliflozine", "empagliflozine", "canagliflozine", "ertugliflozine"),
    ),
    Row("g_valpro", FactKind.TREATMENT, ("N03AG01", "N03AG02"), ("valproate", "valpromide")),
    Row(
        "g_cyp",
        FactKind.TREATMENT,
        (
            *("M04AC01", "C10AA01", "C10AA05", "C10BA02", "C10BA05", "C10BX", "B01AC24"),
            *("C01EB18", "C01EB17", "N02CA", "N05AG02", "B01AA", "B01AE07", "B01AF", "C01AA05"),
            *("N05AH04", "C01BA", "C01BC", "C01BD", "C07AA07", "N06AB04", "N06AB10", "N05AD01"),
            *("A03FA03", "N07BC02", "P01BA02", "N05BB01"),
        ),
        (
            *("colchicine", "simvastatine", "atorvastatine", "ticagrelor", "ranolazine"),
            *("ivabradine", "ergotamine", "dihydroergotamine", "pimozide", "warfarine"),
            *("fluindione", "acenocoumarol", "apixaban", "rivaroxaban", "dabigatran", "edoxaban"),
            *("digoxine", "quetiapine", "amiodarone", "dronedarone", "sotalol", "flecainide"),
            *("disopyramide", "citalopram", "escitalopram", "haloperidol", "domperidone"),
            *("methadone", "hydroxychloroquine", "hydroxyzine"),
        ),
    ),
    Row(
        "g_agran",
        FactKind.TREATMENT,
        ("N05AH02", "H03B"),
        ("clozapine", "carbimazole", "thiamazole", "propylthiouracile"),
    ),
    Row("g_para", FactKind.TREATMENT, ("N02BE", "N02AJ"), _PARACETAMOL, days=30),
    Row(
        "g_nelf",
        FactKind.TREATMENT,
        ("J05AE", "J05AR"),
        ("nelfinavir", "atazanavir", "darunavir", "ritonavir"),
    ),
    Row(
        "g_atb",
        FactKind.TREATMENT,
        ("J01",),
        (*_PENICILLINS, *_CEPHALOSPORINS, *_MACROLIDES),
        days=30,
    ),
    Row(
        "g_immun",
        FactKind.TREATMENT,
        ("L01", "L04AA", "L04AB", "L04AC", "L04AD", "L04AE", "L04AF", "L04AG", "L04AH", "L04AK"),
        (
            *("azathioprine", "ciclosporine", "tacrolimus", "mycophenolate", "adalimumab"),
            *("etanercept", "infliximab", "rituximab", "tofacitinib", "baricitinib"),
        ),
    ),
)

CONDITIONS = (
    Row(_BL, FactKind.CONDITION, ("Z88.0",), (), SEVERE, ANY_GRADE),
    Row("g_all", FactKind.CONDITION, ("Z88",)),
    Row("g_all_para", FactKind.CONDITION, ("Z88.6",)),
    Row("g_asth_ains", FactKind.CONDITION, ("Z88.6",)),
    Row(
        "g_immun",
        FactKind.CONDITION,
        (
            *("D70", "D73.0", "D80", "D81", "D82", "D83", "D84", "B20", "B21", "B22", "B23"),
            *("B24", "Z94", "Q89.0", "C81", "C82", "C83", "C84", "C85", "C88", "C90", "C91"),
            *("C92", "C93", "C94", "C95", "C96", "Z51.1"),
        ),
    ),
    Row(
        "g_rein",
        FactKind.CONDITION,
        (
            *("N00", "N01", "N02", "N03", "N04", "N05", "N06", "N07", "N08", "N11", "N14"),
            *("N15", "N16", "N17", "N18", "N19", "N25", "N26", "N27", "Q61", "I12", "I13"),
            *("Z99.2", "Z94.0"),
        ),
    ),
    Row(
        "g_foie",
        FactKind.CONDITION,
        (
            *("K70", "K71", "K72", "K73", "K74", "K75", "K76", "K77", "B15", "B16", "B17", "B18"),
            *("B19", "I85", "F10", "C22", "Z94.4"),
        ),
    ),
    Row(
        "g_coeur",
        FactKind.CONDITION,
        (
            *("I11.0", "I13", "I20", "I21", "I22", "I23", "I24", "I25", "I50", "I60", "I61"),
            *("I62", "I63", "I64", "I69", "G45"),
        ),
    ),
    Row("g_ulc", FactKind.CONDITION, ("K25", "K26", "K27", "K28", "K92.0", "K92.1", "K92.2")),
    Row("g_angio", FactKind.CONDITION, ("T78.3", "D84.1")),
    Row("g_qt", FactKind.CONDITION, ("I44", "I45", "I46", "I47", "I48", "I49", "E87.6")),
    Row("g_varic", FactKind.CONDITION, ("B01", "B02"), days=30),
    Row("g_carn", FactKind.CONDITION, ("E71.3", "E80.0", "E80.1", "E80.2", "K22.2")),
    Row("g_galact", FactKind.CONDITION, ("E74.2",)),
    Row("g_gross", FactKind.CONDITION, ("Z32.1", "Z33", "Z34", "Z35", "O"), days=301),
)

PREGNANCIES = (Row("g_gross", FactKind.PREGNANCY, (), days=301),)
ANY_ALLERGY = Row("g_all", FactKind.ALLERGY, ())
OTHER_ALLERGY = Row("g_all_autre", FactKind.ALLERGY, ())
ANY_TREATMENT = Row("g_meds", FactKind.TREATMENT, ())
ROWS = (*ALLERGIES, *TREATMENTS, *CONDITIONS, *PREGNANCIES)
