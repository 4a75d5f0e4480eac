"""What is aimed at, changed by a key or by a chip: the kind, the place, the side."""

from dataclasses import replace

from app.encounter.captures import KIND_LABELS, SITES, Aim, CaptureKind, Side, site_of
from ui.widgets.aim_card import AimFace
from ui.widgets.body_map import BodyPoint, View

FUNCTIONS = ("F5", "F6", "F7", "F8")
SHORT = {CaptureKind.HEART: "Cœur", CaptureKind.LUNGS: "Poumons"}
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
        kinds=tuple(f"{key} {SHORT.get(kind, KIND_LABELS[kind])}" for key, kind in names),
        kind=kinds.index(aim.kind),
        sites=tuple(f"{rank} {site.label}" for rank, site in enumerate(SITES[aim.kind], 1)),
        site=[site.id for site in SITES[aim.kind]].index(aim.site) if aim.site else -1,
        side=-1 if aim.side is Side.NONE else list(SIDES.values()).index(aim.side),
        sided=_is_sided(aim),
    )


def _is_sided(aim: Aim) -> bool:
    site = site_of(aim.kind, aim.site)
    return site.sided if site is not None else any(one.sided for one in SITES[aim.kind])


HEART_POINTS = {
    "aortic": (0.38, 0.30),
    "pulmonary": (0.62, 0.30),
    "tricuspid": (0.53, 0.52),
    "mitral": (0.70, 0.66),
}
"""The four places of the heart, seen from the front: the patient's left is on the right."""

LUNG_POINTS = {
    "back_top": (View.BACK, 0.28),
    "back_bottom": (View.BACK, 0.62),
    "front_top": (View.FRONT, 0.30),
    "front_bottom": (View.FRONT, 0.60),
}
LEFT_X, RIGHT_X = 0.33, 0.67


def body_points(aim: Aim) -> tuple[BodyPoint, ...]:
    """Return the places of ``aim``'s kind on the chest, the one aimed at chosen."""
    places = [site.id for site in SITES[aim.kind]]
    if aim.kind is CaptureKind.HEART:
        return tuple(
            BodyPoint(View.FRONT, *HEART_POINTS[name], str(rank), name == aim.site)
            for rank, name in enumerate(places, 1)
        )
    return tuple(
        _lung_point(aim, name, rank, side)
        for rank, name in enumerate(places, 1)
        for side in (Side.LEFT, Side.RIGHT)
    )


def _lung_point(aim: Aim, name: str, rank: int, side: Side) -> BodyPoint:
    view, y = LUNG_POINTS[name]
    on_left = (side is Side.LEFT) is (view is View.BACK)  # from the front, sides are crossed
    chosen = (name, side) == (aim.site, aim.side)
    return BodyPoint(view, LEFT_X if on_left else RIGHT_X, y, str(rank), chosen)
