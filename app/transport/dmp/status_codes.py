"""How a submission ended when the service did not answer by a registry response.

What came before the body left can be tried again. After it, only an answer that says that the
message was not processed is believed; any other leaves the end unknown.

Source: RFC 9110 §15 (status codes); W3C SOAP 1.2 §5.4.6 (fault codes); WS-Security 1.1 §12.
"""

from app.transport.dmp.envelope import Fault
from app.transport.dmp.wire import Returned
from app.transport.states import Outcome, Why
from app.transport.submission import Ending

_SECURITY = frozenset(
    {
        "FailedAuthentication",
        "InvalidSecurity",
        "InvalidSecurityToken",
        "FailedCheck",
        "SecurityTokenUnavailable",
        "UnsupportedSecurityToken",
        "MessageExpired",
    }
)
_NOT_ALLOWED = frozenset({401, 403})
_TOO_LARGE = 413
_BUSY = frozenset({408, 429})
_ELSEWHERE = frozenset({301, 302, 303, 307, 308, 404, 405, 410})
_OF_THE_CLIENT, _OF_THE_SERVER = 400, 500


def ended_by_fault(fault: Fault) -> Ending:
    """Return how a submission ended that a SOAP fault answers."""
    if fault.reason in _SECURITY or fault.code in _SECURITY:
        return Ending(Outcome.REFUSED, Why.NOT_ALLOWED)
    if fault.is_ours:
        return Ending(Outcome.REFUSED, Why.SERVICE_REFUSED)
    return Ending(Outcome.UNKNOWN, Why.BROKE_DOWN)


def ended_by_status(returned: Returned) -> Ending:
    """Return how a submission ended that a status alone answers."""
    why = _why(returned.status)
    if why is Why.TOO_LARGE:
        return Ending(Outcome.REFUSED, why)
    if not returned.after_body:
        return Ending(Outcome.LATER, why if why is not Why.NOT_UNDERSTOOD else Why.SERVER_BUSY)
    if why is Why.SERVER_BUSY:
        return Ending(Outcome.LATER, why)
    is_end_known = why in {Why.NOT_ALLOWED, Why.WRONG_ADDRESS, Why.SERVICE_REFUSED}
    return Ending(Outcome.REFUSED if is_end_known else Outcome.UNKNOWN, why)


def _why(status: int) -> Why:
    if status in _NOT_ALLOWED:
        return Why.NOT_ALLOWED
    if status == _TOO_LARGE:
        return Why.TOO_LARGE
    if status in _BUSY:
        return Why.SERVER_BUSY
    if status in _ELSEWHERE:
        return Why.WRONG_ADDRESS
    if _OF_THE_CLIENT <= status < _OF_THE_SERVER:
        return Why.SERVICE_REFUSED
    return Why.NOT_UNDERSTOOD
