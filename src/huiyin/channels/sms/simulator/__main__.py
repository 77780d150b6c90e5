"""Run the simulator until interrupted: python -m huiyin.channels.sms.simulator --port 8025 --error 0.3."""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import fields
from pathlib import Path

import django
from django.conf import settings

import huiyin
from huiyin.channels.sms.simulator import Faults, Simulator


def main() -> int:
    """Start, say where, wait for Ctrl-C or SIGTERM, stop."""
    options = vars(_parser().parse_args())
    port, callback, limited = options.pop("port"), options.pop("callback"), options.pop("limits")
    if not settings.configured:
        # Message texts are translated; nothing else of Django is used here.
        catalogue = Path(huiyin.__file__).parent / "locale"
        settings.configure(
            USE_I18N=True, LANGUAGE_CODE="zh-hans", LOCALE_PATHS=[catalogue], INSTALLED_APPS=()
        )
        django.setup()
    # Before any thread begins, so that all of them leave these signals to sigwait.
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    with Simulator(Faults(**options), port=port, callback=callback, limited=limited) as simulator:
        sys.stdout.write(f"ready {simulator.url}\n")
        sys.stdout.flush()
        signal.sigwait((signal.SIGINT, signal.SIGTERM))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huiyin.channels.sms.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8025, help="port on 127.0.0.1 (0: any free one)")
    parser.add_argument("--callback", default="", help="URL to which delivery receipts are posted")
    parser.add_argument("--limits", action="store_true", help="enforce the provider's frequency limits")
    for field in fields(Faults):
        kind = int if field.name == "seed" else float
        parser.add_argument(
            f"--{field.name.replace('_', '-')}", type=kind, default=field.default, help="see Faults"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
