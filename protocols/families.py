"""Which items tell the same story: at most one of each family counts.

Source: clinical.md §3.0, "Families".
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from protocols.fields import Written
from protocols.logic import Item
from protocols.refusals import quoted

MAXIMUM_LINKED = 12
"""Greatest number of items joined by overlapping families; beyond, the counting is refused."""


def families_of(
    written: Iterable[Sequence[Written]], items: Mapping[str, Item]
) -> tuple[tuple[str, ...], ...]:
    """Return the families by ids of counted items, none inside another.

    A gate item asked by the protocol under another name is counted there; one that is only a
    part of a wider item leaves its family, since the wider item is counted in its place.

    Raises:
        ProtocolError: a member is not an item, or too many items are linked.
    """
    found: list[tuple[str, ...]] = []
    for row in written:
        members = [_counted(one, items) for one in row]
        family = tuple(dict.fromkeys(name for name in members if name))
        if len(family) > 1:
            found.append(family)
            _check_size(row[0], family, found)
    return tuple(
        one
        for place, one in enumerate(found)
        if not any(_holds(other, one, place > found.index(other)) for other in found)
    )


def _counted(written: Written, items: Mapping[str, Item]) -> str:
    """Return the id under which a member is counted, "" when it is not."""
    item = items.get(written.text)
    if item is None:
        raise written.refuse(f"{quoted(written.text)} n’est pas un item de ce protocole.")
    if item.counted:
        return item.id
    return item.twin if item.twin and items[item.twin].counted else ""


def _holds(other: tuple[str, ...], one: tuple[str, ...], is_before: bool) -> bool:  # noqa: FBT001
    return set(one) < set(other) or (set(one) == set(other) and is_before)


def _check_size(place: Written, family: tuple[str, ...], found: list[tuple[str, ...]]) -> None:
    linked = set(family)
    while True:
        wider = linked | set(chain(*(one for one in found if linked & set(one))))
        if wider == linked:
            break
        linked = wider
    if len(linked) > MAXIMUM_LINKED:
        raise place.refuse(f"plus de {MAXIMUM_LINKED} items liés par des familles.")
