"""Servers of our own, in folders a server account can reach."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def data() -> Iterator[Path]:
    """A short, empty data folder; its server is stopped by the test."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-pg-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
