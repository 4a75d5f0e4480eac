"""``osys protocols``, the part about signatures: who signs, who installs, what is taken back."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import signing_authors, signing_station
from app.cli.signing_people import add_people

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Callable


def add_signing(parts: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the commands of the committee and those of a station to ``osys protocols``."""
    _add_keys(parts)
    _add_authors(parts)
    _add_station(parts)


def _part(
    parts: "_SubParsersAction[ArgumentParser]",
    name: str,
    help_text: str,
    run: "Callable[[Namespace], int]",
) -> "ArgumentParser":
    part = parts.add_parser(name, help=help_text)
    part.add_argument("--json", action="store_true", help="écrit du JSON")
    part.set_defaults(run=run)
    return part


def _add_keys(parts: "_SubParsersAction[ArgumentParser]") -> None:
    keygen = _part(parts, "keygen", "fait la clé d’un membre de comité", signing_authors.make_key)
    keygen.add_argument("--holder", required=True, help="la personne qui signera")
    keygen.add_argument("--role", required=True, help="sa fonction dans le comité")
    keygen.add_argument("--out", type=Path, required=True, help="fichier de la clé privée")
    keygen.add_argument(
        "--demonstration", action="store_true", help="clé refusée par les postes réels"
    )
    trust = _part(
        parts,
        "trust",
        "fait entrer une clé publique, à deux pharmaciens",
        signing_station.trust_key,
    )
    trust.add_argument("file", type=Path, help="fichier de la clé publique")
    _add_two(trust)


def _add_authors(parts: "_SubParsersAction[ArgumentParser]") -> None:
    advance = _part(
        parts, "advance", "fait avancer l’état d’un protocole", signing_authors.advance_state
    )
    advance.add_argument("file", type=Path, help="fichier du protocole")
    advance.add_argument("state", choices=("draft", "review", "valid"), help="état suivant")
    sign = _part(parts, "sign", "signe un protocole ou une liste", signing_authors.sign_file)
    sign.add_argument("file", type=Path, help="protocole .yaml, ou liste des retraits .json")
    sign.add_argument("--key", type=Path, required=True, help="fichier de la clé privée")
    revoke = _part(
        parts, "revoke", "écrit la liste des retraits suivante", signing_authors.make_list
    )
    revoke.add_argument("--after", type=Path, default=None, help="liste qu’elle remplace")
    revoke.add_argument(
        "--withdraw", nargs=2, action="append", default=[], metavar=("ID", "VERSION")
    )
    revoke.add_argument("--revoke-key", action="append", default=[], metavar="CLÉ")
    revoke.add_argument("--reason", required=True, help="motif, sur une ligne")
    revoke.add_argument("--out", type=Path, required=True, help="fichier de la liste")
    pack = _part(parts, "pack", "écrit le paquet que les postes importent", signing_authors.pack)
    pack.add_argument("--protocol", type=Path, default=None, help="fichier du protocole signé")
    pack.add_argument("--list", type=Path, default=None, help="liste des retraits signée")
    pack.add_argument("--out", type=Path, required=True, help="fichier du paquet")


def _add_station(parts: "_SubParsersAction[ArgumentParser]") -> None:
    shelf = _part(
        parts,
        "shelf",
        "dit quels protocoles ce poste ouvre, et pourquoi",
        signing_station.show_shelf,
    )
    add_people(shelf)
    taken = _part(
        parts, "import", "installe un paquet, à deux pharmaciens", signing_station.import_package
    )
    taken.add_argument("file", type=Path, help="fichier du paquet")
    _add_two(taken)
    withdraw = _part(
        parts,
        "withdraw",
        "retire une version de ce poste et liste ses patients",
        signing_station.withdraw_version,
    )
    withdraw.add_argument("--reason", required=True, help="motif, sans nom de patient")
    recall = _part(
        parts,
        "recall",
        "liste les patients qu’une version a orientés",
        signing_station.recall_version,
    )
    for part in (withdraw, recall):
        part.add_argument("id", help="identifiant du protocole")
        part.add_argument("version", help="sa version")
        add_people(part)


def _add_two(part: "ArgumentParser") -> None:
    add_people(part)
    part.add_argument("--second", default="", help="compte de l’autre pharmacien")
