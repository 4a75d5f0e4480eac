"""What to do once the keys are dropped, in order, for each danger.

Source: GDPR articles 33 and 34 (the authority within 72 hours, the persons when the risk is
high); code des assurances, article L12-10-1 (complaint within 72 hours); 17Cyber,
cybermalveillance.gouv.fr.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.office.emergency import Danger

CNIL = (
    "Notifiez la CNIL dans les 72 heures, sur notifications.cnil.fr, même si tout n’est pas connu."
)
KEEP = "Notez l’heure, qui était là, et ne supprimez rien sur ce poste."
STEPS: Mapping[Danger, tuple[str, ...]] = MappingProxyType(
    {
        Danger.LOST_KEY: (
            KEEP,
            "Avec un autre compte, retirez le compte perdu\u00a0: ses droits s’arrêtent aussitôt.",
            "Changez le mot de passe de ce compte avant de le rouvrir.",
            "Si une part de secours est perdue, refaites les trois parts et détruisez les autres.",
            "Faites une sauvegarde neuve des données et des clés, puis détruisez les anciennes.",
            "Si quelqu’un a pu lire des fiches\u00a0: notifiez la CNIL dans les 72 heures.",
        ),
        Danger.STOLEN: (
            "Portez plainte au commissariat ou à la gendarmerie, avec ce dossier de preuves.",
            "Sans mot de passe, ce qui a été volé reste chiffré. Changez pourtant tous les mots "
            "de passe aujourd’hui.",
            "Refaites tourner les clés du coffre, puis sauvegardez les données et les clés.",
            CNIL,
            "Prévenez l’assurance, et l’éditeur du logiciel de l’officine.",
        ),
        Danger.ATTACK: (
            "Débranchez le câble du réseau et coupez le wifi. N’éteignez pas ce poste.",
            "Ne payez aucune rançon. N’ouvrez plus aucun compte sur ce poste.",
            "Appelez le prestataire informatique, puis 17Cyber (17cyber.gouv.fr), jour et nuit.",
            "Portez plainte dans les 72 heures\u00a0: l’assurance le demande.",
            CNIL,
            "Restaurez sur un poste neuf, depuis une sauvegarde plus ancienne que l’attaque.",
        ),
    }
)
