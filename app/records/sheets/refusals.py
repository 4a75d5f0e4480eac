"""What a correction or an addendum is refused for, with the sentence that says what to do."""

from app.records.refusals import VaultRefusal


class NoChangeReason(VaultRefusal):
    """A correction or addendum says why."""

    said = "Indiquez en quelques mots pourquoi la fiche est corrigée ou complétée."


class VersionMoved(VaultRefusal):
    """Another version was sealed since this one was shown."""

    said = (
        "Une autre version de cette fiche a été scellée entre-temps. "
        "Rouvrez la fiche, relisez-la, puis recommencez."
    )


class KeptSheetChanged(VaultRefusal):
    """The sheet outlived its date by a legal hold: it is evidence and changes no more."""

    said = (
        "La durée de conservation de cette fiche est passée\u00a0: elle n’est gardée que par une "
        "conservation forcée et ne se corrige plus."
    )
