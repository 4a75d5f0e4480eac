"""The doctor's page: files served from memory, under a policy that lets nothing else in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from aiohttp import web

FIRST = "index.html"
TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html",
        ".js": "text/javascript",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".txt": "text/plain",
        ".woff2": "font/woff2",
        ".ttf": "font/ttf",
    }
)
# No third party, no inline script, no form, no frame: what the page needs and nothing else.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob: mediastream:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """The files of the page, by name."""

    files: Mapping[str, bytes]

    def serve(self, made: web.Application) -> None:
        """Add the page to a server, at ``/``."""
        made.router.add_get("/", self._answer)
        made.router.add_get("/{name}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name", FIRST)
        data = self.files.get(name)
        if data is None:
            raise web.HTTPNotFound
        kind = TYPES[Path(name).suffix]
        charset = "utf-8" if kind.startswith("text/") else None
        return web.Response(body=data, content_type=kind, charset=charset, headers=HEADERS)


def read_page(folder: Path) -> Page:
    """Return the page kept in ``folder``: every file of a known type, no folder inside."""
    kept = [one for one in sorted(folder.iterdir()) if one.suffix in TYPES]
    return Page(MappingProxyType({one.name: one.read_bytes() for one in kept}))
