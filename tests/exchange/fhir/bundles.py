"""Bundles of invented sheets, and the resources a test asks of them."""

import json
from collections.abc import Mapping

from app.encounter.sheet import OrientationSheet
from app.exchange.fhir.leaving import FILE, fhir_outgoing
from app.exchange.outgoing import Outgoing, Wish
from app.exchange.trod_dossier import Sending
from protocols.load import shipped_library
from protocols.model import Protocol
from tests.exchange.kept import kept
from tests.exchange.sheets import SENT_AT, SUBMISSION

SENDING = Sending(f"{SUBMISSION}7", SENT_AT)
ORDINARY = Wish()
Found = dict[str, "object"]


def protocol_of(sheet: OrientationSheet) -> Protocol:
    return shipped_library()[sheet.protocol.id]


def leaving(sheet: OrientationSheet, wish: Wish = ORDINARY) -> Outgoing:
    return fhir_outgoing(sheet, protocol_of(sheet), kept(sheet), wish, SENDING)


def bundle_of(sheet: OrientationSheet, wish: Wish = ORDINARY):
    return json.loads(leaving(sheet, wish).files[FILE])


def resources(bundle: Mapping, kind: str):
    every = (entry["resource"] for entry in bundle["entry"])
    return [one for one in every if one["resourceType"] == kind]


def only(bundle: Mapping, kind: str):
    (one,) = resources(bundle, kind)
    return one
