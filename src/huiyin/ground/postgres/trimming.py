"""The server's log does not fill the disk: what is old moves to one file beside it, replaced by the next."""

import os
import shutil
from pathlib import Path

LARGEST = 10 * 1024**2
"""Bytes of the log before it moves; the two files together are at most about twice that."""


def trim(log: Path, largest: int = LARGEST) -> bool:
    """Move the log when it has grown large; whether it did.

    The server keeps the file open for appending, so it is copied and emptied in place; a line written between
    the two is lost, which a log of a server's own troubles can bear.
    """
    try:
        if log.stat().st_size <= largest:
            return False
        shutil.copyfile(log, log.with_name(f"{log.name}.1"))
        os.truncate(log, 0)
    except OSError:  # a full disk is no reason to stop the server
        return False
    return True
