"""PDF of invented senders: drawn by reportlab, or written by hand to be hard to read."""

import io
from collections.abc import Callable

import pikepdf
from reportlab.pdfgen.canvas import Canvas

HEIGHT = 800


def drawn(*lines: str, draw: Callable[[Canvas], None] | None = None) -> bytes:
    """A PDF of one page whose lines go down from the top."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (600, HEIGHT), invariant=1)
    canvas.setFont("Helvetica", 12)
    for rank, line in enumerate(lines):
        canvas.drawString(50, HEIGHT - 50 - 20 * rank, line)
    if draw is not None:
        draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def written(content: bytes, font: pikepdf.Dictionary, **page: object) -> bytes:
    """A PDF of one page whose content stream and font « F » are given."""
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(600, HEIGHT))
        first = made.pages[0]
        fonts = pikepdf.Dictionary(F=made.make_indirect(font))
        first.obj.Resources = pikepdf.Dictionary(Font=fonts)
        first.obj.Contents = made.make_stream(content)
        for name, value in page.items():
            first.obj[f"/{name}"] = value
        buffer = io.BytesIO()
        made.save(buffer)
    return buffer.getvalue()


def a_scan() -> tuple[bytes, bytes]:
    """A PDF whose page is one photograph, and the bytes of the photograph."""
    from PIL import Image

    photograph = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 120, 90)).save(photograph, "JPEG")
    jpeg = photograph.getvalue()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(600, HEIGHT))
        image = made.make_stream(jpeg)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 60, 40, 8
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        made.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
        made.pages[0].obj.Contents = made.make_stream(b"q 600 0 0 800 0 0 cm /Scan Do Q")
        buffer = io.BytesIO()
        made.save(buffer)
    return buffer.getvalue(), jpeg
