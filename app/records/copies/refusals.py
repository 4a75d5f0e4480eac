"""What copies refuse, each with the French sentence that says what to do."""

from app.records.refusals import VaultRefusal


class SamePlace(VaultRefusal):
    """Data and keys would lie together."""

    said = (
        "Les données et les clés doivent aller dans deux endroits différents, "
        "par exemple deux supports. Choisissez un autre dossier pour l’un des deux."
    )


class InsideStation(VaultRefusal):
    """The copy would lie in the folder it copies."""

    said = (
        "Ce dossier est dans celui du poste, ou le contient\u00a0: une panne emporterait tout. "
        "Choisissez un autre support."
    )


class PlaceUnusable(VaultRefusal):
    """The folder cannot be written."""

    said = (
        "Ce dossier ne peut pas être écrit. Branchez le support, vérifiez ses droits et sa place, "
        "puis recommencez."
    )


class PlaceFull(VaultRefusal):
    """The support has no room left."""

    said = (
        "Le support de sauvegarde est plein. Les sauvegardes d’avant sont intactes\u00a0: "
        "libérez de la place ou changez de support, puis recommencez."
    )


class Stopped(VaultRefusal):
    """The person stopped it; nothing half made is left."""

    said = "Arrêté à votre demande. Rien n’a été laissé à moitié."


class CopyUnproven(VaultRefusal):
    """What was written does not read back as what was copied."""

    said = (
        "La copie relue ne correspond pas à l’original\u00a0: elle n’a pas été gardée. "
        "Changez de support, puis recommencez."
    )


class NoCopy(VaultRefusal):
    """There is no finished copy in this folder."""

    said = "Aucune sauvegarde achevée dans ce dossier. Indiquez celui où elle a été faite."


class CopyDamaged(VaultRefusal):
    """A file of the copy is missing, cut or altered."""

    said = (
        "Un fichier de cette sauvegarde manque, est tronqué ou altéré. "
        "Prenez une sauvegarde plus ancienne, ou l’autre support."
    )


class ForeignKeys(VaultRefusal):
    """The keys are those of another station."""

    said = (
        "Ces clés ne sont pas celles de ces données\u00a0: elles viennent d’une autre station. "
        "Indiquez le dossier des clés de la même station."
    )


class KeysTooOld(VaultRefusal):
    """The keys were copied before some of the sheets were sealed."""

    said = (
        "Ces clés sont plus anciennes que les données\u00a0: des fiches resteraient fermées. "
        "Indiquez la copie des clés la plus récente."
    )


class FolderNotEmpty(VaultRefusal):
    """A restore never writes over anything."""

    said = (
        "Le dossier où restaurer doit être vide. Indiquez un nouveau dossier\u00a0; "
        "l’ancien, même abîmé, est à garder."
    )


class JournalForked(VaultRefusal):
    """The copy tells another past than a head the station signed."""

    said = (
        "Cette sauvegarde raconte un autre passé que celui que la station a signé. "
        "Ne l’utilisez pas et prenez-en une autre."
    )


class FindingsInCopy(VaultRefusal):
    """The copy does not verify whole."""

    said = (
        "La vérification de cette sauvegarde relève des anomalies. Prenez-en une autre\u00a0; "
        "si c’est la seule, acceptez-la en connaissance de cause."
    )


class ImportRefused(VaultRefusal):
    """The list of earlier sheets cannot be read."""

    said = "La liste des fiches à importer ne peut pas être lue. Vérifiez le fichier CSV."


class ImportMoved(VaultRefusal):
    """A file of the import changed since it was shown."""

    said = (
        "Un fichier à importer a changé depuis l’affichage. Rien n’a été importé\u00a0: "
        "relisez le plan, puis recommencez."
    )
