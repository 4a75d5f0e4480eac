"""The relay as a program: opened from its file, stopped by the signal of the system."""

import asyncio
import signal
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from aiohttp import web

from app.teleconsult.relay.config import BadRelay, RelayFile
from app.teleconsult.relay.page import Page, read_page
from app.teleconsult.relay.server import Relay
from app.teleconsult.relay.store import MemoryStore, Store
from resources import files

FONTS = ("Inter-400.ttf", "Inter-600.ttf", "Inter-700.ttf")
STOPPED_WITHIN_S = 5.0
ABSENT = (
    "Ce relais demande le composant redis, qui n’est pas installé. "
    "Retirez la ligne redis, ou installez osys-station[relay]."
)


def doctors_page() -> Page:
    """Return the doctor's page with its fonts."""
    page = dict(read_page(files.path("doctor")).files)
    page.update({name: files.content(f"fonts/{name}") for name in FONTS})
    return Page(MappingProxyType(page))


def make_store(redis: str, now_s: Callable[[], float]) -> Store:
    """Return the rooms of this relay alone, or those that several relays share.

    Raises:
        BadRelay: the library that speaks to Redis is not installed.
    """
    if not redis:
        return MemoryStore(now_s)
    try:
        from app.teleconsult.relay.redis_store import RedisStore
    except ModuleNotFoundError:
        raise BadRelay(ABSENT) from None
    return RedisStore(redis)


async def serve(
    relay: RelayFile,
    now_s: Callable[[], float],
    wall_s: Callable[[], float],
    opened: Callable[[str], None],
) -> None:
    """Run a relay until SIGTERM or SIGINT; ``opened`` is given its address once it listens.

    Raises:
        BadRelay: the certificate, the port or Redis cannot be used.
    """
    store = make_store(relay.redis, now_s)
    made = Relay(store, relay.settings, doctors_page(), now_s, wall_s)
    runner = web.AppRunner(
        made.application(), access_log=None, handle_signals=False, shutdown_timeout=STOPPED_WITHIN_S
    )
    await runner.setup()
    tls = tls_of(relay.certificate, relay.private_key)
    site = web.TCPSite(runner, relay.host, relay.port, ssl_context=tls)
    try:
        await _listen(site)
        host, port = runner.addresses[0][:2]
        opened(f"{'https' if tls else 'http'}://{host}:{port}/")
        await _until_told()
    finally:
        await runner.cleanup()
        await store.stop()


async def _listen(site: web.TCPSite) -> None:
    try:
        await site.start()
    except OSError:
        raise BadRelay("Le port de listen est pris ou interdit. Choisissez-en un autre.") from None


def tls_of(certificate: str, private_key: str) -> ssl.SSLContext | None:
    """Return the TLS of a relay, None when a proxy of the same machine holds it.

    Raises:
        BadRelay: the certificate or its key cannot be used.
    """
    if not certificate:
        return None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        made.load_cert_chain(Path(certificate), Path(private_key))
    except (OSError, ssl.SSLError):
        raise BadRelay(
            "certificate et private_key ne vont pas ensemble, ou ne se lisent pas."
        ) from None
    return made


async def _until_told() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows stops it by Ctrl+C
            loop.add_signal_handler(one, told.set)
    await told.wait()
