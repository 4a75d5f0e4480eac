"""A submission to sign, who signs it, and the program of others that judges what was made."""

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from app.exchange import cda, xdm
from app.exchange.metadata import derive
from app.station import Professional
from app.transport.dmp.by_card import CardSigning
from app.transport.dmp.speaker import Speaker
from hardware.links.token import CardModule
from tests.cards.authority import Authority
from tests.cards.softhsm import PIN
from tests.exchange.sheets import SENT_AT, SUBMISSION, throat_sheet
from tests.tools import tools

NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
NUMBER = "ESSAI-0001"
PERSON = Professional("helene", "MARCHETTI", "Hélène", "Dr", "10001234567", "G15_21/A")
SPEAKER = Speaker(PERSON, "990000010", "OSyS Station", "0.1.0", NUMBER)
PATIENT = "279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH"
DS = "{http://www.w3.org/2000/09/xmldsig#}"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission and its one document."""

    metadata: bytes
    unique_id: str
    document: bytes

    @property
    def documents(self) -> dict[str, bytes]:
        """The document by its identifier."""
        return {self.unique_id: self.document}


def a_submission(pdf: bytes = b"%PDF-1.4 ") -> Submitted:
    """Return what is submitted of a sheet of the tests."""
    record = cda.build(throat_sheet(), pdf)
    packed = xdm.packed_in(xdm.pack(record, xdm.sender_of(throat_sheet()), SUBMISSION, SENT_AT))
    return Submitted(etree.tostring(packed.metadata), derive(record).unique_id, record)


@dataclass(slots=True)
class Asked:
    """A person who types ``code`` each time they are asked, and how often they were."""

    code: str = PIN
    times: int = field(default=0)

    def __call__(self) -> str:
        self.times += 1
        return self.code


def signing(
    cards: CardModule, asked: Asked, speaker: Speaker = SPEAKER, now: datetime = NOW
) -> CardSigning:
    """Return the ports served by ``cards``, the identifiers counted from one."""
    numbers = iter(range(1, 100))
    return CardSigning(speaker, cards, asked, lambda: now, lambda: f"{next(numbers):032x}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What xmlsec1 says; ``manifest`` is how many references of the manifest hold, of how many."""

    holds: bool
    manifest: str
    said: str


def judged(
    signature: bytes, authority: Authority, folder: Path, files: dict[str, bytes] | None = None
) -> Judgement:
    """Let xmlsec1 verify ``signature`` under ``authority``; ``files`` are found by their URI."""
    root, given = folder / "authority.pem", folder / "signature.xml"
    root.write_bytes(authority.root.public_bytes(Encoding.PEM))
    given.write_bytes(signature)
    maps = []
    for number, (uri, content) in enumerate((files or {}).items()):
        (folder / f"{number}.bin").write_bytes(content)
        maps += [f"--url-map:{uri}", str(folder / f"{number}.bin")]
    program = tools.xmlsec1()
    names = ("Manifest", "KeyInfo", "SignedProperties")
    done = subprocess.run(
        [
            *(str(program), "--verify", "--trusted-pem", str(root)),
            *("--enabled-key-data", "x509", "--verification-time", f"{NOW:%Y-%m-%d %H:%M:%S}"),
            *(word for name in names for word in ("--id-attr:Id", name)),
            *("--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion"),
            *(maps or ("--ignore-manifests",)),
            str(given),
        ],
        env={"LD_LIBRARY_PATH": tools.libraries_of(program)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = done.stdout + done.stderr
    counted = [line for line in said.splitlines() if line.startswith("Manifests")]
    return Judgement(done.returncode == 0, "".join(counted).rpartition(" ")[2], said)
