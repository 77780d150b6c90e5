"""What serves people starts without the packages that only learning needs: slow to read, large in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

WEIGHTS = ("sklearn", "scipy", "joblib")
LOOK = f"""
import sys, django
django.setup()
import huiyin.project.urls, huiyin.project.instance.work
print(*(name for name in {WEIGHTS!r} if name in sys.modules))
"""


def test_web_and_worker_start_without_what_only_learning_needs(tmp_path: Path) -> None:
    surroundings = os.environ | {
        "HUIYIN_MODE": "scratch", "HUIYIN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "huiyin.project.settings",
    }  # fmt: skip
    command = [sys.executable, "-W", "ignore", "-c", LOOK]
    said = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout.strip()) == (0, ""), said.stderr[-2000:]
