"""A doctor for the tests who uses Firefox: a real one, headless, led by its own Marionette.

Marionette is the protocol that Firefox itself speaks to whatever leads it: over TCP, each packet
is its length in decimal digits, a colon, and JSON: ``[0, id, command, parameters]`` one way,
``[1, id, error, result]`` the other.
Source: firefox-source-docs.mozilla.org, Marionette, Protocol.
"""

import asyncio
import base64
import json
import os
import subprocess
from contextlib import asynccontextmanager, closing

import cv2
import numpy as np

from tests.teleconsult.barcode import number_in
from tests.teleconsult.doctor import SHOT
from tests.teleconsult.servers import free_port, running, wait_for
from tests.teleconsult.station import until
from tests.tools import tools

# A pretended camera and microphone, granted; nothing asked of anybody else on the network.
WISHES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.gmp-manager.updateEnabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class Firefox:
    """One page."""

    def __init__(self, reader, writer):
        self._reader, self._writer = reader, writer
        self._number = 0

    async def _packet(self):
        length = await self._reader.readuntil(b":")
        return json.loads(await self._reader.readexactly(int(length[:-1])))

    async def ask(self, command, **given):
        self._number += 1
        text = json.dumps([0, self._number, command, given]).encode()
        self._writer.write(b"%d:%s" % (len(text), text))
        _, number, fault, result = await self._packet()
        assert (number, fault) == (self._number, None), fault
        return result

    async def run(self, script, *given):
        """Return what a script of the page returns; ``arguments`` holds what was given."""
        found = await self.ask("WebDriver:ExecuteScript", script=script, args=given)
        return found["value"]

    async def enter(self, address, name="Dr Lea Essai"):
        await self.ask("WebDriver:Navigate", url=address)
        await until(lambda: self.run("return !document.querySelector('#welcome').hidden"))
        await self.fill("#doctor-name", name)
        await self.click("#enter button")

    async def fill(self, where, text):
        await self.run(
            "const one = document.querySelector(arguments[0]); one.value = arguments[1];"
            "one.dispatchEvent(new Event('input', { bubbles: true }));",
            where,
            text,
        )

    async def click(self, where):
        await self.run("document.querySelector(arguments[0]).click()", where)

    async def text(self, where):
        found = await self.run("return document.querySelector(arguments[0]).innerText", where)
        return " ".join(found.split())

    async def number_shown(self, where):
        """Return the number of the picture that a video shows at this moment."""
        script = f"return ({SHOT})(document.querySelector(arguments[0]))"
        png = await self.run(script, where)
        if not png:
            return None
        data = np.frombuffer(base64.b64decode(png), np.uint8)
        return number_in(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))


def _said(value):
    return json.dumps(value)


@asynccontextmanager
async def a_firefox(folder):
    """Yield one doctor in a Firefox of their own."""
    program, port = tools.firefox(), free_port()
    profile = folder / "profile"
    profile.mkdir()
    wishes = WISHES | {"marionette.port": port}
    lines = [f"user_pref({_said(name)}, {_said(value)});\n" for name, value in wishes.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    libraries = ":".join(map(tools.libraries_of, (program, tools.chromium())))
    environment = os.environ | {"LD_LIBRARY_PATH": libraries, "HOME": str(folder)}
    command = [str(program), "--headless", "--no-remote", "--profile", str(profile), "--marionette"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running(command, env=environment, **quiet) as process:
        await asyncio.to_thread(wait_for, port, process)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
        with closing(writer):
            firefox = Firefox(reader, writer)
            await firefox._packet()
            await firefox.ask("WebDriver:NewSession", capabilities={})
            yield firefox
