"""The program of that process: a PDF on its input, its pages on its output.

Nothing of the file is executed: no script, no link, no form, no file inside it is looked at.
"""

import io
import sys

import msgspec
import pikepdf

from app.encounter.incoming_text import Sheet
from app.exchange.incoming.pdf_drawing import Drawing, drawing_of
from app.exchange.incoming.pdf_lines import lines_of

MOST_PAGES = 60
MOST_MEMORY = 1 << 30
MOST_PICTURES = 4
LOCKED = "Ce PDF est protégé par un mot de passe. Demandez-le sans mot de passe."
TURNED = "Cette page est tournée\u00a0: lisez-la dans le fichier d’origine."
UNREADABLE = (
    "Les lettres de cette page ne se lisent pas ici\u00a0: lisez-la dans le fichier d’origine."
)
EMPTY = "Cette page ne porte ni texte ni photo que le poste sache montrer."
MORE = "Ce PDF a {0} pages\u00a0: la suite se lit dans le fichier d’origine."
PARTLY = "{0} signes de cette page ne se lisent pas ici\u00a0: ils sont montrés par □."
MOST_UNREAD = 0.1
"""Share of signs beyond which a page is not shown: our choice, since a dose must not be guessed."""


def main() -> None:
    """Answer the pages of the PDF given, as msgpack."""
    _bound_memory()
    sys.stdout.buffer.write(msgspec.msgpack.encode(read_pages(sys.stdin.buffer.read())))


def read_pages(paper: bytes) -> tuple[Sheet, ...]:
    """Return the pages of ``paper``, each with what it says or why it says nothing."""
    try:
        with pikepdf.open(io.BytesIO(paper)) as opened:
            count = len(opened.pages)
            pages = [_page(rank + 1, one) for rank, one in enumerate(opened.pages[:MOST_PAGES])]
    except pikepdf.PasswordError:
        return (Sheet(1, (), refused=LOCKED),)
    if count > MOST_PAGES:
        pages.append(Sheet(MOST_PAGES + 1, (), refused=MORE.format(count)))
    return tuple(pages)


def _page(number: int, page: pikepdf.Page) -> Sheet:
    if int(page.obj.get("/Rotate", 0)) % 360:
        return Sheet(number, (), refused=TURNED)
    drawing = drawing_of(page)
    pictures = tuple(drawing.pictures[:MOST_PICTURES])
    if drawing.unread > MOST_UNREAD * max(drawing.signs, 1):
        return Sheet(number, (), pictures, UNREADABLE)
    lines = lines_of(drawing.pieces)
    if not lines and not pictures:
        return Sheet(number, (), refused=EMPTY)
    return Sheet(number, lines, pictures, _partly(drawing))


def _partly(drawing: Drawing) -> str:
    return PARTLY.format(drawing.unread) if drawing.unread else ""


def _bound_memory() -> None:
    """Let this process take no more memory than a large file needs, where the system can."""
    if sys.platform != "win32":
        import resource  # absent elsewhere

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
