"""``python -I -m app``: the station and its command line."""

import sys

from app.main import main

sys.exit(main())
