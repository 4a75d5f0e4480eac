"""``./run bench NAME [--json]``."""

import argparse
import os
import sys
from importlib import import_module

NAMES = (
    "startup",
    "call_cycles",
    "question",
    "frozen",
    "documents",
    "exchange",
    "exchange_out",
    "engine",
    "unknown",
    "search",
    "backup",
    "verification",
    "vault",
    "devices",
    "relay",
    "video",
)
PAIRS = 8


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description="Mesures de la station.")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--pairs", type=int, default=PAIRS, help="video : appels de chaque sorte (8 pour conclure)"
    )
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app import qt_libraries
    from tests.bench.figure import report

    qt_libraries.load_unpacked()
    bench = import_module(f"tests.bench.{arguments.name}")
    if arguments.name == "unknown":
        shown: int = bench.show(as_json=arguments.json)
        return shown
    if arguments.name == "video":
        code: int = bench.show(arguments.pairs, as_json=arguments.json)
        return code
    return report(bench.measure(), as_json=arguments.json)


sys.exit(main())
