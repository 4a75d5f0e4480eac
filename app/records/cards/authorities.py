"""The authorities that may name the holder of a CPS: pinned in the product, none else.

Not checked here, and said so: revocation, which needs the authority's lists of the day.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from cryptography import x509
from cryptography.x509 import verification

import resources.files

PINNED = "cards/roots.pem"
_BEGIN = "-----BEGIN CERTIFICATE-----"
_DEEPEST = 3


@cache
def pinned_roots() -> tuple[x509.Certificate, ...]:
    """Return the authorities shipped with this version: none until a person has added them."""
    text = resources.files.text(PINNED)
    return tuple(x509.load_pem_x509_certificates(text.encode())) if _BEGIN in text else ()


def is_recognised(der: bytes, moment: datetime, roots: Sequence[x509.Certificate]) -> bool:
    """Tell whether a pinned authority issued this certificate, all being valid at ``moment``."""
    if not roots:
        return False
    verifier = (
        verification.PolicyBuilder()
        .store(verification.Store(list(roots)))
        .time(moment)
        .max_chain_depth(_DEEPEST)
        .extension_policies(ca_policy=_authority(), ee_policy=_holder())
        .build_client_verifier()
    )
    try:
        verifier.verify(x509.load_der_x509_certificate(der), [])
    except (verification.VerificationError, ValueError):
        return False
    return True


def _authority() -> verification.ExtensionPolicy:
    """An authority is one by its constraints, and its key may sign certificates."""
    required = verification.Criticality.AGNOSTIC
    return (
        verification.ExtensionPolicy.permit_all()
        .require_present(x509.BasicConstraints, required, _is_authority)
        .require_present(x509.KeyUsage, required, _signs_certificates)
    )


def _holder() -> verification.ExtensionPolicy:
    """A holder's key commits to documents."""
    required = verification.Criticality.AGNOSTIC
    return verification.ExtensionPolicy.permit_all().require_present(
        x509.KeyUsage, required, _commits
    )


def _is_authority(
    _policy: verification.Policy, _one: x509.Certificate, found: x509.BasicConstraints
) -> None:
    if not found.ca:
        raise ValueError("no authority")


def _signs_certificates(
    _policy: verification.Policy, _one: x509.Certificate, found: x509.KeyUsage
) -> None:
    if not found.key_cert_sign:
        raise ValueError("signs no certificate")


def _commits(_policy: verification.Policy, _one: x509.Certificate, found: x509.KeyUsage) -> None:
    if not found.content_commitment:
        raise ValueError("commits to no document")
