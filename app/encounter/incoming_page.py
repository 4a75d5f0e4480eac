"""Documents of this patient: received once the identity stands, set aside with a reason.

A document is that of one patient: when the identity is typed again into another one, it goes.
"""

from dataclasses import replace
from datetime import datetime

from app.encounter import incoming_view
from app.encounter.incoming import NO_INCOMING, Incoming, SetAside
from app.encounter.incoming_effects import DropIncoming, IncomingEffect, KeepIncoming, SealIncoming
from app.encounter.incoming_messages import (
    DocumentChosen,
    IncomingAttached,
    IncomingKept,
    IncomingMessage,
    IncomingOpened,
    IncomingRefused,
    IncomingSetAside,
    IncomingSorted,
)
from app.encounter.known import careful_answers
from app.encounter.model import Encounter, Step
from app.encounter.viewer import NO_VIEWER
from app.encounter.way import refresh, stay
from app.identity import Patient, printable

Next = tuple[Encounter, tuple[IncomingEffect, ...]]
MOST_DOCUMENTS = 20
LONGEST_REASON = 200

CONFIRM_FIRST = "Confirmez d’abord l’identité\u00a0: un document se compare au patient."
ONE_AT_A_TIME = "Un fichier est en cours de lecture\u00a0: attendez-le, ou arrêtez-le."
ENOUGH = "Vingt documents sont déjà joints à cette consultation."
RECOGNISED_BY = (
    "Écrivez à quoi vous reconnaissez le patient, par exemple\u00a0: nom et date lus sur la page."
)
REASON_NEEDED = "Écrivez pourquoi ce que dit le document ne compte pas."
OTHER_PATIENT = "L’identité a changé\u00a0: les documents reçus pour l’autre patient sont retirés."
ON_THE_WAY = frozenset({Step.SIGNS, Step.ASK, Step.MEASURE, Step.DECIDE})


def listen(encounter: Encounter, message: IncomingMessage, at: datetime) -> Next:
    """Return the consultation after a message about documents, and what is asked of the world."""
    match message:
        case IncomingOpened(path):
            return _open(encounter, path)
        case IncomingAttached(reason):
            return _attach(encounter, reason)
        case IncomingSorted(encounter_id):
            return encounter, (SealIncoming(encounter_id),)
        case IncomingKept():
            return _keep(encounter, message)
        case IncomingRefused(sentence=sentence):
            viewer = replace(encounter.viewer, coming="", unproven=None)
            return replace(encounter, notice=sentence, viewer=viewer), ()
        case IncomingSetAside():
            return _set_aside(encounter, message, at), ()
        case _:
            return incoming_view.listen(encounter, message)


def _attach(encounter: Encounter, reason: str) -> Next:
    """Return the file that names no patient on its way, once a person says whose it is."""
    waiting, said = encounter.viewer.unproven, printable(reason).strip()[:LONGEST_REASON]
    if waiting is None:
        return encounter, ()
    if not said:
        return replace(encounter, notice=RECOGNISED_BY), ()
    return _open(encounter, waiting.path, said)


def _open(encounter: Encounter, path: str, attached: str = "") -> Next:
    if encounter.patient is None or not encounter.identity_confirmed:
        return replace(encounter, notice=CONFIRM_FIRST), ()
    documents = encounter.incoming.documents
    if len(documents) >= MOST_DOCUMENTS:
        return replace(encounter, notice=ENOUGH), ()
    if encounter.viewer.coming:
        return replace(encounter, notice=ONE_AT_A_TIME), ()
    held = tuple((one.source.document_id, one.sha256) for one in documents)
    effect = KeepIncoming(encounter.encounter_id, path, held, encounter.patient, attached)
    viewer = replace(encounter.viewer, coming=path, percent=0, unproven=None)
    return replace(encounter, notice="", viewer=viewer), (effect,)


def _keep(encounter: Encounter, message: IncomingKept) -> Next:
    """Return the consultation with documents that were compared with the patient it still has."""
    encounter = replace(encounter, viewer=replace(encounter.viewer, coming=""))
    ids = tuple(one.capture_id for one in message.documents)
    held = {one.source.document_id for one in encounter.incoming.documents}
    is_other = message.patient is not None and _traits(message.patient) != _traits(
        encounter.patient
    )
    known = any(one.source.document_id in held for one in message.documents)
    if not encounter.identity_confirmed or is_other or known:
        return encounter, (DropIncoming(encounter.encounter_id, ids),)
    documents = (*encounter.incoming.documents, *message.documents)
    kept = _decided(replace(encounter, incoming=_with(encounter, documents=documents)))
    return incoming_view.listen(kept, DocumentChosen(ids[-1])) if ids else (kept, ())


def _set_aside(encounter: Encounter, message: IncomingSetAside, at: datetime) -> Encounter:
    concerned = {one.caution.question_id for one in careful_answers(encounter).applied}
    if message.question_id not in concerned:
        return encounter
    reason = printable(message.reason).strip()[:LONGEST_REASON]
    if not reason:
        return replace(encounter, notice=REASON_NEEDED)
    aside = (*encounter.incoming.set_aside, SetAside(message.question_id, reason, at))
    return _decided(replace(encounter, incoming=_with(encounter, set_aside=aside), notice=""))


def _with(encounter: Encounter, **changes: object) -> Incoming:
    return replace(encounter.incoming, **changes)  # type: ignore[arg-type] # fields named here only


def _decided(encounter: Encounter) -> Encounter:
    """Return the consultation decided again; a sign it brings is an alarm like another."""
    if encounter.protocol is None:
        return encounter
    return stay(encounter) if encounter.step in ON_THE_WAY else refresh(encounter)


def follow(before: Encounter, after: Encounter) -> Next:
    """Return the consultation without the documents of another patient than its own."""
    if _traits(before.patient) == _traits(after.patient):
        return after, ()
    documents = after.incoming.documents
    if not documents:
        return replace(after, viewer=NO_VIEWER), ()
    gone = DropIncoming(after.encounter_id, tuple(one.capture_id for one in documents))
    left = replace(after, incoming=NO_INCOMING, viewer=NO_VIEWER, notice=OTHER_PATIENT)
    return refresh(left), (gone,)


def _traits(patient: Patient | None) -> tuple[object, ...]:
    if patient is None:
        return ()
    strict = (patient.birth_family, patient.birth_givens, patient.birth_date, patient.sex)
    return (*strict, patient.ins)
