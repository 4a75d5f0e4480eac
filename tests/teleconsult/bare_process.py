"""The media process of a station where the packages of a call are not installed."""

import runpy
import sys

for name in ("webrtc", "livekit"):
    sys.modules[name] = None

if __name__ == "__main__":
    runpy.run_module("app.teleconsult.process", run_name="__main__")
