"""To whom a question is said, and in which language."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from protocols.fields import Fields
from protocols.load import load_package, shipped_library
from protocols.model import Level
from protocols.read_english import read_english
from protocols.refusals import ProtocolError
from protocols.wording import english, said, said_in_english
from protocols.yaml_tree import read_tree

LIBRARY = shipped_library()
TICK = LIBRARY["piqure_tique"]
TRANSLATED = ("piqure_tique", "douleur_pharyngee", "douleur_mictionnelle")


def test_the_companion_of_a_child_under_15_is_addressed():
    question = replace(TICK.question("t_fiev"), text="À vous ?", text_child="À votre enfant ?")
    assert said(question, Decimal(14)) == said(question, 0) == "À votre enfant ?"
    assert said(question, Decimal(15)) == said(question, None) == "À vous ?"
    assert said(replace(question, text_child=""), 3) == "À vous ?"


@pytest.mark.parametrize("protocol_id", TRANSLATED)
def test_every_question_of_a_translated_protocol_is_said_in_english(protocol_id):
    protocol = LIBRARY[protocol_id]
    prefix = {"piqure_tique": "t_", "douleur_pharyngee": "a_", "douleur_mictionnelle": "u_"}
    mine = [q for q in protocol.questions if q.id.startswith(prefix[protocol_id])]
    asked = [q for q in mine if not (q.derived or q.optional)]
    assert asked
    french = [q.id for q in asked if said_in_english(protocol, q) == q.text]
    assert french == []
    words = english(protocol)
    assert set(words.outcomes) == set(Level)
    assert words.advice != protocol.advice and words.return_if != protocol.return_if
    assert words.patient_page != protocol.patient_page


def test_what_has_no_english_is_said_in_french():
    protocol = LIBRARY["rhinite"]
    words = english(protocol)
    assert (
        said_in_english(protocol, protocol.question("r_resp")) == protocol.question("r_resp").text
    )
    assert words.advice == protocol.advice and words.patient_page == protocol.patient_page
    assert words.questions["g_atb"] == "Are you taking an antibiotic now?"
    assert words.outcomes[Level.SAMU_15].startswith("This is an emergency.")


def test_the_english_words_are_part_of_the_bytes_that_are_signed_and_kept():
    page = TICK.english.patient_page[0]
    assert page.encode() in TICK.package
    assert load_package(TICK.package).english == TICK.english
    changed = TICK.package.replace(page.encode(), page.upper().encode())
    assert load_package(changed).sha256 != TICK.sha256


@pytest.mark.parametrize(
    "text",
    [
        "english: {questions: {t_nobody: Who?}}",
        "english: {questions: {t_fiev: }}",
        "english: {outcomes: {HOME: Go home}}",
        "english: {advise: [Rest]}",
    ],
)
def test_a_translation_of_nothing_is_refused(text):
    file = Fields(read_tree("t.yaml", text.encode()), "t.yaml")
    gate = Fields(read_tree("g.yaml", b"kind: gate"), "g.yaml")
    with pytest.raises(ProtocolError):
        read_english(gate, file, ["t_fiev"])


ADULT_ONLY = re.compile(r"g_age (>=|>) (1[1-9]|[2-9]\d) a")
SAID_TO_THE_PATIENT = {
    "m_viol",
    "v_viol",
    "w_viol",
    "v_tampon",
    "v_ist",
    "h_oc",
    "g_latex",
    "l_aaa",
    "l_chute",
    "y_gross_barre",
    "y_age_tab",
}
"""Asked to the patient alone, whatever the age, or never of a child: violence, intimate life."""

SAID_TO_THE_COMPANION = {"g_nouv", "g_enf", "h_co", "a_asp", "t_voy", "r_nour_signe"}
"""Already put to the companion, or to everybody present."""


@pytest.mark.parametrize("protocol", LIBRARY.values(), ids=list(LIBRARY))
def test_no_question_about_a_child_is_put_as_if_the_companion_were_ill(protocol):
    spoken = [q for q in protocol.questions if not (q.derived or q.from_identity)]
    left = [
        question.id
        for question in spoken
        if re.search(r"[Vv]ous\b|[Vv]otre\b|\b[Vv]os\b", question.text)
        and not question.text_child
        and not ADULT_ONLY.search(question.only_if)
    ]
    assert set(left) <= SAID_TO_THE_PATIENT | SAID_TO_THE_COMPANION
    for question in spoken:
        if question.text_child:
            assert said(question, 5) != question.text
            assert len(question.text_child) <= 100
