"""A doctor for the tests: a real Chromium, headless, on the page the relay serves."""

import base64
import os
from contextlib import asynccontextmanager, suppress

import cv2
import numpy as np
from playwright.async_api import TimeoutError as NotShown
from playwright.async_api import async_playwright

from tests.teleconsult.barcode import film, number_in
from tests.tools import tools

ARGUMENTS = (
    "--no-sandbox",  # as root, in a test: no page but ours is ever opened
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
SHOT = """video => {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  if (!canvas.width) return "";
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.toDataURL("image/png").split(",")[1];
}"""


@asynccontextmanager
async def a_browser(folder, *arguments, home=None):
    """Yield a browser whose camera shows the numbers 2000 to 2019.

    ``home`` is the folder where it finds the authorities that its person trusts.
    """
    program = tools.chromium()
    film(folder / "doctor.y4m", range(2000, 2020))
    environment = os.environ | {"LD_LIBRARY_PATH": tools.libraries_of(program)}
    if home is not None:
        environment |= {"HOME": str(home)}
    camera = f"--use-file-for-fake-video-capture={folder / 'doctor.y4m'}"
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=program, env=environment, args=[*ARGUMENTS, camera, *arguments]
        )
        try:
            yield browser
        finally:
            await browser.close()


class Doctor:
    """One page."""

    def __init__(self, page):
        self.page = page
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)
        page.on("request", self._asked)
        self.asked = []

    def _said(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def _asked(self, request):
        self.asked.append(request.url)

    async def open(self, address):
        """Open the link; fails at once, with what the browser said, when a part did not come."""
        await self.page.goto(address, wait_until="load")
        with suppress(NotShown):
            await self.page.wait_for_selector("body:not([data-state=opening])")
        assert await self.page.get_attribute("body", "data-state") != "opening", self.errors

    async def enter(self, address, name="Dr Lea Essai"):
        await self.open(address)
        await self.page.fill("#doctor-name", name)
        await self.page.click("#enter button")

    async def number_shown(self, name):
        """Return the number of the picture that a video shows at this moment."""
        png = await self.page.locator(name).evaluate(SHOT)
        if not png:
            return None
        data = np.frombuffer(base64.b64decode(png), np.uint8)
        return number_in(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))

    async def text(self, name):
        return " ".join((await self.page.inner_text(name)).split())


@asynccontextmanager
async def a_doctor(folder, *arguments, home=None, **context):
    """Yield one doctor in a browser of their own."""
    async with a_browser(folder, *arguments, home=home) as browser:
        page = await (await browser.new_context(**context)).new_page()
        yield Doctor(page)
