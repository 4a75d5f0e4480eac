"""``python -I -m hardware.media``: the media process."""

from hardware.media.process import main

main()
