"""The agency's own rules: the CDA schema and the five profiles, run by Saxon."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

from tests.exchange.schematron import stylesheet

PROFILES = (
    "profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch",
    "profils/IHE.sch",
    "profils/CI-SIS_ModelesDeContenusCDA.sch",
    "profils/CI-SIS_Modeles_ANS.sch",
    "profils/terminologies/schematron/terminologie.sch",
)
TROD_VOLET = "CI-SIS_BIO-TROD_2024.01.sch"
"""The own rules of the volet BIO-TROD, beside the five profiles."""


class OfficialRules:
    """Checks documents; ``errors`` lists every official rule a document breaks."""

    def __init__(self, folder: Path, profiles: Sequence[str] = PROFILES) -> None:
        self._schema = etree.XMLSchema(
            etree.parse(folder / "infrastructure" / "cda" / "CDA_extended.xsd")
        )
        self._saxon = PySaxonProcessor(license=False)
        processor = self._saxon.new_xslt30_processor()
        self._profiles: dict[str, PyXsltExecutable] = {
            profile: processor.compile_stylesheet(
                stylesheet_text=stylesheet(folder / "schematrons" / profile)
            )
            for profile in profiles
        }

    def __enter__(self) -> "OfficialRules":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._profiles.clear()

    def errors(self, document: bytes) -> list[str]:
        """Return what the schema and the profiles say against ``document``, warnings left out."""
        found: list[str] = []
        self._schema.validate(etree.fromstring(document))
        found += [f"schema: {one.message}" for one in self._schema.error_log]
        for profile, result in self._run(document).items():
            found += [
                f"{Path(profile).stem}: {hit.findtext('.') or ''}"
                for hit in result.iter("hit")
                if hit.get("role") != "warning"
            ]
        return found

    def fired(self, document: bytes) -> int:
        """Return how many rules had something to look at: none would prove nothing."""
        return sum(len(result.findall("fired")) for result in self._run(document).values())

    def _run(self, document: bytes) -> dict[str, etree._Element]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "document.xml")
            file.write_bytes(document)
            return {
                profile: etree.fromstring(
                    executable.transform_to_string(source_file=str(file)).encode()
                )
                for profile, executable in self._profiles.items()
            }
