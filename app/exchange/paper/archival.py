"""From drawn pages to a PDF/A-1b file: reading tree, metadata, colours, validation.

The file is written and read again by the validator; what does not pass is refused, never kept.
Nothing here reads the clock: every date is that of the sheet, so the same sheet gives the same
bytes.

Source: ISO 19005-1:2005, level B (6.2.2 output intent, 6.7 metadata); docs/adr/0011-pdfa.md.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from pikepdf.pdfa import PdfaError, prepare, save, validate_written

from app.exchange.paper.structure import Element, TreeWriter
from app.exchange.refusals import UnwritablePaper

FLAVOUR = "1b"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the file says of itself: no identity, the date of the sheet (aware), the software."""

    title: str
    made_at: datetime
    software: str


def archivable(drawn: bytes, document: Element, imprint: Imprint) -> bytes:
    """Return the PDF/A-1b of the pages ``drawn``, read in the order of ``document``.

    Raises:
        UnwritablePaper: the validator does not approve the file.
    """
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        TreeWriter(pdf).write(document)
        for page in pdf.pages:
            if "/Trans" in page.obj:
                del page.obj.Trans
        _declare(pdf, imprint)
        written = io.BytesIO()
        try:
            save(pdf, written, FLAVOUR, repair=False, deterministic_id=True)
        except PdfaError as error:
            raise UnwritablePaper(
                "Le document imprimé ne respecte pas la norme d’archivage\u00a0: il n’est pas "
                "scellé. Signalez-le à l’éditeur."
            ) from error
    return written.getvalue()


def is_archivable(pdf: bytes) -> bool:
    """Return whether the validator approves the file as PDF/A-1b."""
    return validate_written(io.BytesIO(pdf), FLAVOUR).passed


def _declare(pdf: Pdf, imprint: Imprint) -> None:
    stream = Stream(pdf, _packet(imprint))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(stream)
    pdf.Root.Lang = String("fr-FR")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    profile = Stream(pdf, _profile())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    day = _pdf_date(imprint.made_at)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(imprint.title),
            Creator=String(imprint.software),
            Producer=String(imprint.software),
            CreationDate=String(day),
            ModDate=String(day),
        )
    )


@cache
def _profile() -> bytes:
    """Return the sRGB profile that the validator ships, taken from an empty file it prepared."""
    with Pdf.new() as empty:
        prepare(empty, FLAVOUR)
        return empty.Root.OutputIntents[0].DestOutputProfile.read_bytes()


def _pdf_date(at: datetime) -> str:
    offset = at.strftime("%z")
    return f"{at:D:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"


def _packet(imprint: Imprint) -> bytes:
    day = imprint.made_at.isoformat(timespec="seconds")
    title, software = escape(imprint.title), escape(imprint.software)
    text = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{software}</xmp:CreatorTool>
<xmp:CreateDate>{day}</xmp:CreateDate>
<xmp:ModifyDate>{day}</xmp:ModifyDate>
<xmp:MetadataDate>{day}</xmp:MetadataDate>
<pdf:Producer>{software}</pdf:Producer>
<pdfaid:part>1</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
    return text.encode("utf-8")
