"""What the vault refuses, each with the French sentence that says what to do.

Standard library only: the login window reads the roster before anything heavy is loaded.
"""

from app.errors import StationError


class VaultRefusal(StationError):
    """A refusal of the vault; ``said`` is the sentence of the class."""

    said = ""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.said)


class WrongSecret(VaultRefusal):
    """The account did not open. Never tells whether the login, secret or file was at fault."""

    said = (
        "Mot de passe refusé. Vérifiez le compte choisi et la touche Majuscule, puis recommencez."
    )


class FolderBusy(VaultRefusal):
    """Another process holds the folder."""

    said = (
        "Le dossier de la station est déjà ouvert par un autre programme. "
        "Fermez l’autre fenêtre, puis recommencez."
    )


class FolderAbsent(VaultRefusal):
    """There is no station in this folder."""

    said = "Aucune station dans ce dossier. Indiquez le bon dossier ou créez la station."


class FolderHalfCreated(VaultRefusal):
    """A creation was interrupted before the station held anything."""

    said = (
        "La création de la station a été interrompue. "
        "Recommencez-la\u00a0: rien n’y avait encore été enregistré."
    )


class FolderBroken(VaultRefusal):
    """A file of the station is missing, foreign or damaged."""

    said = (
        "Les fichiers de la station sont incomplets ou altérés. "
        "Ne supprimez rien et restaurez la dernière sauvegarde."
    )


class StationExists(VaultRefusal):
    """The folder already holds a station: nothing is overwritten."""

    said = "Ce dossier contient déjà une station. Choisissez un autre dossier."


class NewerStation(VaultRefusal):
    """The files were written by a later version of the product."""

    said = "Ces fichiers viennent d’une version plus récente. Mettez le logiciel à jour."


class WeakCost(VaultRefusal):
    """The cost of the password stretching is outside what is allowed."""

    said = (
        "La protection du mot de passe est réglée hors des limites admises. "
        "N’utilisez pas ce dossier et restaurez la dernière sauvegarde."
    )


class RefusedPeople(VaultRefusal):
    """The accounts given cannot make a station."""

    said = (
        "Une station demande au moins un compte de pharmacien, des identifiants tous différents, "
        "un mot de passe pour chacun et des noms de moins de 200 caractères."
    )


class HeadMoved(VaultRefusal):
    """The journal grew since the documents were drawn; nothing was written."""

    said = (
        "Le registre a avancé pendant la préparation de la fiche. "
        "Recommencez le scellement\u00a0: le numéro imprimé sera corrigé."
    )


class AlreadySealed(VaultRefusal):
    """Another content was already sealed under this identifier."""

    said = (
        "Cette fiche est déjà scellée et ne peut plus changer. "
        "Pour la corriger, établissez un complément."
    )


class UnknownSheet(VaultRefusal):
    """The archive holds no such sheet or document."""

    said = "Cette fiche ou ce document n’est pas dans les archives de la station."


class Tampered(VaultRefusal):
    """Bytes are not those that were sealed."""

    said = (
        "Le contenu enregistré ne correspond plus à ce qui a été scellé. Ne l’utilisez pas, "
        "ne supprimez rien et lancez la vérification des archives."
    )


class KeyMissing(VaultRefusal):
    """The key of this month is not in the key file."""

    said = (
        "La clé de ce mois n’est pas dans le fichier des clés. "
        "Restaurez la sauvegarde des clés qui accompagne ces archives."
    )


class DiskFull(VaultRefusal):
    """No room was left; nothing was half written."""

    said = (
        "Le disque est plein\u00a0: rien n’a été enregistré à moitié et le brouillon est conservé. "
        "Libérez de la place, puis recommencez."
    )


class StoreFailed(VaultRefusal):
    """The disk or the folder refused a read or a write."""

    said = (
        "Le dossier de la station ne peut pas être lu ou écrit. "
        "Vérifiez le disque et les droits du dossier, puis recommencez."
    )


class SessionClosed(VaultRefusal):
    """The session was closed: its keys are gone."""

    said = "La session est fermée. Reconnectez-vous pour continuer."
