"""The pages of the back office: their names, their icons, what the banner says of each."""

from collections.abc import Mapping
from types import MappingProxyType

from app.office.places import Place

PAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Place.PEOPLE.value: ("Équipe", "users"),
        Place.RECOVERY.value: ("Parts de secours", "lifebuoy"),
        Place.ACCESS_LOG.value: ("Accès", "list-check"),
        Place.BACKUP.value: ("Sauvegardes", "database"),
        Place.RETENTION.value: ("Conservation", "hourglass"),
        Place.RELAY.value: ("Téléconsultation", "video"),
        Place.MAIL.value: ("Messagerie", "message"),
        Place.EMERGENCY.value: ("Urgence informatique", "alert-triangle"),
        Place.DIAGNOSTICS.value: ("Diagnostic", "stethoscope"),
        Place.NOTICES.value: ("Logiciels tiers", "certificate"),
    }
)
"""Name and icon of each page, in the order of the tabs."""

NOTES: Mapping[str, str] = MappingProxyType(
    {
        Place.PEOPLE.value: "Qui ouvre ce poste, et avec quelles clés",
        Place.RECOVERY.value: "Deux feuilles sur trois rendent l’accès",
        Place.ACCESS_LOG.value: "Qui a ouvert quoi, quand et pourquoi",
        Place.BACKUP.value: "Données et clés, à deux endroits",
        Place.RETENTION.value: "Gardé dix ans, puis détruit à deux",
        Place.RELAY.value: "Le serveur qui fait venir le médecin",
        Place.MAIL.value: "Le compte MSSanté de la pharmacie",
        Place.EMERGENCY.value: "Clé perdue, vol, soupçon d’attaque",
        Place.DIAGNOSTICS.value: "Ce poste, ses versions, sa place, ses copies",
        Place.NOTICES.value: "À quoi sert ce poste, de quoi il est fait",
    }
)
