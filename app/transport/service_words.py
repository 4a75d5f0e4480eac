"""What the pharmacist reads about the web service of the DMP, in French."""

from collections.abc import Mapping
from types import MappingProxyType

from app.errors import StationError
from app.transport.states import Condition, Why
from app.transport.words import CONDITIONS

SERVICE = "service du DMP"
NOT_SET = (
    "Service du DMP\u00a0: non homologué, accès non réglé (dmp.toml). Exportez les fiches dans un "
    "dossier."
)
NOT_HOMOLOGATED = (
    "Service du DMP\u00a0: non homologué, rien n’est envoyé. Exportez les fiches dans un dossier."
)
DEMONSTRATION = (
    "Ce poste est une démonstration\u00a0: rien n’est transmis au DMP, et rien n’y est lu."
)
NO_CARD = (
    "Le lot doit être signé par la carte du pharmacien\u00a0: donnez une carte et son code. Rien "
    "n’a été envoyé."
)
NOT_CERTIFIED = (
    "Le certificat de la pharmacie pour le DMP, sa clé ou son autorité ne peuvent pas être lus. "
    "Vérifiez les fichiers nommés dans dmp.toml."
)
NOT_AN_ADDRESS = "n’est pas une adresse https\u00a0: corrigez-la."
TOO_LARGE = (
    "Cette fiche dépasse ce que le DMP accepte (5\u00a0Mo)\u00a0: rien n’a été envoyé. Exportez-la "
    "sans ses images."
)
NOTHING_TO_SEND = "Aucun document de cette fiche n’attend de partir pour le DMP."
OTHER_BYTES = (
    "Le DMP a un autre document sous l’identifiant de celui-ci\u00a0: rien n’est envoyé. Prévenez "
    "l’éditeur, et exportez la fiche."
)
_SAME = "S’il repart, le lot garde le même identifiant\u00a0: le DMP reconnaîtra le doublon."
_NOTHING = "rien n’a été envoyé"

SERVICE_REASONS: Mapping[Why, str] = MappingProxyType(
    {
        Why.NONE: "",
        Why.SERVER_DOWN: "Le service du DMP ne répond pas. La station réessaiera.",
        Why.SERVER_UNTRUSTED: (
            f"Le certificat du service du DMP n’est pas reconnu\u00a0: {_NOTHING}. Vérifiez "
            "l’adresse et le fichier de l’autorité."
        ),
        Why.CERTIFICATE_REFUSED: (
            f"Le service du DMP refuse le certificat de la pharmacie\u00a0: {_NOTHING}. Vérifiez "
            "sa date et son autorité."
        ),
        Why.NO_ENCRYPTION: (
            f"La liaison chiffrée avec le service du DMP ne s’établit pas\u00a0: {_NOTHING}. "
            "Vérifiez l’adresse et le port."
        ),
        Why.SERVER_BUSY: "Le service du DMP est occupé. La station réessaiera.",
        Why.CUT: (
            "La liaison s’est coupée pendant l’envoi\u00a0: le lot est peut-être arrivé. Cherchez "
            f"le document dans le DMP du patient avant de le renvoyer. {_SAME}"
        ),
        Why.GIVEN_UP: (
            "Le lot n’est pas parti après plusieurs jours d’essais. Exportez la fiche, ou demandez "
            "un nouvel envoi."
        ),
        Why.STOPPED: f"L’envoi a été arrêté avant de partir\u00a0: {_NOTHING}.",
        Why.PATIENT_UNKNOWN: (
            "Le DMP ne connaît pas ce patient\u00a0: rien n’a été enregistré. Vérifiez son INS et "
            "s’il a un DMP ouvert."
        ),
        Why.ALREADY_THERE: (
            "Le DMP a déjà un lot ou un document sous cet identifiant\u00a0: rien n’a été ajouté. "
            "Cherchez-le dans le DMP du patient, et ne le renvoyez pas."
        ),
        Why.METADATA_REFUSED: (
            "Le DMP refuse la description du document\u00a0: rien n’a été enregistré. Exportez la "
            "fiche et prévenez l’éditeur."
        ),
        Why.REPLACED_UNKNOWN: (
            "Le DMP n’a pas la version que cette fiche remplace\u00a0: rien n’a été enregistré. "
            "Vérifiez que la première version y est."
        ),
        Why.SERVICE_FAILED: (
            "Le service du DMP n’a pas pu enregistrer ce lot\u00a0: rien n’y a été gardé. "
            "Demandez un nouvel envoi plus tard."
        ),
        Why.NOT_ALLOWED: (
            "Le service du DMP ne vous autorise pas\u00a0: rien n’a été enregistré. Vérifiez votre "
            "carte, vos droits et l’accord du patient."
        ),
        Why.PARTLY_TAKEN: (
            "Le DMP dit n’avoir enregistré qu’une partie du lot. Cherchez les documents dans le "
            "DMP du patient avant tout nouvel envoi."
        ),
        Why.WRONG_ADDRESS: (
            "L’adresse du service du DMP n’est pas la bonne\u00a0: rien n’a été enregistré. "
            "Vérifiez-la dans dmp.toml."
        ),
        Why.TOO_LARGE: TOO_LARGE,
        Why.NOT_UNDERSTOOD: (
            "La réponse du service du DMP n’a pas été comprise\u00a0: le lot est peut-être arrivé. "
            f"Cherchez le document dans le DMP du patient avant de le renvoyer. {_SAME}"
        ),
        Why.SERVICE_REFUSED: (
            "Le service du DMP refuse ce lot\u00a0: rien n’a été enregistré. Exportez la fiche et "
            "prévenez l’éditeur."
        ),
        Why.TOO_MANY: "Le DMP a trop de documents pour cette recherche : resserrez les dates.",
        Why.BROKE_DOWN: (
            "Le service du DMP s’est arrêté pendant l’enregistrement\u00a0: le lot est peut-être "
            f"arrivé. Cherchez le document dans le DMP du patient avant de le renvoyer. {_SAME}"
        ),
        Why.UNBELIEVED: (
            "La réponse du service du DMP ne correspond pas à la demande\u00a0: rien n’en est "
            "gardé. Recommencez, ou prévenez l’éditeur."
        ),
        Why.ABSENT: "Le DMP n’a pas ce document, ou ne vous le montre pas.",
    }
)


SERVICE_CONDITIONS: Mapping[Condition, str] = MappingProxyType(
    {
        **CONDITIONS,
        Condition.ACCEPTED: "enregistré dans le DMP",
        Condition.DELIVERED: "présent dans le DMP",
    }
)


class NoService(StationError):
    """The service of the DMP must not, or cannot, be spoken to."""
