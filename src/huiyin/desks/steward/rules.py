"""Which rule packs each area follows, and what stands in them with its source."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desks.ledger.pages import table_page
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.acts import follow
from huiyin.registers.rules.models import RulePack
from huiyin.registers.rules.naming import in_words
from huiyin.registers.rules.pack import Header
from huiyin.registers.rules.reads import pack_by_id, resolve
from huiyin.registers.rules.words import CONFIDENCE_LABELS, PackKind

from .choices import Choices
from .filling import Chosen, Errand
from .tables import Link, Table
from .values import tables_of

_KEEP = Permission.REGISTER_WRITE
KINDS = {
    PackKind.CATEGORY: gettext_lazy("Categories"),
    PackKind.CALENDAR: gettext_lazy("Calendar"),
    PackKind.SERVICE_LEVEL: gettext_lazy("Service level"),
    PackKind.RATE: gettext_lazy("Rate rules"),
    PackKind.ALARM: gettext_lazy("Alarm rules"),
    PackKind.PROCEDURE: gettext_lazy("Procedures"),
    PackKind.COOPERATION: gettext_lazy("Cooperation"),
    PackKind.DECISION: gettext_lazy("Owners' decisions"),
    PackKind.ELECTION: gettext_lazy("Branch elections"),
    PackKind.FUND: gettext_lazy("Maintenance fund"),
    PackKind.DELIBERATION: gettext_lazy("Councils and meetings"),
}
INHERIT = "0"


class NewPack(Chosen):
    """Another pack."""

    pack = forms.ChoiceField(label=gettext_lazy("Rules"), widget=forms.RadioSelect)


def listed(request: HttpRequest) -> HttpResponse:
    """A line for each area: what it follows, chosen here or from above."""
    viewer: Viewer = request.viewer
    tree, at = scope_tree(), now()
    scopes = sorted(viewer.grants.get(_KEEP, frozenset()), key=lambda scope: tree.paths.get(scope, ()))
    rows = [
        ("　" * (len(tree.paths[scope]) - 1) + tree.names[scope], *(_held(scope, kind, at) for kind in KINDS))
        for scope in scopes
        if scope in tree.paths
    ]
    packs = [
        (
            Link(f"{row.name} {row.version}", reverse("steward-pack", args=[row.pk])),
            str(KINDS[PackKind(row.kind)]),
            _title(pack_by_id(row.pk).header),
            row.effective_from.isoformat(),
        )
        for row in RulePack.objects.order_by("kind", "name", "-effective_from")
    ]
    tables = [
        Table(
            _("What each area follows"),
            (_("Area"), *KINDS.values()),
            rows,
            note=_(
                "Open a field to choose other rules. “From above”: the area follows what the area around "
                "it follows."
            ),
        ),
        Table(_("All rule packs"), (_("Pack"), _("Kind"), _("What it is"), _("In force from")), packs),
    ]
    context = {"title": _("Rules"), "tables": tables, "back": Link(_("Registers"), reverse("steward-home"))}
    return table_page(request, context)


def _held(scope: int, kind: PackKind, at: Any) -> Link:
    held = resolve(scope_tree().up(scope), kind, at)
    words = f"{held.header.name} {held.header.version}" if held else _("none")
    if held and resolve([scope], kind, at) is None:
        words = _("%(pack)s (from above)") % {"pack": words}
    return Link(words, reverse("steward-rules-adopt", args=[scope, kind.value]))


def one(request: HttpRequest, pack_id: int) -> HttpResponse:
    """A pack with every value, its source and how sure it is."""
    row = RulePack.objects.filter(pk=pack_id).first()
    if row is None:
        raise NotThere
    held = pack_by_id(row.pk)
    facts = [{"label": key, "value": text} for key, text in held.header.sources]
    marks = [(mark.value, str(label)) for mark, label in CONFIDENCE_LABELS.items()]
    tables = tables_of(held.rules)
    tables.append(Table(_("How sure a value is"), (_("Mark"), _("Meaning")), marks))
    buttons = [Link(_("Choose for an area"), reverse("steward-rules"), soft=True)]
    context = {
        "title": _title(held.header),
        "facts": facts,
        "tables": tables,
        "intro": f"{row.name} {row.version} · {held.digest[:12]}",
        "buttons": buttons,
        "back": Link(_("Rules"), reverse("steward-rules")),
    }
    return table_page(request, context)


def adopt(viewer: Viewer, scope_id: int, kind: str) -> Errand:
    """Another pack or version for an area, from now on."""
    viewer.must(_KEEP, scope_id)
    if kind not in {one.value for one in PackKind} or scope_id not in scope_tree().names:
        raise NotThere
    wanted = PackKind(kind)

    def act(told: dict[str, Any]) -> None:
        pack = RulePack.objects.get(pk=told["pack"]) if told["pack"] != INHERIT else None
        follow(scope_id=scope_id, kind=wanted, pack=pack, by=viewer)

    words = {"area": scope_tree().names[scope_id], "kind": KINDS[wanted]}
    note = _("Cases that run now keep the rules they began with. New cases follow the choice at once.")
    return Errand(
        _("%(kind)s for %(area)s") % words,
        _("Follow from now on"),
        NewPack,
        act,
        reverse("steward-rules"),
        {"pack": _pack_choices(wanted)},
        note,
    )


def _pack_choices(kind: PackKind) -> Choices:
    rows = RulePack.objects.filter(kind=kind.value).order_by("name", "-effective_from")
    told = [(str(row.pk), f"{_title(pack_by_id(row.pk).header)} ({row.name} {row.version})") for row in rows]
    return [*told, (INHERIT, _("Follow the area above"))]


def _title(header: Header) -> str:
    return in_words(header.title, header.title_zh)
