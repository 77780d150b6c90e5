"""Translate Huiyin: find the strings of the sources and keep the three catalogues complete.

Usage, from the project's folder, with the development environment:

    python tools/messages.py add "Send" "发送" [--context button]
    python tools/messages.py add-many < pairs.tsv       lines of msgid<TAB>zh-Hans text[<TAB>context]
    python tools/messages.py missing [FOLDER]           what has no zh-Hans text yet
    python tools/messages.py complete                   draft zh-Hant and en, write the .mo files
    python tools/messages.py check                      exit 1 and say why when something is missing
    python tools/messages.py prune                      drop strings the sources no longer use
    python tools/messages.py extract                    every string with its place
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import catalogues
from msgids import Message, find_messages

SOURCE = Path(__file__).resolve().parents[1] / "src" / "huiyin"
sys.path.insert(0, str(SOURCE.parent))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when nothing is wrong."""
    options = _parser().parse_args(arguments)
    command = COMMANDS[options.command]
    return command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("add", help="store one zh-Hans text")
    one.add_argument("msgid")
    one.add_argument("text")
    one.add_argument("--context", default="")
    commands.add_parser("missing", help="list strings without zh-Hans text").add_argument(
        "folder", nargs="?", default="", help="only below this folder of src/huiyin, such as desks/clerk"
    )
    for name in ("add-many", "complete", "compile", "check", "prune", "extract"):
        commands.add_parser(name)
    return parser


def _messages() -> list[Message]:
    return find_messages(SOURCE)


def _compile(_options: argparse.Namespace | None = None) -> int:
    from huiyin.locale.compile import compile_catalogues

    return 0 if compile_catalogues(force=True) is not None else 1


def _add(options: argparse.Namespace) -> int:
    print(catalogues.add([(options.msgid, options.text, options.context)]), "stored")
    return 0


def _add_many(_options: argparse.Namespace) -> int:
    try:
        pairs = catalogues.read_tsv(sys.stdin.read())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(catalogues.add(pairs), "stored")
    return 0


def _missing(options: argparse.Namespace) -> int:
    known = catalogues.read("zh_Hans")
    for key, message in catalogues.shape(_messages()).items():
        below = message.place.startswith(options.folder.removeprefix("src/huiyin/"))
        if below and not catalogues.text_of(known.get(key)):
            print(message.msgid.replace("\n", "\\n"), message.place, message.context, sep="\t")
    return 0


def _complete(options: argparse.Namespace) -> int:
    print(*(f"{name}={count}" for name, count in catalogues.complete(_messages()).items()))
    return _compile(options)


def _check(_options: argparse.Namespace) -> int:
    found = catalogues.faults(_messages())
    print(*found, f"{len(found)} faults", sep="\n")
    return 1 if found else 0


def _prune(_options: argparse.Namespace) -> int:
    print(catalogues.prune(_messages()), "removed")
    return 0


def _extract(_options: argparse.Namespace) -> int:
    for message in _messages():
        print(message.place, message.msgid.replace("\n", "\\n"), message.context, sep="\t")
    return 0


COMMANDS = {
    "add": _add,
    "add-many": _add_many,
    "missing": _missing,
    "complete": _complete,
    "compile": _compile,
    "check": _check,
    "prune": _prune,
    "extract": _extract,
}

if __name__ == "__main__":
    sys.exit(main())
