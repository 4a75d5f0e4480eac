"""An invented patient of the demonstration, and what they answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.encounter.model import Alternative
from app.identity import INS_TEST
from hardware.codecs.ins_datamatrix import InsFields
from protocols.model import Kind, Question


@dataclass(frozen=True, slots=True)
class StoryPatient:
    """An invented patient and their answers; others get the reassuring answer."""

    protocol_id: str
    fields: InsFields
    phone: str
    doctor: str
    doctor_mail: str
    alternative: Alternative
    photo: bool
    temperature: str
    answers: Mapping[str, str]
    lots: Mapping[str, str]

    @classmethod
    def of(cls, protocol_id: str, table: Mapping[str, object]) -> "StoryPatient":
        """Return the patient written in the bundled file."""
        born, givens, answers, lots = (
            table[key] for key in ("birth_date", "givens", "answers", "lots")
        )
        if not isinstance(born, date) or not isinstance(givens, list):
            raise TypeError("demonstration patient")
        if not isinstance(answers, dict) or not isinstance(lots, dict):
            raise TypeError("demonstration patient")
        text = {key: str(value) for key, value in table.items()}
        fields = InsFields(
            text["matricule"], INS_TEST, tuple(givens), text["family"], text["sex"], born,
            text["place"],
        )  # fmt: skip
        return cls(
            protocol_id=protocol_id,
            fields=fields,
            phone=text["phone"],
            doctor=text["doctor"],
            doctor_mail=text["doctor_mail"],
            alternative=Alternative(text["alternative"]),
            photo=bool(table["photo"]),
            temperature=text["temperature"],
            answers=answers,
            lots=lots,
        )


def story_answer(question: Question, answers: Mapping[str, str]) -> str:
    """Return what the patient answers: as written, else the reassuring answer."""
    if question.id in answers:
        return answers[question.id]
    reassuring = str(question.reassuring)
    return reassuring or ("no" if question.kind is Kind.BOOLEAN else "unknown")
