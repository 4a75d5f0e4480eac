"""What retention refuses, each with the French sentence that says what to do."""

from app.records.refusals import VaultRefusal


class NoReason(VaultRefusal):
    """A reason is asked for and none, or too long a one, was given."""

    said = "Indiquez le motif en quelques mots (2 000 caractères au plus), sans nom de patient."


class AlreadyHeld(VaultRefusal):
    """The sheet is under a legal hold already."""

    said = (
        "Cette fiche est déjà sous conservation forcée. Levez d’abord la première, si elle a pris "
        "fin."
    )


class NotHeld(VaultRefusal):
    """There is no legal hold to release."""

    said = "Cette fiche n’est pas sous conservation forcée. Vérifiez son numéro."


class SheetHeld(VaultRefusal):
    """A sheet under a legal hold cannot be erased."""

    said = (
        "Cette fiche est sous conservation forcée et ne peut pas être effacée. "
        "Levez d’abord la conservation, avec son motif."
    )


class HoldMissing(VaultRefusal):
    """The journal says that a sheet is held, and the vault does not any more."""

    said = (
        "Une conservation forcée inscrite au registre a été retirée du coffre sans être levée. "
        "Rien n’a été détruit\u00a0: placez-la de nouveau, ou levez-la avec son motif."
    )


class KeptOnly(VaultRefusal):
    """Its retention is over: releasing the hold destroys the sheet."""

    said = (
        "La durée de conservation de cette fiche est passée\u00a0: lever la conservation "
        "la détruit. Faites-le à deux, par l’effacement de la fiche."
    )


class SecondPerson(VaultRefusal):
    """Two different people, a pharmacist and an owner, are needed."""

    said = (
        "Il faut deux personnes\u00a0: un pharmacien et le titulaire, chacun avec son compte "
        "et son mot de passe."
    )


class PlanMoved(VaultRefusal):
    """What was shown is no longer what would be destroyed."""

    said = "Ce qui était à détruire a changé depuis l’affichage. Relisez le plan, puis recommencez."


class NotRetyped(VaultRefusal):
    """The words that name what is destroyed were not typed again."""

    said = "Rien n’a été détruit. Retapez exactement la phrase affichée pour confirmer."


class NothingDue(VaultRefusal):
    """Nothing has reached its date."""

    said = "Aucun mois n’a atteint sa date\u00a0: il n’y a rien à détruire."


class ClockDoubt(VaultRefusal):
    """The clock jumped: no date can be trusted for a destruction."""

    said = (
        "L’horloge du poste a fait un bond de plus de trois mois. Vérifiez la date\u00a0; "
        "par sûreté, rien ne se détruit dans les trente jours qui suivent un tel bond."
    )


class SecureDeleteOff(VaultRefusal):
    """The build of SQLite does not erase what is deleted."""

    said = (
        "Ce poste ne peut pas effacer les clés de façon sûre. Rien n’a été détruit\u00a0: "
        "mettez le logiciel à jour, puis recommencez."
    )


class PurgeWaiting(VaultRefusal):
    """A purge was begun and is not finished."""

    said = (
        "Une destruction commencée n’est pas terminée. "
        "Fermez la session et reconnectez-vous avec un compte de pharmacien\u00a0: elle s’achèvera."
    )
