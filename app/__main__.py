"""``python -I -m app``, or the program of a bundle: the station and its command line."""

import sys

from app import parts

if not parts.play(sys.argv[1:]):
    from app.main import main

    sys.exit(main())
