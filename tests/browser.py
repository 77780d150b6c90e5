"""Find chromium and a Chinese font for the browser tests; as root on Debian, install what is missing.

Debian's chromium without its window (chromium-headless-shell, the same version) comes first: the whole
program draws its own tabs and menus for each page of a test too, which takes three times the processor time.
HUIYIN_CHROMIUM names another. `python -m tests.browser` says what it found; without a browser it fails in CI
and explains otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
"""How tests start it: the sandbox does not work for root, and nothing may be fetched from outside."""


def find_chromium() -> str | None:
    """The path of a browser: HUIYIN_CHROMIUM, the PATH, or one playwright has fetched."""
    given = os.environ.get("HUIYIN_CHROMIUM")
    fetched = sorted(map(str, Path.home().glob(".cache/ms-playwright/chromium*-*/chrome-*linux*/*chrome*")))
    found = [given] if given else [path for name in NAMES if (path := shutil.which(name))] + fetched[-1:]
    return next((path for path in found if path and os.access(path, os.X_OK)), None)


def needed_chromium() -> str:
    """The path of a browser. Without one the test that asks is left out, and fails in CI."""
    path = find_chromium()
    if path is None:
        import pytest  # what only looks for a browser needs no pytest

        missing = "no chromium: run `python -m tests.browser` to see how to get one"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    return path


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font for Chinese."""
    if not shutil.which("fc-list"):
        return False
    done = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip())


def install() -> None:
    """Let apt install what is missing; needs root."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qy", "--no-install-recommends"]
    for command in (["apt-get", "update", "-q"], [*install, *PACKAGES], [*install, SHELL]):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


def main() -> int:
    """0 when browser tests can run, or when they may be left out."""
    missing = not (find_chromium() and has_chinese_font() and shutil.which(SHELL))
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing chromium and fonts-noto-cjk for the browser tests", flush=True)
        install()
    path = find_chromium()
    if path and has_chinese_font():
        print(f"browser tests use {path}")
        return 0
    print(
        "The browser tests need chromium and a Chinese font: apt-get install chromium fonts-noto-cjk, or set "
        "HUIYIN_CHROMIUM to a Chromium.",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
