"""Find every translatable string of the source tree: Python, templates and TOML data.

The gettext programs are not needed: a volunteer's machine may lack them.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace


class Message(NamedTuple):
    """One translatable string; `context` and `plural` are empty when there is none."""

    msgid: str
    context: str
    plural: str
    place: str


# Positions of (msgid, plural, context) among the arguments of each gettext function.
SINGLE, PLURAL, CONTEXT, CONTEXT_PLURAL = (0, None, None), (0, 1, None), (1, None, 0), (1, 2, 0)
FUNCTIONS = {
    "_": SINGLE,
    "gettext": SINGLE,
    "gettext_lazy": SINGLE,
    "gettext_noop": SINGLE,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}
LITERAL = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
ARGUMENT = re.compile(r"_\(" + LITERAL + r"\)")
QUOTED = re.compile(LITERAL)
CONTEXT_WORD = re.compile(r"\bcontext\s+" + LITERAL)


def find_messages(root: Path) -> list[Message]:
    """Every message below `root`, in order of files; the same msgid may come several times."""
    found: list[Message] = []
    for path in sorted(root.rglob("*")):
        reader = READERS.get(path.suffix)
        if reader and path.is_file():
            place = path.relative_to(root).as_posix()
            try:
                found.extend(reader(path.read_text(encoding="utf-8"), place))
            except (SyntaxError, ValueError) as error:  # half-written by its author: the others still count
                print(f"passed over {place}: {error}", file=sys.stderr)
    return found


def python_messages(source: str, place: str) -> Iterator[Message]:
    """Messages of the gettext calls of a Python file; arguments that are not literal are passed over."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            positions = FUNCTIONS.get(_called(node.func))
            if positions:
                yield from _from_call(node, positions, f"{place}:{node.lineno}")


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr if function.attr != "_" else ""
    return function.id if isinstance(function, ast.Name) else ""


def _from_call(node: ast.Call, positions: tuple[int | None, ...], place: str) -> Iterator[Message]:
    values = [""] * 3
    for slot, position in enumerate(positions):
        if position is None:
            continue
        argument = node.args[position] if position < len(node.args) else None
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            return
        values[slot] = argument.value
    if values[0]:
        yield Message(msgid=values[0], plural=values[1], context=values[2], place=place)


def template_messages(source: str, place: str) -> Iterator[Message]:
    """Messages of a Django template: translate, blocktranslate and `_("…")` arguments."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        word = token.contents.split(" ", 1)[0] if token.token_type == TokenType.BLOCK else ""
        where = f"{place}:{token.lineno}"
        if word == "comment":
            next((t for t in tokens if t.contents.strip() == "endcomment"), None)
        elif word in {"translate", "trans"}:
            yield from _from_translate(token.contents, where)
        elif word in {"blocktranslate", "blocktrans"}:
            yield _from_block(token, tokens, where)
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            for match in ARGUMENT.finditer(token.contents):
                yield Message(_text(match), "", "", where)


def _text(match: re.Match[str] | None) -> str:
    """The literal's text as Django looks it up: escapes undone, percent signs doubled."""
    if match is None:
        return ""
    raw = next((group for group in match.groups() if group is not None), "")
    return re.sub(r"\\(.)", r"\1", raw).replace("%", "%%")


def _from_translate(contents: str, place: str) -> Iterator[Message]:
    bits = list(smart_split(contents))
    literal = QUOTED.match(bits[1]) if len(bits) > 1 else None
    if literal:
        yield Message(_text(literal), _text(CONTEXT_WORD.search(contents)), "", place)


def _from_block(opening: Token, tokens: Iterator[Token], place: str) -> Message:
    parts: dict[str, str] = {"one": "", "many": ""}
    side = "one"
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            parts[side] += token.contents.replace("%", "%%")
        elif token.token_type == TokenType.VAR:
            parts[side] += f"%({token.contents})s"
        elif token.contents.strip() == "plural":
            side = "many"
        else:
            break
    if " trimmed" in opening.contents:
        parts = {key: trim_whitespace(text) for key, text in parts.items()}
    return Message(parts["one"], _text(CONTEXT_WORD.search(opening.contents)), parts["many"], place)


def toml_messages(source: str, place: str) -> Iterator[Message]:
    """Values of the keys `msgid` and `…_msgid` of a TOML data file."""
    yield from _from_data(tomllib.loads(source), place)


def _from_data(value: Any, place: str) -> Iterator[Message]:
    if isinstance(value, list):
        for item in value:
            yield from _from_data(item, place)
    elif isinstance(value, dict):
        for key, item in value.items():
            if (key == "msgid" or key.endswith("_msgid")) and isinstance(item, str):
                yield Message(item, "", "", place)
            else:
                yield from _from_data(item, place)


READERS: dict[str, Callable[[str, str], Iterator[Message]]] = {
    ".py": python_messages,
    ".html": template_messages,
    ".txt": template_messages,
    ".toml": toml_messages,
}
