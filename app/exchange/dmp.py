"""What must not leave for the DMP or by secure mail, and why, in words for the pharmacist.

No network here: the station only prepares what a person or an authorised service transmits.

Source: ANS, « Référentiel identifiant national de santé » (only a qualified INS leaves);
clinical-texts.md §0.4 for the consents, §0.5 for what is simulated.
"""

from enum import StrEnum

from app.encounter.sheet import OrientationSheet
from app.exchange.cda_parties import ins_serves
from app.exchange.consents import doctor_accepted, record_accepted
from app.identity import DEMONSTRATION_ROOTS, Use


class Channel(StrEnum):
    """A way out of the station."""

    DMP = "dmp"
    MSSANTE = "mssante"

    @property
    def use(self) -> Use:
        """What the channel makes of the identity."""
        return Use.RECORD if self is Channel.DMP else Use.MAIL


DEMONSTRATION = (
    "Ce poste est une démonstration\u00a0: le document est un spécimen, il n’est jamais transmis."
)
NOT_QUALIFIED = (
    "L’identité n’est pas qualifiée\u00a0: scannez le code INS et vérifiez une pièce d’identité."
)
TEST_INS = "Ce numéro INS est un numéro d’essai\u00a0: il ne quitte pas la station."
SIMULATED = "Une mesure est simulée\u00a0: elle ne peut pas être envoyée. Refaites la mesure."
SIMULATED_CAPTURE = (
    "Une image ou un son est simulé\u00a0: la fiche ne peut pas être envoyée. Reprenez-le."
)
NO_RECORD = "Le patient s’oppose au versement dans Mon espace santé."
NO_DOCTOR = "Le patient n’a pas accepté l’envoi à son médecin."


def refusals(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return every French reason why the sheet must not leave by one channel or the other."""
    found = (reason for channel in Channel for reason in refusals_to(sheet, channel))
    return tuple(dict.fromkeys(found))


def refusals_to(sheet: OrientationSheet, channel: Channel) -> tuple[str, ...]:
    """Return the French reasons why the sheet must not leave by ``channel``, none if it may."""
    refused = {
        DEMONSTRATION: sheet.demonstration,
        NOT_QUALIFIED: not ins_serves(sheet.patient, channel.use),
        TEST_INS: not sheet.demonstration and sheet.patient.ins_root in DEMONSTRATION_ROOTS,
        SIMULATED: sheet.holds_simulated_values,
        SIMULATED_CAPTURE: sheet.holds_simulated_captures,
        NO_RECORD: channel is Channel.DMP and not record_accepted(sheet),
        NO_DOCTOR: channel is Channel.MSSANTE and not doctor_accepted(sheet),
    }
    return tuple(reason for reason, holds in refused.items() if holds)
