"""The three message catalogues on disk, safe for several people who add to them at once."""

from __future__ import annotations

import csv
import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
from msgids import Message
from opencc import OpenCC

LOCALE = Path(__file__).resolve().parents[1] / "src" / "huiyin" / "locale"
LANGUAGES = ("zh_Hans", "zh_Hant", "en")
PLURAL_RULE = {"en": "nplurals=2; plural=(n != 1);"}
ONE_FORM = "nplurals=1; plural=0;"
PLACEHOLDER = re.compile(r"%\(\w+\)[0-9.]*[sdf]|%[sdf]|\{\w*\}")

Key = tuple[str, str]  # (context, msgid)


def catalogue_path(language: str) -> Path:
    """Where the catalogue of `language` (zh_Hans, zh_Hant, en) is."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


@contextmanager
def locked() -> Iterator[None]:
    """Hold the catalogues alone; other callers wait."""
    handle = os.open(LOCALE, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def read(language: str) -> dict[Key, polib.POEntry]:
    """The entries of one catalogue by (context, msgid); empty when there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return {}
    return {(e.msgctxt or "", e.msgid): e for e in polib.pofile(str(path)) if not e.obsolete}


def write(language: str, entries: dict[Key, polib.POEntry]) -> None:
    """Replace one catalogue; entries are sorted so that two additions rarely touch the same line."""
    book = polib.POFile(wrapwidth=100)
    book.metadata = {
        "Project-Id-Version": "Huiyin",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_RULE.get(language, ONE_FORM),
    }
    book.extend(entries[key] for key in sorted(entries, key=lambda k: (k[1], k[0])))
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_text(str(book) + "\n", encoding="utf-8")
    fresh.replace(path)


def add(pairs: Iterable[tuple[str, str, str]]) -> int:
    """Store (msgid, zh-Hans text, context) pairs in the zh-Hans catalogue; the number stored."""
    with locked():
        entries = read("zh_Hans")
        count = 0
        for msgid, text, context in pairs:
            entry = entries.setdefault((context, msgid), new_entry(msgid, context, ""))
            fill(entry, text)
            count += 1
        write("zh_Hans", entries)
    return count


def new_entry(msgid: str, context: str, plural: str) -> polib.POEntry:
    """An entry without text, marked for placeholder checks where it has any."""
    entry = polib.POEntry(msgid=msgid, msgctxt=context or None, msgid_plural=plural)
    if "%(" in msgid or "%s" in msgid or "%d" in msgid or "%%" in msgid:
        entry.flags.append("python-format")
    return entry


def fill(entry: polib.POEntry, text: str, many: str = "") -> None:
    """Set the translation; `many` is the second form of a language that has two."""
    if entry.msgid_plural:
        entry.msgstr, entry.msgstr_plural = "", {0: text, 1: many} if many else {0: text}
    else:
        entry.msgstr, entry.msgstr_plural = text, {}


def text_of(entry: polib.POEntry | None) -> str:
    """The translation, of a plural its first form; empty when there is none."""
    if entry is None:
        return ""
    return str(entry.msgstr_plural.get(0, "")) if entry.msgid_plural else str(entry.msgstr)


def shape(messages: Iterable[Message]) -> dict[Key, Message]:
    """One message per (context, msgid); a plural seen anywhere wins."""
    wanted: dict[Key, Message] = {}
    for message in messages:
        key = (message.context, message.msgid)
        if key not in wanted or message.plural:
            wanted[key] = message
    return wanted


def complete(messages: Iterable[Message]) -> dict[str, int]:
    """Bring the three catalogues to the shape of the sources and draft zh-Hant and en.

    A string without zh-Hans text stays empty in both Chinese catalogues and `check` names it.
    Strings no longer in the sources are kept: `prune` removes them.
    """
    with locked():
        simplified = read("zh_Hans")
        for key, message in shape(messages).items():
            entry = simplified.setdefault(key, new_entry(message.msgid, message.context, message.plural))
            if entry.msgid_plural != message.plural:
                text = text_of(entry)
                entry.msgid_plural = message.plural
                fill(entry, text)
        write("zh_Hans", simplified)
        write("zh_Hant", _traditional(simplified))
        write("en", _english(simplified))
    return {"messages": len(simplified), "untranslated": sum(not text_of(e) for e in simplified.values())}


def _traditional(simplified: dict[Key, polib.POEntry]) -> dict[Key, polib.POEntry]:
    # s2tw, not s2twp: the words stay those of mainland administration, only the characters change.
    convert = OpenCC("s2tw").convert
    overrides = read_overrides()
    drafted = {}
    for key, entry in simplified.items():
        drafted[key] = new_entry(entry.msgid, key[0], entry.msgid_plural)
        fill(drafted[key], overrides.get(key) or convert(text_of(entry)))
    return drafted


def _english(simplified: dict[Key, polib.POEntry]) -> dict[Key, polib.POEntry]:
    drafted = {}
    for key, entry in simplified.items():
        drafted[key] = new_entry(entry.msgid, key[0], entry.msgid_plural)
        fill(drafted[key], entry.msgid, entry.msgid_plural)
    return drafted


def read_overrides() -> dict[Key, str]:
    """Hand-made zh-Hant texts: lines of `msgid<TAB>text[<TAB>context]`."""
    path = LOCALE / "zh_Hant" / "overrides.tsv"
    if not path.exists():
        return {}
    return {(context, msgid): text for msgid, text, context in read_tsv(path.read_text("utf-8"))}


def read_tsv(source: str) -> list[tuple[str, str, str]]:
    r"""(msgid, text, context) of each line; `\n` stands for a line break. ValueError names a bad line."""
    rows = []
    lines = [line for line in source.splitlines() if line.strip() and not line.startswith("#")]
    for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) not in {2, 3} or not row[0] or not row[1]:
            raise ValueError(f"expected msgid<TAB>text[<TAB>context], got {row!r}")
        msgid, text, context = (cell.replace("\\n", "\n") for cell in [*row, ""][:3])
        rows.append((msgid, text, context))
    return rows


def prune(messages: Iterable[Message]) -> int:
    """Remove from the catalogues what the sources no longer use; the number removed."""
    used = shape(messages)
    with locked():
        gone = [key for key in read("zh_Hans") if key not in used]
        for language in LANGUAGES:
            write(language, {k: e for k, e in read(language).items() if k in used})
    return len(gone)


def faults(messages: Iterable[Message]) -> list[str]:
    """What keeps the catalogues from being complete, one sentence each."""
    used = shape(messages)
    found = []
    for language in LANGUAGES:
        entries = read(language)
        for key, message in used.items():
            text = text_of(entries.get(key))
            if not text:
                found.append(f"{language}: no translation of {message.msgid!r} ({message.place})")
            elif set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(message.msgid)):
                found.append(f"{language}: placeholders of {message.msgid!r} differ in {text!r}")
        found += [f"{language}: unused {key[1]!r}" for key in entries if key not in used]
    return found
