"""A pack: who it is, from when it holds, where it comes from, and its content."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from .sections import Content, Provenance, Section
from .words import PackKind


@dataclass(frozen=True, slots=True)
class Header:
    """The identity of a pack. `title` is an English msgid, `title_zh` its Chinese."""

    kind: PackKind
    name: str
    version: str
    title: str
    title_zh: str
    effective_from: date
    effective_to: date | None
    origin: Provenance
    sources: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """How logs and errors name the pack, e.g. "calendar/cn@2026.1"."""
        return f"{self.kind}/{self.name}@{self.version}"

    def source_text(self, key: str) -> str:
        """The full citation behind a source key."""
        return dict(self.sources)[key]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as read: header, raw content (JSON types only) and the digest of that content."""

    header: Header
    content: Content
    digest: str


def digest_of(content: Content) -> str:
    """SHA-256 (hex) of the content in canonical JSON: key order and spacing do not count."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read_header(content: Content) -> tuple[Header, Section]:
    """The header and the section of the body, whose entries inherit the pack's source. Raises PackError."""
    top = Section(content, "pack")
    head = top.table("pack")
    sources = _sources(top.table("sources"), content.get("sources", {}))
    origin = Section(content.get("pack", {}), "pack", None, dict(sources)).provenance()
    head.text("source"), head.text("confidence")
    header = _header(head, origin, sources)
    head.done()
    body = {key: value for key, value in content.items() if key not in {"pack", "sources"}}
    return header, Section(body, header.key, origin, dict(sources))


def read_pack(content: Content) -> Pack:
    """Wrap raw content; the header must be right. The body is checked by `parsing.parse`."""
    return Pack(read_header(content)[0], content, digest_of(content))


def _sources(section: Section, raw: Content) -> tuple[tuple[str, str], ...]:
    return tuple((key, section.text(key)) for key in raw)


def _header(head: Section, origin: Provenance, sources: tuple[tuple[str, str], ...]) -> Header:
    start = head.day("effective_from")
    end = head.day("effective_to") if head.has("effective_to") else None
    if end is not None and end < start:
        raise head.problem("effective_to", "lies before effective_from")
    return Header(
        kind=head.choice("kind", PackKind),
        name=head.text("name"),
        version=head.text("version"),
        title=head.text("title_msgid"),
        title_zh=head.text("title_zh"),
        effective_from=start,
        effective_to=end,
        origin=origin,
        sources=sources,
    )
