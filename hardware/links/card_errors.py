"""What a signing card, its reader or its library may refuse, each with its French sentence."""

from hardware.readings import DeviceError, DeviceState

NBSP = "\u00a0"


class CardError(DeviceError):
    """A card did not do what was asked; ``state`` is what is known of it."""

    state = DeviceState.ABSENT
    said = ""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.said)


class CardLibraryMissing(CardError):
    """The optional library that speaks to cards is not installed."""

    state = DeviceState.NOT_INSTALLED
    said = (
        "La signature par carte n’est pas installée sur ce poste. "
        "Installez l’option «\u00a0cards\u00a0», ou continuez sans carte."
    )


class ModuleMissing(CardError):
    """The module of the card's maker is not there, or is not one."""

    state = DeviceState.NOT_INSTALLED
    said = (
        "Le module de la carte est introuvable ou inutilisable. "
        "Installez le logiciel de la carte (CryptoLib CPS), ou indiquez le bon fichier."
    )


class CardAbsent(CardError):
    """No card is in the reader, or not the one that was chosen."""

    said = "Aucune carte dans le lecteur. Insérez votre carte, puis recommencez."


class CardRemoved(CardError):
    """The card left the reader before it had signed."""

    state = DeviceState.LOST
    said = "La carte a été retirée\u00a0: rien n’est signé. Remettez-la, puis recommencez."


class PinIncorrect(CardError):
    """The card refused the code; it is never tried again by itself."""

    state = DeviceState.DENIED
    said = "Code refusé par la carte, qui n’a été essayé qu’une fois. Vérifiez-le avant de retaper."


class PinNearlyLocked(PinIncorrect):
    """The card refused the code, and says that few tries are left."""

    said = (
        "Code refusé par la carte\u00a0: il reste peu d’essais avant son blocage. "
        "Ne retapez le code que si vous en êtes sûr."
    )


class PinLastTry(PinIncorrect):
    """The card refused the code, and the next wrong one locks it."""

    said = (
        "Code refusé par la carte\u00a0: un seul essai reste avant son blocage. "
        "Ne retapez le code que si vous en êtes certain."
    )


class PinLocked(CardError):
    """The card accepts no code any more."""

    state = DeviceState.DENIED
    said = (
        "La carte est bloquée après trop de codes faux. "
        "Débloquez-la avec son code de secours, par le logiciel de la carte."
    )


class PinNotTyped(CardError):
    """There is no code, or what was typed cannot be one: the card was not asked."""

    state = DeviceState.CONNECTED
    said = "Tapez le code de la carte, sans espace\u00a0: elle n’a pas été interrogée."


class PinToBeChanged(CardError):
    """The code was never chosen, or has expired."""

    state = DeviceState.DENIED
    said = "Le code de cette carte est à changer, par le logiciel de la carte, avant de signer."


class NoSigningKey(CardError):
    """The card has no certificate that signs documents, or its key does not."""

    state = DeviceState.CONNECTED
    said = (
        "Cette carte n’a pas de certificat qui signe des documents. "
        "Utilisez une carte CPS de pharmacien."
    )


class CardSilent(CardError):
    """Nothing came back in time; the call was given up."""

    state = DeviceState.BUSY
    said = (
        "La carte ne répond pas\u00a0: rien n’est signé. Retirez-la, remettez-la, puis recommencez."
    )


class CardFailed(CardError):
    """The card, its reader or its module failed in some other way."""

    state = DeviceState.LOST
    said = (
        "La carte ou son lecteur a échoué\u00a0: rien n’est signé. "
        "Retirez la carte, remettez-la, puis recommencez."
    )


class WrongSignature(CardError):
    """What the card gave does not verify under its own certificate."""

    state = DeviceState.CONNECTED
    said = (
        "La signature de la carte ne correspond pas à son certificat\u00a0: elle n’est pas gardée. "
        "Faites vérifier la carte."
    )
