"""``./run sbom``: the list of the components, CycloneDX 1.6, made from the lock of the product.

It is written in ``resources/notices``, where the station reads it. Nothing in it depends on the
moment or the machine: the same lock gives the same bytes.

Source: CycloneDX specification 1.6 (ECMA-424, first edition); purl specification, type "pypi".
"""

import argparse
import json
import sys
from collections.abc import Iterable
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from app import __version__
from distribution.licences import licence_of
from distribution.lock import ITSELF, LOCK, ROOT, Locked, locked

FILE = ROOT / "resources" / "notices" / "sbom.cdx.json"
MARKER, LOCKED = "osys:marker", "osys:lock-sha256"
DIFFERS = 1


def made(packages: Iterable[Locked] = ()) -> str:
    """Return the list of ``packages``, of the whole lock when none is given.

    Raises:
        LicenceUnknown: the licence of one of them has to be read by somebody.
        ValueError: what was made is no CycloneDX document.
    """
    parts = {one.name: (one, _component(one)) for one in packages or locked()}
    digest = sha256(LOCK.read_bytes()).hexdigest()
    itself = Component(
        name=ITSELF,
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref=ITSELF,
        licenses=[LicenseExpression("Apache-2.0")],
        properties=[Property(name=LOCKED, value=digest)],
    )
    bom = Bom(components=[part for _, part in parts.values()])
    bom.metadata.component = itself
    for name, asker in ((ITSELF, itself), *((name, part) for name, (_, part) in parts.items())):
        bom.register_dependency(
            asker, [part for one, part in parts.values() if name in one.asked_by]
        )
    written = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string()
    refused = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    if refused is not None:
        raise ValueError(str(refused))
    return _steady(written, digest)


def _component(package: Locked) -> Component:
    url = PackageURL("pypi", name=package.name, version=package.version)
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(url),
        purl=url,
        licenses=[LicenseExpression(licence_of(package))],
        properties=[Property(name=MARKER, value=package.marker)] if package.marker else [],
    )


def _steady(written: str, digest: str) -> str:
    """Return the document without its moment, its serial number being that of the lock."""
    document = json.loads(written)
    del document["metadata"]["timestamp"]
    document["serialNumber"] = uuid5(NAMESPACE_URL, f"{ITSELF}:{__version__}:{digest}").urn
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write the list, or compare the one that is there."""
    parser = argparse.ArgumentParser(prog="./run sbom", description="Liste des composants.")
    parser.add_argument("--check", action="store_true", help="compare, et n’écrit rien")
    fresh = made()
    if parser.parse_args().check:
        same = FILE.is_file() and FILE.read_text(encoding="utf-8") == fresh
        sys.stdout.write("La liste est à jour.\n" if same else "La liste n’est plus à jour.\n")
        return 0 if same else DIFFERS
    FILE.write_text(fresh, encoding="utf-8")
    count = len(json.loads(fresh)["components"])
    sys.stdout.write(f"{FILE.relative_to(ROOT)}\u00a0: {count} composants\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
