"""B2BDesk: key-account management on your own computer."""

from __future__ import annotations

import os

__version__ = "0.1.0"

# Small matrices are ten times slower when linear algebra spreads them over threads; the libraries
# read this when they load, so it stands before anything can import them.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
