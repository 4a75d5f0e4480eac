"""The commands of a station: keys it trusts, packages it takes, versions it stops."""

import argparse
from dataclasses import asdict

from app import clock
from app.cli.signing_changes import Changes, changes
from app.cli.signing_files import read_file, tell
from app.cli.signing_people import FIRST, SECOND, Place, place_of
from app.effects.protocol_candidates import lost_versions
from app.effects.protocol_import import Arrival, examine, install
from app.effects.protocol_recall import Recall, Recalled, a_withdrawal, withdraw, worklist
from app.effects.protocol_shelf import Standing, standings
from app.effects.protocol_trust import accept_key, examine_key, read_trust
from app.effects.two_people import Signatory, opened_by, require_two, together
from protocols.package import MAXIMUM_DELIVERY
from protocols.sign_keys import MAXIMUM_KEY
from protocols.sign_states import FRENCH


def show_shelf(arguments: argparse.Namespace) -> int:
    """Print what this station may run, why not the others, and the keys it trusts."""
    place, moment = place_of(arguments), clock.now()
    with opened_by(place.folder, place.signatory(arguments.login, FIRST), moment) as vault:
        room = place.room(vault)
        found, trust, lost = standings(room, moment.date()), read_trust(room), lost_versions(room)
    dead = trust.revocations.revoked
    keys = [
        {"id": one.id, "holder": one.holder, "role": one.role, "revoked": one.id in dead}
        for one in trust.committee.keys
    ]
    told: dict[str, object] = {
        "protocols": [_standing(one) for one in found],
        "keys": keys,
        "needed": trust.committee.needed,
        "counter": trust.revocations.counter,
        "lost": list(lost),
    }
    lines = [_said(one) for one in found]
    lines += [f"Clé {key['id']}  {key['holder']} ({key['role']})" for key in keys]
    lines += [f"Le paquet importé en version {one} manque\u00a0: importez-le." for one in lost]
    return tell(arguments, told, *lines)


def trust_key(arguments: argparse.Namespace) -> int:
    """Let a committee's public key enter the station, by two pharmacists."""
    place, moment = place_of(arguments), clock.now()
    data = read_file(arguments.file, MAXIMUM_KEY)
    first = place.signatory(arguments.login, FIRST)
    with opened_by(place.folder, first, moment) as vault:
        key = examine_key(place.room(vault), data)
    # Shown before the second person confirms: the file may have been exchanged on its way.
    _show(
        arguments,
        "Comparez avec ce que le comité vous a donné par une autre voie\u00a0: "
        f"{key.holder} ({key.role}), clé {key.id}.",
    )
    second = _second(arguments, place, first)
    together(
        place.folder,
        first,
        second,
        moment,
        lambda vault: accept_key(place.room(vault), data, moment),
    )
    told: dict[str, object] = {"id": key.id, "holder": key.holder, "role": key.role}
    return tell(arguments, told, f"La clé de {key.holder} est reconnue par ce poste.")


def import_package(arguments: argparse.Namespace) -> int:
    """Take a package: examined and compared first, then approved by two pharmacists."""
    place, moment = place_of(arguments), clock.now()
    data = read_file(arguments.file, MAXIMUM_DELIVERY)
    first = place.signatory(arguments.login, FIRST)
    with opened_by(place.folder, first, moment) as vault:
        arrival = examine(place.room(vault), data, moment)
    told = changes(arrival.before, arrival.protocol)
    _show(arguments, *told.lines, *_signed(arrival))
    if arrival.needs_two:
        second = _second(arguments, place, first)
        together(
            place.folder,
            first,
            second,
            moment,
            lambda vault: install(place.room(vault), data, moment),
        )
    with opened_by(place.folder, first, moment) as vault:
        if not arrival.needs_two:
            install(place.room(vault), data, moment)
        listed = arrival.revocations.versions if arrival.revocations else ()
        recalls = [worklist(vault, one.id, one.version) for one in listed]
    return _told_import(arguments, arrival, told, [one for one in recalls if _concerns(one)])


def withdraw_version(arguments: argparse.Namespace) -> int:
    """Stop a version at this station and print the patients it oriented."""
    place, moment = place_of(arguments), clock.now()
    version = a_withdrawal(arguments.id, arguments.version, arguments.reason, moment)
    with opened_by(place.folder, place.signatory(arguments.login, FIRST), moment) as vault:
        recall = withdraw(place.room(vault), version, moment)
    _show(arguments, f"{version.id} {version.version} est retiré de ce poste.")
    return tell(arguments, _recall(recall), *_recall_lines(recall))


def recall_version(arguments: argparse.Namespace) -> int:
    """Print the patients that a version oriented, without changing anything."""
    place, moment = place_of(arguments), clock.now()
    with opened_by(place.folder, place.signatory(arguments.login, FIRST), moment) as vault:
        recall = worklist(vault, arguments.id, arguments.version)
    return tell(arguments, _recall(recall), *_recall_lines(recall))


def _second(arguments: argparse.Namespace, place: Place, first: Signatory) -> Signatory:
    """Return the second person, refused before any password when it is the first again."""
    if arguments.second:
        require_two(place.folder, first.login, arguments.second)
    return place.signatory(arguments.second, SECOND)


def _show(arguments: argparse.Namespace, *lines: str) -> None:
    """Print lines for a person as the command goes; a machine reads the end alone."""
    if not arguments.json:
        tell(arguments, {}, *lines)


def _signed(arrival: Arrival) -> list[str]:
    """Return who signed and what they read; a proof is never said to make a protocol safe."""
    lines = [
        f"Signé par {one.holder} ({one.role}), le {_day(one.date)}." for one in arrival.signers
    ]
    if arrival.proofs is not None:
        held = sum(one.holds for one in arrival.proofs.obligations)
        total = len(arrival.proofs.obligations)
        lines.append(f"Propriétés vérifiées\u00a0: {held} sur {total}.")
    return lines


def _day(iso: str) -> str:
    """Return an ISO date as a French reader writes it."""
    return "/".join(reversed(iso.split("-")))


def _told_import(
    arguments: argparse.Namespace,
    arrival: Arrival,
    changed: Changes,
    recalls: list[Recall],
) -> int:
    protocol = arrival.protocol
    told: dict[str, object] = {
        "protocol": protocol.id if protocol else "",
        "version": protocol.version if protocol else "",
        "before": arrival.before.version if arrival.before else "",
        "signers": [asdict(one) for one in arrival.signers],
        "changes": list(changed.lines),
        "patients": changed.patients,
        "counter": arrival.revocations.counter if arrival.revocations else None,
        "recalls": [_recall(one) for one in recalls],
    }
    lines = []
    if protocol is not None:
        lines.append(f"{protocol.title}, version {protocol.version}, est installé.")
    if arrival.revocations is not None:
        lines.append(f"Liste des retraits n°\u00a0{arrival.revocations.counter} prise en compte.")
    lines += [line for one in recalls for line in _recall_lines(one)]
    return tell(arguments, told, *lines)


def _concerns(recall: Recall) -> bool:
    return bool(recall.patients or recall.unread)


def _recall(recall: Recall) -> dict[str, object]:
    patients = [{**asdict(one), "sealed_at": one.sealed_at.isoformat()} for one in recall.patients]
    return {
        "protocol": recall.protocol_id,
        "version": recall.version,
        "patients": patients,
        "unread": list(recall.unread),
    }


def _recall_lines(recall: Recall) -> list[str]:
    count = len(recall.patients)
    lines = [
        f"{recall.protocol_id} {recall.version}\u00a0: {count} patient(s) à rappeler, "
        "les moins urgents d’abord, car personne ne les a revus depuis."
    ]
    lines += [_patient_line(one) for one in recall.patients]
    if recall.unread:
        numbers = ", ".join(map(str, recall.unread))
        lines.append(f"Fiches illisibles, à vérifier à part\u00a0: {numbers}.")
    return lines


def _patient_line(one: Recalled) -> str:
    sealed = one.sealed_at.astimezone(clock.PARIS)
    phone, doctor = one.phone or "non donné", one.doctor or "non donné"
    return (
        f"{one.number:>6}  {sealed:%d/%m/%Y}  {one.level:<16} {one.family} {one.given}, "
        f"né(e) le {_day(one.birth_date)}, tél. {phone}, médecin {doctor}"
    )


def _standing(one: Standing) -> dict[str, object]:
    return {
        "id": one.protocol.id,
        "version": one.protocol.version,
        "state": one.state.value,
        "imported": one.imported,
        "signers": [asdict(signer) for signer in one.signers],
        "valid_from": one.protocol.valid_from,
        "valid_to": one.protocol.valid_to,
        "refusal": one.refusal,
    }


def _said(one: Standing) -> str:
    protocol = one.protocol
    state = FRENCH[one.state]
    return f"{protocol.id}  {protocol.version}  {state}  {one.refusal or 'ouvert'}"
