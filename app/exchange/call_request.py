"""The request for a teleconsultation: what the doctor must know before answering the call.

It is written during the consultation, from the sheet as it stands: what is not asked yet is said.
A record of level 1 under the type of the agency, not the structured volet TLM-DA, whose act codes
are those of the doctor. Each request is a document of its own.

Source: ANS, JDV_J07 (75496-0 « Demande d'acte de télémédecine ») and ASS_X04 (its class); published
archives TLM-DA for the class; clinical.md §1.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from app.encounter.sheet import OrientationSheet
from app.encounter.wording import LEVELS
from app.exchange import xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.cda import add_pdf, case_code
from app.exchange.cda_header import Heading, finished, started, titled
from app.exchange.checks import record_findings
from app.exchange.codes import N1_TEMPLATE, REQUEST_TYPE, coded
from app.exchange.dmp import NO_DOCTOR, Channel
from app.exchange.french import NBSP, born, hour, long_date, person, raised, sentence
from app.exchange.letter_paper import PaperPart, SignedPaper, draw_signed
from app.exchange.oids import derived_oid
from app.exchange.outgoing import stopping
from app.exchange.professional_text import (
    age_words,
    people_beside,
    reading_origin,
    reading_value,
)
from app.exchange.refusals import UnfitRecord
from app.exchange.score_lines import score_lines
from app.exchange.trod_dossier import Sending
from app.exchange.versions import RecordVersion
from protocols.model import Block, Level

TITLE = "Demande de téléconsultation"
FOOT = "Aide à la décision, sans marquage CE. Ni un diagnostic, ni une ordonnance."
ASKED = "Merci d’appeler par le lien reçu, ou de répondre à la pharmacie."
ROWS = 12
"""Lines of one part: even of three lines each they fit a page."""
BLOCKS: Mapping[Block, str] = MappingProxyType(
    {
        Block.RED_FLAGS: "Signes d’alerte",
        Block.SYMPTOMS: "Symptômes",
        Block.CONTEXT: "Contexte",
        Block.TREATMENT: "Traitements et allergies",
    }
)
PDF, ARCHIVE = "demande.pdf", "demande_IHE_XDM.ZIP"


@dataclass(frozen=True, slots=True)
class CallRequest:
    """The files of the request by their names, and why there is no archive, in French."""

    files: Mapping[str, bytes]
    told: tuple[str, ...] = ()


def call_request(sheet: OrientationSheet, sending: Sending) -> CallRequest:
    """Return the request made of ``sheet``, not sealed yet, under the new OID of ``sending``.

    Its archive is made when the identity may leave: qualified, and nothing simulated on a real
    station. The paper alone is made otherwise.

    Raises:
        UnfitRecord: the record or its archive would be refused by its receivers.
        UnwritablePaper: a text is longer than a page, or the file is not archivable.
    """
    asked = _to_whoever_answers(sheet)
    paper = draw_request(asked)
    told = tuple(one for one in stopping(sheet, Channel.MSSANTE) if one != NO_DOCTOR)
    if told:
        return CallRequest(MappingProxyType({PDF: paper}), told)
    record = build_request(asked, paper, sending.submission_id)
    archive = xdm.pack(record, xdm.sender_of(asked), sending.submission_id, sending.at)
    findings = (*record_findings(record), *archive_findings(archive, record))
    if findings:
        raise UnfitRecord(" ".join(findings))
    return CallRequest(MappingProxyType({PDF: paper, ARCHIVE: archive}))


def _to_whoever_answers(sheet: OrientationSheet) -> OrientationSheet:
    """Return the sheet without the treating doctor: the request is not addressed to him."""
    return replace(sheet, patient=replace(sheet.patient, doctor="", doctor_mail=""))


def draw_request(sheet: OrientationSheet) -> bytes:
    """Return the request as PDF/A-1b.

    Raises:
        UnwritablePaper: a text is longer than a page, or the file is not archivable.
    """
    paper = SignedPaper(
        title=TITLE,
        addressee=(),
        told=(_who(sheet), ASKED),
        parts=tuple(part for part in _parts(sheet) if part.lines),
        foot=FOOT,
    )
    return draw_signed(paper, sheet, None)


def build_request(sheet: OrientationSheet, pdf: bytes, request_id: str) -> bytes:
    """Return the record of the request ``request_id`` (an OID): CDA level 1 holding ``pdf``.

    Raises:
        UnfitRecord: a field of the sheet cannot be written without guessing.
    """
    kind, system = REQUEST_TYPE
    code = coded(system, kind)
    series = derived_oid("serie demande", request_id)
    heading = Heading(
        kind=code,
        templates=((N1_TEMPLATE, ""),),
        title=titled(f"{code.label} - {sheet.protocol.title}", sheet),
        version=RecordVersion(derived_oid("demande", request_id), series, 1, ""),
        practice="AMBULATOIRE",
        event=case_code(sheet),
        from_time=sheet.act.started_at,
        to_time="",
    )
    document = started(heading, sheet)
    add_pdf(document, pdf)
    return finished(document)


def _who(sheet: OrientationSheet) -> str:
    patient, start = sheet.patient, sheet.act.started_at
    name = f"{person(patient)}, {born(patient)} le {long_date(patient.birth_date)}"
    return (
        f"Je demande un avis à distance pour {name} ({age_words(sheet)}), à la pharmacie depuis "
        f"{hour(start)} le {long_date(start)}, pour «{NBSP}{sheet.protocol.title}{NBSP}»."
    )


def _parts(sheet: OrientationSheet) -> Iterator[PaperPart]:
    yield PaperPart("Proposition du protocole", _proposal(sheet), framed=True)
    beside = tuple(raised(sentence(one)) for one in people_beside(sheet))
    yield from _split("Avec le patient", beside)
    for block, title in BLOCKS.items():
        yield from _split(title, _answers(sheet, block))
    yield from _split("Constantes", tuple(_readings(sheet)))
    tests = (f"{one.name}{NBSP}: {one.result.lower()}." for one in sheet.tests)
    yield from _split("Test rapide", tuple(tests))
    yield from _split("Règles retenues", tuple(sentence(one.label) for one in sheet.proposal.rules))
    yield from _split("Pas encore demandé", tuple(sentence(one) for one in sheet.not_asked))


def _split(title: str, lines: tuple[str, ...]) -> Iterator[PaperPart]:
    """Yield the lines under ``title``, in parts that fit a page."""
    for start in range(0, len(lines), ROWS):
        more = " (suite)" if start else ""
        yield PaperPart(f"{title}{more}", lines[start : start + ROWS])


def _proposal(sheet: OrientationSheet) -> tuple[str, ...]:
    proposal = sheet.proposal
    unfinished = "Recueil non terminé\u00a0: l’orientation peut changer." if sheet.not_asked else ""
    figures = (raised(sentence(line)) for line in score_lines(sheet))
    lines = (
        sentence(proposal.case) if proposal.case else "",
        f"Orientation proposée{NBSP}: {LEVELS[Level[proposal.level]].lower()}.",
        *figures,
        unfinished,
    )
    return tuple(line for line in lines if line)


def _answers(sheet: OrientationSheet, block: Block) -> tuple[str, ...]:
    return tuple(
        f"{one.label or one.wording}{NBSP}: {one.answer_label}."
        for one in sheet.answers
        if one.block == block.value
    )


def _readings(sheet: OrientationSheet) -> Iterator[str]:
    for one in sheet.readings:
        value = f"{one.label}{NBSP}: {reading_value(one)}"
        yield f"{value} ({reading_origin(one)}), {hour(one.taken_at)}."
