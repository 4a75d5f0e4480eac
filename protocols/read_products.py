"""The catalogue of products, and the products a protocol may offer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from protocols.expression import Known
from protocols.fields import Fields, Written, reading
from protocols.logic import Contraindication, Dose, Product, WeightDose
from protocols.read_parts import Understand
from protocols.refusals import quoted


@dataclass(frozen=True, slots=True)
class Block:
    """A fact that must be certainly absent; ``when`` is ``None`` for a plain yes/no item."""

    item: Written
    when: Written | None


@dataclass(frozen=True, slots=True)
class WrittenDose:
    """How a product is taken by one population."""

    population: Written | None
    dose: str
    times: str
    max_per_day: str
    max_days: int
    quantity: str
    form: str
    by_weight: WeightDose | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One product of the catalogue, its conditions not yet understood."""

    place: Written
    label: str
    antibiotic: bool
    waiting: bool
    never_in: tuple[str, ...]
    limits: str
    sources: tuple[str, ...]
    blocks: tuple[Block, ...]
    doses: tuple[WrittenDose, ...]


def read_catalogue(fields: Fields) -> Mapping[str, CatalogueEntry]:
    """Return the entries of the catalogue by substance."""
    entries: dict[str, CatalogueEntry] = {}
    for one in fields.each("products"):
        entry = _entry(one)
        if entry.place.text in entries:
            raise entry.place.refuse(f"{quoted(entry.place.text)} est deux fois au catalogue.")
        entries[entry.place.text] = entry
    return entries


def _entry(fields: Fields) -> CatalogueEntry:
    fields.identifier("substance")
    fields.text("atc")
    sources = fields.words("sources")
    if not sources:
        raise fields.refuse("un produit a une source.", "substance")
    return CatalogueEntry(
        place=fields.written("substance"),
        label=fields.text("label"),
        antibiotic=fields.yes("antibiotic"),
        waiting=fields.yes("waiting"),
        never_in=fields.words("never_in"),
        limits=fields.text("limits"),
        sources=sources,
        blocks=tuple(
            Block(one.written("item"), one.written("when") if one.has("when") else None)
            for one in fields.each("blocks")
        ),
        doses=tuple(_dose(one, sources) for one in fields.each("doses")),
    )


def _dose(fields: Fields, sources: tuple[str, ...]) -> WrittenDose:
    by_weight = _by_weight(fields)
    if by_weight is None and not fields.has("dose"):
        raise fields.refuse(
            "une dose est un texte «\u00a0dose\u00a0» ou un calcul «\u00a0by_weight\u00a0»."
        )
    return WrittenDose(
        population=fields.written("population") if fields.has("population") else None,
        dose=fields.text("dose", ""),
        times=fields.text("times"),
        max_per_day=fields.text("max_per_day", ""),
        max_days=fields.integer("max_days", 0),
        quantity=fields.text("quantity", ""),
        form=fields.text("form"),
        by_weight=by_weight,
        sources=fields.words("sources") or sources,
    )


def _by_weight(fields: Fields) -> WeightDose | None:
    if not fields.has("by_weight"):
        return None
    with reading(fields.inside("by_weight")) as inside:
        dose = WeightDose(
            mg_per_kg=inside.integer("mg_per_kg"),
            per_day=inside.yes("per_day"),
            doses_per_day=inside.integer("doses_per_day"),
            maximum_dose=inside.integer("maximum_dose"),
            maximum_day=inside.integer("maximum_day"),
            day_mg_per_kg=inside.integer("day_mg_per_kg", 0),
        )
    numbers = (dose.mg_per_kg, dose.doses_per_day, dose.maximum_dose, dose.maximum_day)
    if min(numbers) < 1:
        raise fields.refuse("une dose par poids se calcule avec des nombres positifs.", "by_weight")
    return dose


def read_products(
    fields: Fields, catalogue: Mapping[str, CatalogueEntry], understand: Understand
) -> Iterator[Product]:
    """Yield the products of a protocol, in the order of preference."""
    for one in fields.each("treatments"):
        place = one.written("substance")
        entry = catalogue.get(place.text)
        if entry is None:
            raise place.refuse(f"{quoted(place.text)} n’est pas au catalogue.")
        yield Product(
            substance=place.text,
            label=entry.label,
            antibiotic=entry.antibiotic,
            waiting=entry.waiting,
            limits=entry.limits,
            sources=entry.sources,
            group=one.text("group", place.text),
            when=understand(one.written("when")) if one.has("when") else None,
            contraindications=tuple(_blocks(entry, understand)),
            doses=tuple(_doses(entry, one.integer("max_days", 0), understand)),
        )


def _blocks(entry: CatalogueEntry, understand: Understand) -> Iterator[Contraindication]:
    for block in entry.blocks:
        if block.when is None:
            plain = understand(block.item)
            if not isinstance(plain, Known):
                raise block.item.refuse(
                    f"{quoted(block.item.text)} demande une condition «\u00a0when\u00a0»."
                )
            yield Contraindication(block.item.text, plain)
        else:
            yield Contraindication(block.item.text, understand(block.when))


def _doses(entry: CatalogueEntry, max_days: int, understand: Understand) -> Iterator[Dose]:
    """Yield the doses; a protocol may only shorten their duration."""
    for one in entry.doses:
        shorter = min(max_days or one.max_days, one.max_days or max_days)
        yield Dose(
            population=understand(one.population) if one.population is not None else None,
            dose=one.dose,
            times=one.times,
            max_per_day=one.max_per_day,
            max_days=shorter,
            quantity=one.quantity,
            form=one.form,
            by_weight=one.by_weight,
            sources=one.sources,
        )
