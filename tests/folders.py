"""Where tests keep their databases: in memory when the machine has room there, else in the temporary folder.

Nothing a test checks needs a disk (a killed process leaves the page cache as it is), and cloning a database
is many small synchronous writes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # chosen for its speed; folders in it are made private
ROOM = 3 * 1024**3
"""Bytes that must be free there."""


def fast_folder() -> Path:
    """The folder to make test folders in."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return Path(tempfile.gettempdir())
