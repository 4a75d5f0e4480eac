"""The tree that says in which order and as what a page is read, for people who hear it.

Source: ISO 32000-1 §14.7 (logical structure) and §14.8 (tagged PDF), in their PDF 1.4 form.
"""

from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

FIGURE = "Figure"
"""Its title is what is read in its place."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of page content: the page, counted from 0, and its number on that page."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    """One element: its kind (P, H1, Table, TR, TH, TD, Sect…) and what it holds, in order."""

    kind: str
    title: str = ""
    children: "list[Element | Mark]" = field(default_factory=list)


class TreeWriter:
    """Writes the elements of one document into its file."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages: list[Object] = [page.obj for page in pdf.pages]
        self._parents: list[list[Object]] = [[] for _ in pdf.pages]

    def write(self, document: Element) -> None:
        """Install the tree under the catalogue; every mark of every page belongs to it."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = self._written(document, root)
        numbers: list[Object | int] = []
        for page, parents in enumerate(self._parents):
            self._pages[page].StructParents = page
            numbers += [page, self._pdf.make_indirect(Array(parents))]
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = len(self._pages)
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _written(self, element: Element, parent: Object) -> Object:
        made = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.kind}"), P=parent)
        )
        if element.title:
            made["/Alt" if element.kind == FIGURE else "/T"] = String(element.title)
        if element.kind == "TH":
            made.A = Dictionary(O=Name.Table, Scope=Name.Column)
        kids = [self._kid(child, made) for child in element.children]
        made.K = kids[0] if len(kids) == 1 else Array(kids)
        marks = [child for child in element.children if isinstance(child, Mark)]
        if marks:
            made.Pg = self._pages[marks[0].page]
        return made

    def _kid(self, child: "Element | Mark", parent: Object) -> "Object | int":
        if isinstance(child, Element):
            return self._written(child, parent)
        parents = self._parents[child.page]
        if child.number != len(parents):
            raise ValueError("marks are written in the order they are drawn")
        parents.append(parent)
        return child.number


def pages_of(pdf: Pdf, title: str) -> int:
    """Return on how many pages the parts called ``title`` stand."""
    found: set[tuple[int, int]] = set()
    for part in _kids(pdf.Root.StructTreeRoot.K):
        if str(part.get("/T", "")) == title:
            found |= _pages_under(part)
    return len(found)


def _pages_under(element: Object) -> set[tuple[int, int]]:
    here = {element.Pg.objgen} if "/Pg" in element else set()
    return here.union(*(_pages_under(kid) for kid in _kids(element)))


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K")
    listed = list(kids.as_list()) if isinstance(kids, Array) else [kids]
    return [kid for kid in listed if isinstance(kid, Dictionary)]
