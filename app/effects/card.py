"""Effects of a signing card: found, given its code once, its signature kept and told.

The card is asked on the pool, the vault on its own lane: a card that hangs keeps no draft from
being saved. Everything the card signed is judged again by the vault before it is kept.
"""

from collections.abc import Iterable
from pathlib import Path

from app.desk.archive import SignatureLine
from app.desk.archive_messages import ActDone
from app.effects.access import Access
from app.encounter.sheet import read_sheet
from app.office import card as say
from app.records.cards.marks import CardMark, Standing
from app.records.cards.refusals import NotOurs, NotTheSealer
from app.records.cards.statement import Signed, Statement
from app.records.envelope import FIRST_VERSION
from app.records.vault import SealedSheet, Vault
from app.station import Station
from app.traffic import AnyMessage
from hardware.links.card_certificate import read_certificate
from hardware.links.card_errors import CardAbsent, CardError, ModuleMissing, NoSigningKey
from hardware.links.token import Card, CardModule, usual_module

TRIAL = "Certificat non reconnu\u00a0: signature d’essai"
BROKEN = "Ne vous fiez pas à cette signature, ne supprimez rien et faites vérifier le poste."
SHOWN_BYTES = 16


class CardRoom:
    """What signing asks of the card and of the vault.

    ``module`` is that of the card's maker when another than the station's is named.
    """

    def __init__(self, access: Access, station: Station, module: Path | None = None) -> None:
        self._access = access
        self._station = station
        named = Path(station.card_module) if station.card_module else None
        self._module = module or named

    def answer(self, effect: say.CardEffect) -> Iterable[AnyMessage]:
        """Do one step; a card that refuses is told in its own words."""
        try:
            match effect:
                case say.FindCards(sheet_id):
                    return [say.CardsFound(sheet_id, self.found())]
                case say.DrawStatement(sheet_id, certificate):
                    return [say.StatementDrawn(sheet_id, self._draw(sheet_id, certificate))]
                case say.SignStatement():
                    return [self._sign(effect)]
                case say.KeepSignature():
                    return self._keep(effect)
        except CardError as refused:
            return [say.CardRefused(effect.sheet_id, refused.sentence)]

    def found(self) -> tuple[say.CardLine, ...]:
        """Return the certificates that sign, on the cards in the readers.

        Raises:
            CardError: there is none; the sentence says what is missing.
        """
        cards = self.cards().cards()
        if not cards:
            raise CardAbsent
        lines = tuple(line for card in cards for line in card_lines(card))
        if not lines:
            raise NoSigningKey
        return lines

    def cards(self) -> CardModule:
        """Return the cards of the module named, else of the usual one.

        Raises:
            ModuleMissing: none is named and the usual one is not installed.
        """
        module = self._module or usual_module()
        if module is None:
            raise ModuleMissing
        return CardModule(module)

    def _draw(self, sheet_id: str, der: bytes) -> bytes:
        vault = self._access.vault
        sealed = vault.read(bytes.fromhex(sheet_id))
        rpps = self.rpps_for(sealed)
        statement = vault.cards.draw(sealed, rpps, read_certificate(der), self._access.now())
        return statement.packed()

    def rpps_for(self, sealed: SealedSheet) -> str:
        """Return the number that a card must name to sign ``sealed``, "" when there is none.

        Raises:
            NotOurs: the sheet was made elsewhere.
            NotTheSealer: the sheet names somebody else than the person logged in.
        """
        if sealed.imported:
            raise NotOurs
        person = self._station.professional(self._access.login)
        rpps = person.rpps if person is not None else ""
        if rpps_told(sealed) not in {"", rpps}:
            raise NotTheSealer
        return rpps

    def _sign(self, effect: say.SignStatement) -> say.StatementSigned:
        certificate = read_certificate(effect.certificate)
        made = self.cards().sign(effect.serial, certificate, effect.pin, effect.statement)
        return say.StatementSigned(
            effect.sheet_id, effect.statement, made.certificate, made.scheme, made.signature
        )

    def _keep(self, effect: say.KeepSignature) -> list[AnyMessage]:
        statement = Statement.unpacked(effect.statement)
        signed = Signed(statement, effect.certificate, effect.scheme, effect.signature)
        number = self._access.vault.cards.keep(signed, self._access.now())
        told = f"Signature par carte inscrite au journal sous le numéro {number}."
        return [say.SignatureKept(effect.sheet_id), ActDone(effect.sheet_id, told)]


def card_lines(card: Card) -> tuple[say.CardLine, ...]:
    """Return one line for each certificate of a card that signs."""
    return tuple(
        say.CardLine(
            serial=card.serial,
            label=card.label,
            tries=card.tries,
            holder=one.holder,
            rpps=one.rpps,
            until=one.not_after,
            certificate=one.der,
        )
        for one in card.certificates
    )


def rpps_told(sealed: SealedSheet) -> str:
    """Return the number of who the sheet itself says sealed it, "" for a newer version.

    A correction keeps the pharmacist of the first version: who wrote it is in the journal only.
    """
    return read_sheet(sealed.body).pharmacist.rpps if sealed.version == FIRST_VERSION else ""


def signature_lines(vault: Vault, newest: SealedSheet) -> tuple[SignatureLine, ...]:
    """Return what is told of the signatures of a sheet, those of earlier versions first."""
    versions = vault.cards.versions_signed(newest.sheet_id)
    read = (
        newest if one == newest.version else vault.read(newest.sheet_id, one) for one in versions
    )
    return tuple(
        signature_line(mark, sealed)
        for sealed in read
        for mark in vault.cards.marks(sealed, rpps_told(sealed))
    )


def signature_line(mark: CardMark, sealed: SealedSheet) -> SignatureLine:
    """Return one signature in words; only a recognised authority makes it that of a CPS."""
    if mark.standing is Standing.BROKEN:
        words = f"Signature par carte rompue, version {sealed.version}"
        return SignatureLine(words, BROKEN, sound=False)
    recognised = mark.standing is Standing.RECOGNISED
    card = "carte CPS" if recognised else "une carte au nom"
    worth = "" if recognised else f"{TRIAL}. "
    when = mark.at.strftime("%d/%m/%Y à %H:%M")
    shown = mark.certificate[:SHOWN_BYTES]
    return SignatureLine(
        words=f"Signée par {card} de {mark.holder}",
        note=f"{worth}Version {sealed.version}, le {when}, certificat {shown}",
        recognised=recognised,
    )
