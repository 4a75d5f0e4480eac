"""``./run bundle``: one folder with the station in it, judged, started, weighed.

PyInstaller makes the folder; it needs neither Python nor the project where it is taken. The exit
code is 0 only when what it holds is permitted, every proof is held and it is light enough.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from distribution.judge import findings
from distribution.lock import ROOT, locked
from distribution.proofs import proofs
from distribution.weigh import PACKED_MB, UNPACKED_MB, Weight, pack, weigh
from distribution.wheels import not_built

SPEC = ROOT / "distribution" / "station.spec"
NAME = "osys-station"
BESIDE = ("LICENSE", "distribution/osys-station.desktop")
FOUND = 1


def main() -> int:
    """Make the bundle, or take the one that is there, and say what it is worth."""
    parser = argparse.ArgumentParser(prog="./run bundle", description="Le poste en un dossier.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="où le mettre (dist)")
    parser.add_argument(
        "--keep", action="store_true", help="juge celui qui est là, sans le refaire"
    )
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    out = arguments.out.absolute()
    if not arguments.keep:
        _make(out)
    wrong, weight = [*_judged(out / NAME), *_lacking_on_windows()], _weighed(out)
    if arguments.json:
        told = {**asdict(weight), "wrong": wrong}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in (*wrong, *_lines(weight)))
    return FOUND if wrong or not weight.is_light else 0


def _make(out: Path) -> None:
    """Write the folder anew under ``out``."""
    with tempfile.TemporaryDirectory() as work:
        words = ["--noconfirm", "--log-level", "WARN", "--distpath", str(out), "--workpath", work]
        subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-m", "PyInstaller", *words, str(SPEC)], cwd=ROOT, check=True
        )
    for name in BESIDE:
        shutil.copy(ROOT / name, out / NAME)


def _judged(folder: Path) -> list[str]:
    """Return what is wrong in the bundle, then what its starts did not show."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*")]
    wrong = list(findings(names, frozenset(one.name for one in locked())))
    with tempfile.TemporaryDirectory() as room:
        for one in proofs(folder, Path(room)):
            sys.stderr.write(f"{one.name}\u00a0: {'oui' if one.is_held else 'NON'}\n")
            if not one.is_held:
                wrong.append(f"{one.name}\u00a0: non\n{one.said}")
    return wrong


def _lacking_on_windows() -> list[str]:
    why = not_built()
    sys.stderr.write(f"paquets construits pour Windows\u00a0: {'NON' if why else 'oui'}\n")
    return [why] if why else []


def _weighed(out: Path) -> Weight:
    packed = out / f"{NAME}.tar.gz"
    pack(out / NAME, packed)
    return weigh(out / NAME, packed)


def _lines(weight: Weight) -> list[str]:
    parts = [f"  {size:7.1f} Mo  {name}" for name, size in weight.parts]
    return [
        f"déplié {weight.unpacked_mb:.0f} Mo (limite {UNPACKED_MB})",
        f"archive {weight.packed_mb:.0f} Mo (limite {PACKED_MB})",
        "les dix plus gros morceaux\u00a0:",
        *parts,
    ]


if __name__ == "__main__":
    sys.exit(main())
