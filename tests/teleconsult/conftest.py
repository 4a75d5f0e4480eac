"""Before any engine is loaded: libwebrtc leaves the loopback out unless told."""

import os

os.environ["WRTC_ALLOW_LOOPBACK"] = "1"
