"""What is aimed at, changed by a key or by a chip: the kind, the place, the side."""

from dataclasses import replace

from app.encounter.captures import KIND_LABELS, SITES, Aim, CaptureKind, Side, site_of
from ui.widgets.aim_card import AimFace

FUNCTIONS = ("F5", "F6", "F7", "F8")
SIDES = {"G": Side.LEFT, "D": Side.RIGHT}


def with_site(aim: Aim, place: int) -> Aim:
    """Return ``aim`` at the site of this place; the side is said again where there are two."""
    sites = SITES[aim.kind]
    if not 0 <= place < len(sites):
        return aim
    side = aim.side if sites[place].sided else Side.NONE
    return replace(aim, site=sites[place].id, side=side)


def with_side(aim: Aim, side: Side) -> Aim:
    """Return ``aim`` on this side, unchanged where the site has none."""
    site = site_of(aim.kind, aim.site)
    return aim if site is not None and not site.sided else replace(aim, side=side)


def kind_of_key(key: str, kinds: tuple[CaptureKind, ...]) -> CaptureKind | None:
    """Return the kind that F5 and the keys after it choose, ``None`` for another key."""
    return dict(zip(FUNCTIONS, kinds, strict=False)).get(key)


def aim_face(aim: Aim, kinds: tuple[CaptureKind, ...]) -> AimFace:
    """Return the choices of a page that takes ``kinds``."""
    names = zip(FUNCTIONS, kinds, strict=False)
    return AimFace(
        kinds=tuple(f"{key} {KIND_LABELS[kind]}" for key, kind in names),
        kind=kinds.index(aim.kind),
        sites=tuple(f"{rank} {site.label}" for rank, site in enumerate(SITES[aim.kind], 1)),
        site=[site.id for site in SITES[aim.kind]].index(aim.site) if aim.site else -1,
        side=-1 if aim.side is Side.NONE else list(SIDES.values()).index(aim.side),
        sided=_is_sided(aim),
    )


def _is_sided(aim: Aim) -> bool:
    site = site_of(aim.kind, aim.site)
    return site.sided if site is not None else any(one.sided for one in SITES[aim.kind])
