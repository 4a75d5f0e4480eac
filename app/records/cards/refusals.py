"""Why a sheet is not signed by a card, each with the sentence that says what to do."""

from app.records.refusals import VaultRefusal


class NotTheHolder(VaultRefusal):
    """The card names another person than the pharmacist who signs."""

    said = (
        "Cette carte n’est pas celle du pharmacien qui a scellé la fiche. "
        "Personne ne signe pour un autre\u00a0: insérez votre propre carte."
    )


class NotTheSealer(VaultRefusal):
    """The version was sealed by somebody else than the person logged in."""

    said = (
        "Cette version a été scellée par une autre personne\u00a0: elle seule peut la signer, "
        "depuis sa session."
    )


class NumberUnknown(VaultRefusal):
    """The settings hold no RPPS number for the account."""

    said = "Votre compte n’a pas de numéro RPPS dans les réglages du poste. Ajoutez-le."


class OutsideDates(VaultRefusal):
    """The certificate is not valid now."""

    said = (
        "Le certificat de cette carte n’est pas valable à la date du poste. "
        "Vérifiez la date du poste, ou renouvelez la carte."
    )


class SignedAlready(VaultRefusal):
    """The version bears a signature of this holder."""

    said = "Cette version est déjà signée par votre carte."


class NotOurs(VaultRefusal):
    """The sheet was made elsewhere, or is not whole."""

    said = (
        "Cette fiche a été faite ailleurs, ou ses preuves ne sont pas entières\u00a0: "
        "elle ne se signe pas."
    )


class StatementMoved(VaultRefusal):
    """What was signed is not what the vault holds now, or was drawn too long ago."""

    said = (
        "La fiche a changé, ou trop de temps est passé depuis la demande\u00a0: "
        "la signature n’est pas gardée. Rouvrez la fiche, puis recommencez."
    )


class NotASignature(VaultRefusal):
    """The signature does not verify under the certificate."""

    said = (
        "La signature ne correspond pas à la fiche et au certificat\u00a0: elle n’est pas gardée. "
        "Recommencez\u00a0; si cela se reproduit, faites vérifier la carte."
    )
