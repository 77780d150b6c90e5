"""Write the reference pages that are made from the code: `python tools/reference.py [--check]`.

docs/reference/{states,permissions,routes,events,timers,refusals}.md. With --check nothing is written;
the exit code is 1 and the stale pages are named when a page does not say what the code says.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
Table = list[tuple[str, ...]]


def _ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.project.settings")
    os.environ.setdefault("HUIYIN_MODE", "scratch")
    os.environ.setdefault("HUIYIN_DATA", str(ROOT / "var" / "reference"))
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")


def table(head: tuple[str, ...], rows: Table) -> str:
    """A Markdown table."""
    lines = [" | ".join(head), " | ".join("---" for _ in head), *(" | ".join(row) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines)


def states() -> str:
    """The transition table and its diagram."""
    from huiyin.casework.casefile.states import MOVES
    from huiyin.casework.casefile.words import PUBLIC, State

    words = table(
        ("state", "staff see", "residents see"),
        [(s.value, str(s.label), str(PUBLIC[s].label)) for s in State],
    )
    moves = table(
        ("step", "from", "to", "who"),
        [(m.verb.value, m.source.value, m.target.value, ", ".join(sorted(m.who))) for m in MOVES],
    )
    pairs = dict.fromkeys((m.source.value, m.target.value, m.verb.value) for m in MOVES)
    arrows = "\n".join(f"    {a} --> {b}: {verb}" for a, b, verb in pairs)
    return (
        f"{words}\n\n## Steps\n\n{moves}\n\n```mermaid\nstateDiagram-v2\n    [*] --> received\n{arrows}\n```"
    )


def permissions() -> str:
    """Roles and what they hold."""
    from huiyin.registers.people.policy import PERMISSIONS, PHONE_CODE, SECOND_FACTOR
    from huiyin.registers.people.words import Permission, Role

    how = {
        **dict.fromkeys(SECOND_FACTOR, "password and second factor"),
        **dict.fromkeys(PHONE_CODE, "code to the phone"),
    }
    roles = table(("role", "", "signs in by"), [(r.value, str(r.label), how.get(r, "token")) for r in Role])
    held = table(
        ("permission", "", "roles"),
        [
            (p.value, str(p.label), ", ".join(r.value for r in Role if p in PERMISSIONS[r]))
            for p in Permission
        ],
    )
    return f"{roles}\n\n## Permissions\n\n{held}"


def routes() -> str:
    """Every address, its methods and its permission."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(entries: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, ...]]:
        for entry in entries:
            path = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, path)
            else:
                view = entry.callback
                yield (
                    f"`/{path}`",
                    getattr(view, "methods", ""),
                    str(getattr(view, "permission", "")),
                    entry.name or "",
                )

    rows = sorted(set(walk(get_resolver().url_patterns)))
    return table(("address", "methods", "permission", "name"), rows)


def events() -> str:
    """The verbs of the timeline."""
    from huiyin.casework.casefile.words import PUBLIC_VERBS, Verb

    rows = [(v.value, str(v.label), "yes" if v in PUBLIC_VERBS else "no") for v in Verb]
    return table(("verb", "staff see", "shown to the resident"), rows)


def timers() -> str:
    """What happens when a timer is due."""
    from huiyin.bridges.timers import CONSEQUENCES

    rows = [(what, (act.__doc__ or "").strip().splitlines()[0]) for what, act in CONSEQUENCES.items()]
    return table(("timer", "consequence"), rows)


def refusals() -> str:
    """Every way of saying no."""
    from huiyin.ground.refusals import Refusal

    def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    _load_all()
    found: dict[str, type[Refusal]] = {}
    for kind in below(Refusal):
        if kind.__module__.startswith("huiyin.") and "code" in vars(kind):
            first = found.setdefault(kind.code, kind)
            if first is not kind:
                raise SystemExit(f"{first.__qualname__} and {kind.__qualname__} share the code {kind.code}")
    rows = [(code, str(k.status), str(k.sentence), str(k.remedy)) for code, k in sorted(found.items())]
    return table(("code", "HTTP", "sentence", "what to do"), rows)


def _load_all() -> None:
    import importlib
    import pkgutil

    import huiyin

    for module in pkgutil.walk_packages(huiyin.__path__, "huiyin."):
        if module.name.rpartition(".")[2] in {
            "refusals",
            "refused",
            "unfit",
            "request",
            "acts",
            "reads",
            "entry",
        }:
            importlib.import_module(module.name)


MADE: dict[str, tuple[str, Callable[[], str]]] = {
    "states": ("States of a case", states),
    "permissions": ("Roles and permissions", permissions),
    "routes": ("Addresses", routes),
    "events": ("Lines of the timeline", events),
    "timers": ("Timers", timers),
    "refusals": ("Refusals", refusals),
}


def page(name: str) -> str:
    """The text of one reference page as the code has it now."""
    title, body = MADE[name]
    return f"# {title}\n\nMade by `tools/reference.py`; do not edit.\n\n{body()}\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or check them."""
    _ready()
    stale = []
    for name in MADE:
        target, text = PAGES / f"{name}.md", page(name)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            stale.append(target.name)
            if "--check" not in arguments:
                target.write_text(text, encoding="utf-8")
    print(", ".join(stale) or "all pages say what the code says")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
