"""What the accounts of a station refuse, each with the French sentence that says what to do."""

from app.records.refusals import VaultRefusal


class WeakSecret(VaultRefusal):
    """The secret is too easy to guess by who holds a copy of the files."""

    said = (
        "Ce mot de passe est trop facile à deviner. Prenez au moins 7\u00a0mots tirés au hasard, "
        "ou 12\u00a0caractères mêlant minuscules, majuscules, chiffres et signes."
    )


class SameSecret(VaultRefusal):
    """Two accounts, or the former and the new one, would share a secret."""

    said = (
        "Ce mot de passe sert déjà à un autre compte de cette personne, ou c’est l’ancien. "
        "Choisissez-en un autre."
    )


class NeedsHolder(VaultRefusal):
    """The person who acts does not hold the keys that the account would open."""

    said = (
        "Vous n’avez pas les clés que ce compte doit ouvrir. "
        "Demandez à un pharmacien du poste de le faire depuis sa propre session."
    )


class NotAllowed(VaultRefusal):
    """This role does not change accounts or keys."""

    said = (
        "Ce compte ne peut pas changer les accès. "
        "Demandez à un pharmacien ou au titulaire de le faire."
    )


class UnknownPerson(VaultRefusal):
    """No active account bears this login."""

    said = "Aucun compte actif ne porte cet identifiant. Vérifiez-le dans la liste des comptes."


class LoginTaken(VaultRefusal):
    """Another account bears this login."""

    said = "Cet identifiant est déjà pris. Choisissez-en un autre."


class RefusedPerson(VaultRefusal):
    """The account cannot be made as it was described."""

    said = (
        "Un compte demande un identifiant, un nom et une fonction de moins de "
        "200\u00a0caractères, et un mot de passe."
    )


class OwnAccountRefused(VaultRefusal):
    """One does not take one's own access away."""

    said = (
        "Vous ne pouvez pas retirer ou remplacer votre propre compte. "
        "Demandez à une autre personne du poste de le faire."
    )


class LastPharmacist(VaultRefusal):
    """Nobody could open the sheets any more."""

    said = (
        "C’est le dernier compte de pharmacien\u00a0: sans lui, personne n’ouvrirait les fiches. "
        "Ajoutez d’abord un autre pharmacien."
    )


class NoShares(VaultRefusal):
    """The station has no recovery shares."""

    said = (
        "Ce poste n’a pas encore de parts de secours. Faites-les depuis la session d’un pharmacien."
    )


class RefusedShare(VaultRefusal):
    """A recovery share cannot be used as it was typed."""

    said = "Cette part de secours n’est pas lisible. Relisez chaque mot sur la feuille."


class SharesDiffer(VaultRefusal):
    """What was typed is not what is written on the shares."""

    said = (
        "Ces mots ne sont pas ceux des parts de secours. "
        "Reprenez la feuille et recopiez les mots demandés, dans l’ordre."
    )
