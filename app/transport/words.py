"""What the pharmacist reads about a mail of the outbox, in French."""

from collections.abc import Mapping
from types import MappingProxyType

from app.errors import StationError
from app.records.rights.refusals import Opposed
from app.transport.states import Condition, Why

CONDITIONS: Mapping[Condition, str] = MappingProxyType(
    {
        Condition.WAITING: "à transmettre",
        Condition.SENDING: "envoi en cours",
        Condition.ACCEPTED: "accepté par le serveur",
        Condition.DELIVERED: "remis au destinataire",
        Condition.REFUSED: "refusé",
        Condition.TO_RETRY: "à renvoyer",
        Condition.DOUBTFUL: "envoi incertain",
    }
)
_SAME = "S’il repart, il garde le même identifiant\u00a0: le destinataire reconnaîtra le doublon."
REASONS: Mapping[Why, str] = MappingProxyType(
    {
        Why.NONE: "",
        Why.SERVER_DOWN: "Le serveur MSSanté ne répond pas. La station réessaiera.",
        Why.SERVER_UNTRUSTED: (
            "Le certificat du serveur MSSanté n’est pas reconnu\u00a0: rien n’a été envoyé. "
            "Vérifiez l’adresse et le fichier de l’autorité."
        ),
        Why.CERTIFICATE_REFUSED: (
            "Le serveur MSSanté refuse le certificat de la pharmacie\u00a0: rien n’a été envoyé. "
            "Vérifiez sa date et son autorité auprès de votre opérateur."
        ),
        Why.NO_ENCRYPTION: (
            "Le serveur MSSanté ne propose pas de liaison chiffrée\u00a0: rien n’a été envoyé. "
            "Vérifiez le port et le mode de sécurité."
        ),
        Why.LOGIN_REFUSED: (
            "Le serveur MSSanté refuse le compte de la pharmacie. Vérifiez le nom et le mot de "
            "passe."
        ),
        Why.SENDER_REFUSED: (
            "Le serveur MSSanté refuse l’adresse de la pharmacie. Vérifiez l’expéditeur."
        ),
        Why.RECIPIENT_REFUSED: (
            "Le serveur MSSanté refuse l’adresse du destinataire. Vérifiez-la auprès du médecin."
        ),
        Why.RECIPIENT_LATER: (
            "La boîte du destinataire n’accepte rien pour l’instant. La station réessaiera."
        ),
        Why.CONTENT_REFUSED: (
            "Le serveur MSSanté refuse ce courriel. Transmettez la fiche autrement et prévenez "
            "votre opérateur."
        ),
        Why.SERVER_BUSY: "Le serveur MSSanté est occupé. La station réessaiera.",
        Why.CUT: (
            "La liaison s’est coupée pendant l’envoi\u00a0: le courriel est peut-être parti. "
            f"Demandez au médecin s’il l’a reçu avant de le renvoyer. {_SAME}"
        ),
        Why.RETURNED: (
            "Le courriel est revenu\u00a0: le destinataire ne l’a pas reçu. Vérifiez l’adresse, "
            "ou transmettez la fiche autrement."
        ),
        Why.GIVEN_UP: (
            "Le courriel n’est pas parti après plusieurs jours d’essais. Transmettez la fiche "
            "autrement, ou demandez un nouvel envoi."
        ),
        Why.NOT_EIGHT_BITS: (
            "Le serveur MSSanté n’accepte pas les accents (8BITMIME)\u00a0: rien n’a été envoyé. "
            "Prévenez votre opérateur."
        ),
        Why.STOPPED: "L’envoi a été arrêté avant de partir\u00a0: rien n’a été envoyé.",
    }
)
HELD = "retenu"
OBJECTION = Opposed.said
NO_RECIPIENT = "Le médecin n’a pas d’adresse MSSanté sur la fiche\u00a0: transmettez-la autrement."
IMPORTED = "Cette fiche vient d’un autre outil\u00a0: elle ne part pas par la messagerie."
CHANGED = (
    "La fiche ou son courriel ne peuvent pas être relus tels qu’ils ont été scellés\u00a0: rien "
    "n’est envoyé. Lancez la vérification du coffre."
)
GONE_ALREADY = (
    "Ce courriel a déjà été accepté ou remis\u00a0: il n’est pas envoyé une seconde fois. "
    "Exportez la fiche s’il faut la redonner."
)
NOT_IN_OUTBOX = "Aucun courriel de cette fiche n’attend d’être renvoyé. Lisez osys outbox list."


class NotSentAgain(StationError):
    """Somebody asked to send again what must not leave twice, or what is not there."""


class NoMailAccount(StationError):
    """The mail account of the pharmacy is not set, or cannot be used as it is."""


class MailboxUnread(StationError):
    """The mailbox could not be read; what was sent stays as it was known."""
