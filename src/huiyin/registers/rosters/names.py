"""Organisations and areas by the names people write, and words that mean one of a few things."""

from typing import TypeVar

from django.db import models

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.organisations.models import Organisation

from .refusals import OrganisationUnknown, PlaceUnknown

Choice = TypeVar("Choice", bound=models.TextChoices)
Words = tuple[tuple[str, Choice], ...]
"""A word → what it means; the first that is found holds."""


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


class AreaBook:
    """The communities and estates at and below an area."""

    def __init__(self, scope_id: int) -> None:
        tree = scope_tree()
        self.scopes = tree.under([scope_id])
        self.by_name: dict[str, list[int]] = {}
        for scope in sorted(self.scopes):
            self.by_name.setdefault(tree.names[scope], []).append(scope)

    def find(self, name: str) -> int:
        """The only scope of this name. Raises PlaceUnknown, also when two estates share the name."""
        found = self.by_name.get(name, [])
        if len(found) != 1:
            raise PlaceUnknown(value=name)
        return found[0]


def meant(said: str, kinds: type[Choice], words: Words[Choice]) -> Choice | None:
    """The kind a cell means: by its code or label, else by the first of `words` that is in it."""
    named = next((kind for kind in kinds if said in (kind.value, str(kind.label))), None)
    return named or next((kind for word, kind in words if word in said), None)
