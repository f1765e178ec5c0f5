"""What all tests share."""

from __future__ import annotations

import os

# Several test processes with several threads each wait for one another most of the time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
