"""From the consultation to the sheet: the one passage, made once, when the pharmacist signs."""

from datetime import datetime

from app.encounter import sheet_call, sheet_captures, sheet_facts, sheet_incoming, sheet_outcome
from app.encounter.decide import kept_orientation
from app.encounter.model import Encounter
from app.encounter.rapid_tests import rapid_tests
from app.encounter.sheet import FORMAT, OrientationSheet, SheetProtocol
from app.encounter.wording import ALTERNATIVES
from app.errors import StationError
from hardware.readings import Origin
from protocols.model import Level, Protocol


class Unfinished(StationError):
    """The consultation has no patient, protocol or decision yet."""


def build_sheet(encounter: Encounter, at: datetime) -> OrientationSheet:
    """Return the sheet of a consultation that reached its decision, signed at ``at``.

    Raises:
        Unfinished: a part without which there is no sheet is missing.
    """
    patient, protocol, decision = encounter.patient, encounter.protocol, encounter.decision
    kept = kept_orientation(encounter)
    if patient is None or protocol is None or decision is None or kept is None:
        raise Unfinished("La fiche n’est pas finie. Répondez aux questions qui restent.")
    ended = max(at, encounter.started_at)  # a clock set back never ends an act before it began
    return OrientationSheet(
        format=FORMAT,
        sheet_id=encounter.encounter_id,
        act_ref=encounter.act_ref,
        software=encounter.station.software,
        demonstration=encounter.station.demonstration,
        pharmacy=sheet_facts.pharmacy(encounter),
        pharmacist=sheet_facts.pharmacist(encounter),
        patient=sheet_facts.patient_part(encounter, patient),
        act=sheet_facts.act(encounter, patient, ended),
        protocol=protocol_part(protocol),
        answers=sheet_facts.answers(encounter, protocol),
        not_asked=not_asked(encounter, protocol),
        withdrawn_signs=sheet_facts.withdrawn_signs(encounter, protocol),
        readings=sheet_facts.readings(encounter),
        proposal=sheet_outcome.proposal(decision, protocol),
        decision=sheet_outcome.decision_part(encounter, decision, kept),
        treatments=sheet_outcome.treatments(encounter),
        exclusions=sheet_outcome.exclusions(decision),
        actions=tuple(action.text for action in decision.actions),
        advice=protocol.advice,
        return_if=protocol.return_if,
        limits=protocol.limits,
        patient_page=_page_of(protocol, kept.level),
        tests=rapid_tests(encounter, protocol),
        consents=sheet_facts.consents(encounter),
        alternative=ALTERNATIVES[encounter.alternative] if encounter.alternative else "",
        recalls=sheet_outcome.recalls(encounter, protocol),
        mentions=mentions(encounter),
        archive_until=sheet_outcome.archive_until(encounter),
        absent=absent(encounter),
        late=sheet_facts.late_entry(encounter, at),
        captures=sheet_captures.captures(encounter),
        removed_captures=sheet_captures.removed(encounter),
        teleconsultation=sheet_call.teleconsultation(encounter),
        documents=sheet_incoming.documents(encounter),
        document_facts=sheet_incoming.document_facts(encounter, protocol),
        presence=sheet_facts.presence(patient),
    )


def _page_of(protocol: Protocol, level: Level) -> tuple[str, ...]:
    """Return what the patient's page says: the advice of who stays, else where to go."""
    return protocol.patient_page if level is Level.PHARMACY else (protocol.outcomes[level],)


def protocol_part(protocol: Protocol) -> SheetProtocol:
    """Return which exact protocol decided."""
    return SheetProtocol(
        id=protocol.id,
        version=protocol.version,
        status=protocol.status.value,
        framework=protocol.framework.value,
        title=protocol.title,
        short_title=protocol.short_title,
        valid_from=protocol.valid_from,
        valid_to=protocol.valid_to,
        sha256=protocol.sha256,
        semantics=protocol.semantics,
        icpc2=protocol.icpc2,
        cim10=protocol.cim10,
        unvalidated_rules=protocol.unvalidated_rules,
    )


def not_asked(encounter: Encounter, protocol: Protocol) -> tuple[str, ...]:
    """Return the labels of the questions that an early stop or their own condition left out."""
    on_path = {question.id for question in encounter.path}
    return tuple(
        question.label or question.text
        for question in protocol.questions
        if question.id in on_path and question.id not in encounter.answers
    )


def mentions(encounter: Encounter) -> tuple[str, ...]:
    """Return the legal sentences printed on the papers, by their version."""
    texts = encounter.station.texts.mentions
    names = ["points", "not_ce", "foot", "news2"]
    if encounter.station.demonstration:
        names.insert(0, "demonstration")
    kept = [slot.reading.origin for slot in encounter.measures.values() if slot.reading]
    kept += [one.found.origin for one in encounter.exam.captures]
    if Origin.SIMULATED in kept:
        names.append("simulated")
    return tuple(texts[name] for name in names)


def _calls(encounter: Encounter) -> bool:
    kept = kept_orientation(encounter)
    return kept is not None and kept.level is Level.SAMU_15


def absent(encounter: Encounter) -> tuple[str, ...]:
    """Return the fields of the full sheet that this one does not have, in words."""
    patient = encounter.patient
    wanted = {
        "médecin traitant": bool(patient and patient.doctor),
        "téléphone pour le rappel": bool(patient and patient.phone),
        "INS": bool(patient and patient.ins),
        "lieu de naissance": bool(patient and patient.birth_place),
        "date de l’attestation de formation": bool(encounter.author.trained_on),
        "constantes": any(slot.reading for slot in encounter.measures.values()),
        "photos": encounter.exam.holds_pictures,
        "réponse «\u00a0sans ce service\u00a0»": encounter.alternative is not None,
        "heure de l’appel au 15": not _calls(encounter) or encounter.called_at is not None,
    }
    return tuple(name for name, present in wanted.items() if not present)
