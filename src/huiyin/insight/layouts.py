"""Tables in an office's own column order: its headings, remembered for everything below it.

Where an office chose none, the nearest one above it counts; a sub-district's order holds in its communities.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from huiyin.ground.clock import now
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import TableLayout

MOST, LONGEST = 80, 60
"""Columns of a table, and characters of a heading."""
Layout = tuple[tuple[str, str], ...]
"""(heading, key) from left to right; the key is empty where the office writes by hand."""


class NoHeadings(Refusal):
    """A table needs a column."""

    code, status = "no_headings", 422
    sentence = _("There is no heading.")
    remedy = _("Copy the row of headings out of your own table and put it here.")


class TooManyHeadings(Refusal):
    """More columns than any list of people has: more likely a whole table was put in."""

    code, status = "too_many_headings", 422
    sentence = _("These are more than 80 headings, or one is longer than 60 characters.")
    remedy = _("Copy only the row of headings, not the rows below it.")


def office_of(viewer: Viewer) -> int:
    """The scope whose order the viewer sets: the highest one with cases to sort. Raises NotThere."""
    tree, own = scope_tree(), viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
    if not own:
        raise NotThere
    return min(own, key=lambda scope: (len(tree.up(scope)), tree.paths[scope]))


def layout_for(viewer: Viewer, table: str) -> Layout:
    """The order that holds for the viewer's tables; empty where none was chosen. One query."""
    tree, own = scope_tree(), [scope for scope in viewer.scopes if scope in scope_tree().paths]
    if not own:
        return ()
    above = tree.up(min(own, key=lambda scope: (len(tree.up(scope)), tree.paths[scope])))
    rows = TableLayout.objects.filter(scope_id__in=above, table=table).values_list("scope_id", "columns")
    chosen = {scope: columns for scope, columns in rows if columns}
    nearest: Sequence[Sequence[object]] = next((chosen[scope] for scope in above if scope in chosen), [])
    return tuple((str(heading), str(key)) for heading, key in nearest)


@recorded
def keep_layout(*, table: str, columns: Sequence[tuple[str, str]], by: Viewer) -> None:
    """Remember an order for the viewer's office; no column at all goes back to the usual one.

    Raises TooManyHeadings, NotThere.
    """
    scope = office_of(by)
    by.must(Permission.CASE_TRIAGE, scope)
    if len(columns) > MOST or any(len(heading) > LONGEST for heading, _key in columns):
        raise TooManyHeadings
    TableLayout.objects.update_or_create(
        scope_id=scope, table=table, defaults={"columns": [list(one) for one in columns], "changed_at": now()}
    )
