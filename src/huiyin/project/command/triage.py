"""Read a table of messages and write what is in it: no database, no network, nothing leaves this computer.

    huiyin triage 台账.xlsx --out 结果
    huiyin triage labelled.csv --out 结果 --labels 一级标签         (also: cross-validate and write a model)
    huiyin triage 台账.xlsx --out 结果 --model 结果/model.npz       (also: the column `label`)

Writes cases.csv, duplicates.csv, topics.json and report.html into the folder. .xlsx, .xls, .ods and .csv
(UTF-8 or GB18030) are read; headings are recognised as offices write them, or named with --mapping.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from huiyin.project.command.failure import WRONG_USE, CommandError
from huiyin.project.command.progress import progress_bar
from huiyin.project.instance.wordless import translated

HELP = "read a table of messages: categories, dangers, repeats, topics, a report"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", type=Path, help="the table")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the results")
    parser.add_argument("--mapping", type=Path, help="JSON: field -> heading, instead of guessing")
    parser.add_argument(
        "--labels", metavar="COLUMN", help="train on this column and cross-validate; writes DIR/model.npz"
    )
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="predict the column `label` with a model written before"
    )
    parser.add_argument("--language", default="zh-hans", help="of reasons and report (zh-hans, zh-hant, en)")


def run(options: argparse.Namespace) -> int:
    """Read, write, and say where."""
    if not options.file.is_file():
        raise CommandError(f"There is no file {options.file}.", WRONG_USE)
    with translated(options.language):
        from huiyin.channels.triage.command import TriageFailed, triage_file

        try:
            triage_file(
                path=options.file,
                out=options.out,
                mapping=options.mapping,
                labels=options.labels or "",
                model=options.model,
                say=print,
                progress=progress_bar(),
            )
        except TriageFailed as error:
            raise CommandError(str(error), WRONG_USE) from error
    return 0
