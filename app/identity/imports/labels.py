"""The French names that software gives to its columns and lines, and the field each one means.

A name that may mean two things means neither: « NIR » and « numéro de sécurité sociale » may be
those of a parent, and are never taken for an INS; a « lieu de naissance » in words is no code.
« Nom » alone may be the name in use: it fills that one, and the name of birth is asked for.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from app.identity.imports.found import RefusedImport
from app.identity.traits import strict_trait

STRICT = frozenset({"family", "givens", "birth_date", "sex", "place", "matricule", "root"})

LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "family": ("nom de naissance", "nom naissance", "nom de famille", "nom patronymique"),
        "used_family": ("nom", "nom utilise", "nom d usage", "nom usage", "nom usuel"),
        "givens": (
            *("prenoms", "prenom", "prenom s", "prenoms de naissance", "prenom de naissance"),
            *("liste des prenoms", "liste des prenoms de naissance", "prenoms naissance"),
        ),
        "birth_date": (
            *("date de naissance", "date naissance", "ddn", "ne le", "nee le", "ne e le"),
            *("naissance",),
        ),
        "sex": ("sexe",),
        "place": (
            *("code insee de naissance", "code insee naissance", "code lieu de naissance"),
            *("code commune de naissance", "code commune naissance", "lieu de naissance insee"),
            *("lieu de naissance code insee", "code officiel geographique", "cog"),
            *("insee naissance", "lieu code insee", "code insee du lieu de naissance"),
        ),
        "matricule": ("ins", "matricule ins", "numero ins", "n ins", "ins nir", "ins nia"),
        "root": ("oid", "oid ins", "ins oid", "autorite ins", "oid de l ins"),
        "phone": ("telephone", "tel", "portable", "mobile", "telephone portable"),
        "doctor": ("medecin traitant", "medecin", "mt"),
    }
)
_FIELDS = {label: field for field, labels in LABELS.items() for label in labels}
_PARTS = re.compile(r"[^a-z0-9]+")
_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])")


def field_of(label: str) -> str:
    """Return the field that a label means, "" for none."""
    words = _PARTS.sub(" ", strict_trait(_SPLIT.sub(" ", label)).lower()).strip()
    return _FIELDS.get(words, "")


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the texts by field.

    A strict trait said twice with two values refuses all; another field said twice is left out.

    Raises:
        RefusedImport: two values for one strict trait.
    """
    said: dict[str, str] = {}
    doubtful = set()
    for label, text in pairs:
        name, value = field_of(label), text.strip()
        if not name or not value:
            continue
        if said.setdefault(name, value) != value:
            doubtful.add(name)
    if doubtful & STRICT:
        raise RefusedImport(
            "Une même information d’identité y est écrite deux fois, différemment. "
            "Vérifiez-la dans votre logiciel, ou saisissez l’identité."
        )
    return {name: value for name, value in said.items() if name not in doubtful}
