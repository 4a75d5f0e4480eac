"""What is sealed with an invented sheet, as the export reads it back."""

from app.encounter.sheet import OrientationSheet
from app.exchange.dossier import make_documents
from app.exchange.outgoing import Kept
from tests.exchange.sheets import PROOF, SENT_AT, SUBMISSION


def kept(sheet: OrientationSheet) -> Kept:
    made = make_documents(sheet, PROOF, SUBMISSION, SENT_AT)
    return Kept(
        pdf=made.pdf,
        cda=made.cda,
        xdm=made.xdm or b"",
        mail=made.mail or b"",
        test=made.test.record or b"",
        test_xdm=made.test.archive or b"",
        attestation=made.test.attestation or b"",
    )
