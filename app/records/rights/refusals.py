"""What the rights of patients refuse, each with the sentence that says what to do."""

from app.records.refusals import VaultRefusal


class NothingHeld(VaultRefusal):
    """No sheet of the station is of this person."""

    said = (
        "Aucune fiche de cette personne dans les archives. Vérifiez le matricule, "
        "ou choisissez les fiches par leur numéro."
    )


class RequestUnsaid(VaultRefusal):
    """A request says who asked and what."""

    said = "Indiquez qui demande, et ce qui est demandé, en quelques mots."


class ExportFolder(VaultRefusal):
    """The folder of an export must be new."""

    said = (
        "L’export s’écrit dans un dossier ou une archive qui n’existe pas encore. "
        "Choisissez un autre nom, sur un support que vous pouvez remettre."
    )


class Opposed(VaultRefusal):
    """The patient objected to what is done with this sheet."""

    said = (
        "Le patient s’est opposé (inscrit au journal)\u00a0: rien ne part. Levez l’opposition avec "
        "lui avant tout envoi."
    )


class ObjectionUnread(VaultRefusal):
    """A request that can no longer be read may be an objection, of anybody."""

    said = (
        "Une demande de patient ne se lit plus, et peut être une opposition\u00a0: rien ne part. "
        "Lancez la vérification du coffre."
    )
