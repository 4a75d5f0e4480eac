"""How the station proves who it is to a server, and checks the server, over TLS."""

import ssl
from pathlib import Path

from app.transport.states import Why

_ENDS = (ssl.SSLEOFError, ssl.SSLZeroReturnError)
_REFUSALS = ("CERTIFICATE", "UNKNOWN_CA", "HANDSHAKE_FAILURE", "ACCESS_DENIED")
"""What the alerts of RFC 8446 §6.2 that refuse a client certificate are called by OpenSSL."""


def encrypted(certificate: Path, key: Path, authority: Path | None) -> ssl.SSLContext:
    """Return TLS 1.2 or later with the client certificate; no ``authority``: those of the system.

    Raises:
        OSError, ValueError: a file cannot be used.
    """
    context = ssl.create_default_context(cafile=authority)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # an encrypted key is refused here: nobody is there to type its password
    context.load_cert_chain(certificate, key, password=lambda: b"")
    return context


def why_lost(lost: BaseException) -> Why:
    """Tell a certificate that is refused, by one side or the other, from a server that is down.

    With TLS 1.3 the refusal comes with the first reply: a library may say that the link was
    closed, and keep the alert as the context of what it raises.
    """
    for error in (lost, lost.__context__):
        if isinstance(error, ssl.SSLCertVerificationError):
            return Why.SERVER_UNTRUSTED
        if isinstance(error, ssl.SSLError) and not isinstance(error, _ENDS):
            reason = str(error.reason or "")
            refused = any(word in reason for word in _REFUSALS)
            return Why.CERTIFICATE_REFUSED if refused else Why.NO_ENCRYPTION
    return Why.SERVER_DOWN
