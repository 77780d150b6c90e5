"""Organisations of an area by the names people write."""

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.organisations.models import Organisation

from .refusals import OrganisationUnknown


class OrganisationBook:
    """The organisations at work in an area, above it and below it. One query."""

    def __init__(self, scope_id: int) -> None:
        tree = scope_tree()
        scopes = {*tree.under([scope_id]), *tree.up(scope_id)}
        self.by_name: dict[str, list[Organisation]] = {}
        for row in Organisation.objects.filter(scope_id__in=scopes, until=None).order_by("pk"):
            for name in {row.name, row.short_name} - {""}:
                self.by_name.setdefault(name, []).append(row)

    def find(self, name: str) -> Organisation:
        """The only one of this name. Raises OrganisationUnknown."""
        found = self.by_name.get(name, [])
        if len(found) != 1:
            raise OrganisationUnknown(value=name)
        return found[0]
