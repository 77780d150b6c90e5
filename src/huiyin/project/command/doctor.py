"""Examine an installation and say what is wrong and what to do. Changes nothing.

Each line is ok, look (worth a look) or bad, with a remedy. The exit code is 1 when something is bad.
"""

from __future__ import annotations

import argparse

from huiyin.project.instance import environment
from huiyin.project.instance.examination import Finding, examine_folder, examine_machine, examine_voice
from huiyin.project.instance.folder import DataFolder
from huiyin.project.instance.session import django_ready

HELP = "examine an installation"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options beyond --data."""


def run(_options: argparse.Namespace) -> int:
    """Examine from the outside in; what needs a working part is skipped when that part is bad."""
    folder = DataFolder(environment.data_folder())
    findings = [*examine_machine(folder.path), *examine_folder(folder), examine_voice()]
    for finding in findings:
        _print(finding)
    if not any(finding.level == "bad" for finding in findings):
        with django_ready(role="owner"):
            from huiyin.project.instance.database_examination import examine_database

            for finding in examine_database():
                _print(finding)
                findings.append(finding)
    bad = sum(finding.level == "bad" for finding in findings)
    print(f"{len(findings)} examined, {bad} bad")
    return 1 if bad else 0


def _print(finding: Finding) -> None:
    print(
        f"{finding.level:<5} {finding.sentence}" + (f"\n      -> {finding.remedy}" if finding.remedy else ""),
        flush=True,
    )
