"""Text somebody pastes: a work order as the platform's page shows it, or a few rows copied from a table.

`工单编号：2025…` on lines of their own, an order after the other; or cells with tabs between them. What fits
neither is one request in its own words.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from huiyin.channels.spreadsheets.fields import is_known

_MARK = re.compile(r"[:：\t]")
_OWN_WORDS = "内容"


def table_of_text(text: str) -> bytes:
    """The text as a CSV table with a heading row (UTF-8)."""
    lines = text.splitlines()
    rows = list(_copied(lines) or _labelled(lines))
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def _copied(lines: list[str]) -> list[list[str]]:
    """Rows of a table that were copied: the first line holds known headings with tabs between them."""
    first = next((line for line in lines if line.strip()), "")
    headings = first.split("\t")
    if len(headings) < 2 or sum(map(is_known, headings)) < 2:  # noqa: PLR2004 - a label and its value have one
        return []
    return [row for row in csv.reader(lines, delimiter="\t") if any(cell.strip() for cell in row)]


def _labelled(lines: list[str]) -> Iterator[list[str]]:
    orders = list(_orders(lines))
    headings = list(dict.fromkeys(label for order in orders for label in order))
    yield headings
    for order in orders:
        yield ["\n".join(order.get(label, [])).strip() for label in headings]


def _orders(lines: Iterable[str]) -> Iterator[dict[str, list[str]]]:
    """Label -> lines, an order at a time; a label that comes again begins the next order."""
    order: dict[str, list[str]] = {}
    label = ""
    for line in lines:
        said, rest = _label_of(line)
        if is_known(said):
            if said in order:
                yield order
                order = {}
            label = said
            order[label] = [rest]
        elif label:
            order[label].append(line)
        elif line.strip():
            order.setdefault(_OWN_WORDS, []).append(line)
    if order:
        yield order


def _label_of(line: str) -> tuple[str, str]:
    """What stands before the first colon or tab, without brackets, and what stands behind; ("", "") without.

    In steps and not in one pattern: with blanks allowed in five places a line of blanks would take hours.
    """
    line = line.lstrip()
    mark = _MARK.search(line)
    if mark is None:
        return "", ""
    label, rest = line[: mark.start()].strip(), line[mark.end() :].lstrip()
    if mark[0] == "\t" and rest.startswith((":", "：")):
        rest = rest[1:].lstrip()
    return label.removeprefix("【").removeprefix("[").removesuffix("】").removesuffix("]").strip(), rest
