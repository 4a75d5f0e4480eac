"""Signing an opened sheet with a card, pure: the card found, what it signs, its code, the end.

The code is never in this state: it comes in one message and leaves in one effect, whose printed
forms hide it. What the card must sign is drawn before the code is asked for, so that a refusal
that does not depend on the code costs no try.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from hardware.links.token_words import Scheme, Tries

LOOKING = "La carte est cherchée dans le lecteur."
PREPARING = "La fiche est préparée pour la carte."
SIGNING = "La carte signe\u00a0: ne la retirez pas."
KEEPING = "La signature est inscrite au journal."
NO_CODE = "Tapez le code de la carte."
LOCKED = (
    "La carte est bloquée après trop de codes faux. "
    "Débloquez-la avec son code de secours, par le logiciel de la carte."
)
TOLD = {
    Tries.USUAL: "",
    Tries.FEW: "La carte a refusé un code\u00a0: il reste peu d’essais avant son blocage.",
    Tries.LAST: "Dernier essai\u00a0: un code faux bloque la carte.",
    Tries.NONE: LOCKED,
}


@dataclass(frozen=True, slots=True)
class CardLine:
    """A certificate that signs, on a card in a reader; ``rpps`` is "" when it names none."""

    serial: str
    label: str
    tries: Tries
    holder: str
    rpps: str
    until: datetime
    certificate: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardForm:
    """The form under a sheet, ``sheet_id`` being "" while it is put away.

    ``statement`` is what the card will sign, empty until it is drawn for ``chosen``; ``busy``
    is what is being done, ``refused`` what to change.
    """

    sheet_id: str = ""
    cards: tuple[CardLine, ...] = ()
    chosen: CardLine | None = None
    statement: bytes = field(default=b"", repr=False)
    busy: str = ""
    refused: str = ""

    @property
    def waits_for_code(self) -> bool:
        """True when only the code is missing."""
        return bool(self.statement) and not self.busy


@dataclass(frozen=True, slots=True)
class CardAsked:
    """Sign this opened sheet with the card that is in the reader; look for it again."""

    sheet_id: str


@dataclass(frozen=True, slots=True)
class CardLeft:
    """Put the form away."""


@dataclass(frozen=True, slots=True)
class CardsFound:
    """The certificates that sign, on the cards in the readers."""

    sheet_id: str
    cards: tuple[CardLine, ...]


@dataclass(frozen=True, slots=True)
class CardChosen:
    """Sign with this one."""

    card: CardLine


@dataclass(frozen=True, slots=True)
class StatementDrawn:
    """What the card must sign."""

    sheet_id: str
    statement: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardSignAsked:
    """Sign, with the code that was typed; it is neither kept in the state nor shown."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StatementSigned:
    """What the card made of the statement, by the key of ``certificate``."""

    sheet_id: str
    statement: bytes = field(repr=False)
    certificate: bytes = field(repr=False)
    scheme: Scheme
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignatureKept:
    """The signature is beside the sheet and in the journal."""

    sheet_id: str


@dataclass(frozen=True, slots=True)
class CardRefused:
    """It did not happen; ``sentence`` says what to do."""

    sheet_id: str
    sentence: str


CardMessage = (
    CardAsked
    | CardLeft
    | CardsFound
    | CardChosen
    | StatementDrawn
    | CardSignAsked
    | StatementSigned
    | SignatureKept
    | CardRefused
)


@dataclass(frozen=True, slots=True)
class FindCards:
    """Look at the readers. Answered by ``CardsFound`` or ``CardRefused``."""

    sheet_id: str


@dataclass(frozen=True, slots=True)
class DrawStatement:
    """Draw what the card must sign. Answered by ``StatementDrawn`` or ``CardRefused``."""

    sheet_id: str
    certificate: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignStatement:
    """Give the code to the card, once. Answered by ``StatementSigned`` or ``CardRefused``."""

    sheet_id: str
    serial: str
    certificate: bytes = field(repr=False)
    statement: bytes = field(repr=False)
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepSignature:
    """Keep a signature. Answered by ``SignatureKept`` then ``ActDone``, or ``CardRefused``."""

    sheet_id: str
    statement: bytes = field(repr=False)
    certificate: bytes = field(repr=False)
    scheme: Scheme
    signature: bytes = field(repr=False)


CardEffect = FindCards | DrawStatement | SignStatement | KeepSignature
Next = tuple[CardForm, tuple[CardEffect, ...]]


def update(form: CardForm, message: CardMessage) -> Next:
    """Return the form after ``message``, and what must be done for it.

    A signature that comes after the form was left is kept all the same: its code was given.
    """
    match message:
        case CardAsked(sheet_id) if form.busy and form.sheet_id == sheet_id:
            return form, ()  # the card is at work for it already
        case CardAsked(sheet_id):
            return CardForm(sheet_id, busy=LOOKING), (FindCards(sheet_id),)
        case CardLeft():
            return CardForm(), ()
        case CardChosen(card):
            return (form, ()) if form.busy or not form.sheet_id else _choose(form, card)
        case CardSignAsked(pin):
            return _sign(form, pin)
        case StatementSigned():
            return _keep(form, message)
        case _ if message.sheet_id != form.sheet_id:
            return form, ()
        case _:
            return _hear(form, message)


def _hear(
    form: CardForm, message: CardsFound | StatementDrawn | SignatureKept | CardRefused
) -> Next:
    """Return the form after an answer about its own sheet."""
    match message:
        case CardsFound(_, cards):
            found = replace(form, cards=cards, busy="")
            return _choose(found, cards[0]) if len(cards) == 1 else (found, ())
        case StatementDrawn(_, statement):
            return replace(form, statement=statement, busy=""), ()
        case SignatureKept():
            return CardForm(), ()
        case CardRefused(_, sentence):
            return replace(form, busy="", refused=sentence), ()


def _choose(form: CardForm, card: CardLine) -> Next:
    chosen = replace(form, chosen=card, statement=b"", refused="", busy="")
    if card.tries is Tries.NONE:
        return replace(chosen, refused=LOCKED), ()
    return replace(chosen, busy=PREPARING), (DrawStatement(form.sheet_id, card.certificate),)


def _sign(form: CardForm, pin: str) -> Next:
    if not form.waits_for_code or form.chosen is None:
        return form, ()
    if not pin:
        return replace(form, refused=NO_CODE), ()
    card = form.chosen
    effect = SignStatement(form.sheet_id, card.serial, card.certificate, form.statement, pin)
    return replace(form, busy=SIGNING, refused=""), (effect,)


def _keep(form: CardForm, message: StatementSigned) -> Next:
    effect = KeepSignature(
        message.sheet_id, message.statement, message.certificate, message.scheme, message.signature
    )
    if message.sheet_id == form.sheet_id:
        return replace(form, busy=KEEPING), (effect,)
    return form, (effect,)
